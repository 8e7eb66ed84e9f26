import TFDiffDebugger
import TFDiffUI
import TFDiffViews
import Testing

/// Protects: at a stop the keys that lead on are on the screen beside what is said, and they lead to where the sides part and
/// stay there.
@Suite struct StopTests {
  private static func line(_ driver: Driver) -> String {
    driver.screen().lines.last ?? ""
  }

  @Test func whatIsSaidAtAStopDoesNotCostTheHints() {
    for columns in [80, 120] {
      var driver = Driver(Fixture.passed(7, phase: .running("running Mixed_5b")), columns: columns, rows: 24)
      _ = driver.snapshot(Fixture.diverged)
      let line = Self.line(driver)
      #expect(line.hasPrefix(" Mixed_5b diverges  s into  ] next  w why"), "\(line)")
      #expect(line.contains("? help") && line.contains("q quit"), "\(line)")
      #expect(line.displayWidth <= columns)
    }
  }

  @Test func helpAndQuitAreShownAtEveryWidth() {
    for debugger in [Fixture.ready, Fixture.diverged, Fixture.inside, Fixture.finishedEqual] {
      for columns in [40, 60, 80, 120, 200] {
        let words = HintLine.hints(Driver(debugger, columns: columns, rows: 24).state).map(\.word)
        #expect(words.suffix(2) == ["help", "quit"], "\(columns): \(words)")
      }
    }
  }

  @Test func aLongNameLeavesRoomForTheHints() {
    var stopped = Fixture.diverged
    let name = "scope/" + String(repeating: "a_very_long_name/", count: 12)
    stopped.phase = .paused(.divergence(endpoint: name))
    var driver = Driver(Fixture.passed(7, phase: .running("")), columns: 80, rows: 24)
    _ = driver.snapshot(stopped)
    #expect(Self.line(driver).contains("… ") && Self.line(driver).contains("q quit"))
  }

  @Test func aClickedHintBesideAMessageIsTheOneThatIsSeen() throws {
    var driver = Driver(Fixture.passed(7, phase: .running("")))
    _ = driver.snapshot(Fixture.diverged)
    let line = Self.line(driver)
    let range = try #require(line.range(of: "] next"))
    let column = line[..<range.lowerBound].displayWidth
    driver.send(.input(.mouse(MouseEvent(kind: .press, location: Point(column: column, row: 39)))))
    #expect(driver.state.focus == .reference)
  }

  @Test func lookingInsideLandsWhereTheSidesPart() {
    var driver = Driver(Fixture.diverged)
    #expect(driver.type("s") == [.run(.into(endpoint: Fixture.diverging))])
    _ = driver.snapshot(Fixture.recorded)
    #expect(driver.state.operationLookedAt?.candidate?.type == "Relu")
    #expect(driver.state.operationCursor.index == 2)
    // What was recorded before is looked at in the same place.
    driver.type("<Esc>ks")
    driver.type("<Esc>ds")
    #expect(driver.state.operationCursor.index == 2)
  }

  /// What a graph rewrite folded into a later operation shows nothing, even where the difference comes from it.
  @Test func whatWasFusedAwayIsNotLandedOn() {
    var recorded = Fixture.recorded
    recorded.endpoints[Fixture.diverging].operations[0].status = .missingReference
    #expect(recorded.originRow(of: recorded.endpoints[Fixture.diverging]) == 0)
    var driver = Driver(Fixture.diverged)
    driver.type("s")
    _ = driver.snapshot(recorded)
    #expect(driver.state.operationCursor.index == 2)
  }

  @Test func aPersonWhoWentElsewhereMeanwhileStaysThere() {
    var driver = Driver(Fixture.diverged)
    driver.type("s<Esc>gs")
    driver.type("<Esc>")
    _ = driver.snapshot(Fixture.recorded)
    #expect(driver.state.openEndpoint == nil)
  }

  @Test func theKeysForMismatchesStayInside() {
    var driver = Driver(Fixture.recorded)
    driver.type("dsGd")
    #expect(driver.state.openEndpoint == Fixture.diverging)
    #expect(driver.state.operationCursor.index == 2)
    driver.type("]")
    #expect(driver.state.operationCursor.index == 3)
    driver.type("]]")
    #expect(driver.state.openEndpoint == Fixture.diverging)
  }

  @Test func afterTheLastRowTheNextMismatchIsACell() {
    var driver = Driver(Fixture.diverged)
    driver.type("]")
    #expect(driver.state.focus == .reference)
    let first = driver.state.view?.cursor
    driver.type("]")
    #expect(driver.state.view?.cursor != first)
  }

  @Test func tabsTellWhatDiffers() {
    let driver = Driver(Fixture.diverged)
    let row = driver.screen().lines.first { $0.contains("Variables") } ?? ""
    #expect(row.contains("Variables ✗1  Stack  Random ✗  Ops"), "\(row)")
    let plain = Driver(Fixture.ready).screen().lines.first { $0.contains("Variables") } ?? ""
    #expect(!plain.contains("✗"))
    let narrow = Driver(Fixture.diverged, columns: 40, rows: 12)
    #expect(narrow.screen().lines.allSatisfy { $0.displayWidth <= 40 })
  }

  @Test func aTabIsPressedWhereItsTitleStands() throws {
    var driver = Driver(Fixture.diverged)
    let row = try #require(driver.screen().lines.firstIndex { $0.contains("Variables ✗") })
    let line = driver.screen().lines[row]
    let range = try #require(line.range(of: "Report"))
    driver.send(
      .input(
        .mouse(MouseEvent(kind: .press, location: Point(column: line[..<range.lowerBound].displayWidth, row: row)))))
    #expect(driver.state.tab == .report)
  }
}
