import TFDiffDebugger
import TFDiffUI
import Testing

/// Protects: the Random tab opens where the two sides' random operations part and explains it in the room there is.
@Suite struct RandomTests {
  @Test func theTabOpensWhereTheyPart() {
    var driver = Driver(ProblemFixture.randoms)
    driver.expect("3", [.saveSettings]) {
      $0.focus = .bottom
      $0.tab = .random
      $0.hasShownParting = true
      $0.tabCursors[.random] = ListCursor(index: 3)
    }
    // Only the first time: a person who moved away finds the cursor where it was left.
    driver.type("G13")
    #expect(driver.state.tabCursors[.random]?.index == 12)
    driver.type("g]")
    #expect(driver.state.tabCursors[.random]?.index == 3)
  }

  @Test func theHeadingExplainsAsMuchAsThereIsRoomFor() {
    var driver = Driver(ProblemFixture.randoms)
    driver.type("3")
    let text = driver.screen().lines.joined(separator: " ")
    #expect(text.contains("compare with --mode constant"))
    driver.send(.input(.resize(Size(columns: 40, rows: 10))))
    #expect(driver.screen().contains("Op 3 is one more in the candidate"))
    #expect(driver.screen().contains("▶✗  3 seeds 3 3  TruncatedNormal"))
  }

  @Test func theyAreAlikeUntilTheyPart() {
    var driver = Driver(Fixture.finishedEqual)
    var alike = Fixture.finishedEqual
    alike.randomOperations.candidate = alike.randomOperations.reference
    _ = driver.snapshot(alike)
    driver.type("3")
    #expect(driver.screen().contains("2 random operations, seeded alike"))
  }
}
