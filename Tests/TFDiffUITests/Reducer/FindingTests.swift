import TFDiffDebugger
import TFDiffUI
import TFDiffViews
import Testing

/// Protects: what is found is counted and marked, `n` and `N` walk through it as long as the hints say so and step
/// otherwise, and a text that no name has as it is finds those that have its characters in order.
@Suite struct FindingTests {
  private static func name(_ driver: Driver) -> String? { driver.state.lookedAt?.name }
  private static func hints(_ driver: Driver) -> String { driver.screen().lines.last ?? "" }

  @Test func matchesAreWalkedThroughUntilEscape() {
    var driver = Driver(Fixture.passed(3, phase: .paused(.step)))
    driver.type("g/mixed<Enter>")
    #expect(Self.name(driver) == "Mixed_5b")
    #expect(Self.hints(driver).contains("/mixed 1/3  n next match  N before  Esc end search"))
    #expect(!Self.hints(driver).contains("n step") && !Self.hints(driver).contains("N back"))
    #expect(driver.type("n") == [])
    #expect(Self.name(driver) == "Mixed_6a")
    driver.type("nn")
    #expect(Self.name(driver) == "Mixed_5b")
    driver.type("N")
    #expect(Self.name(driver) == "Mixed_7a")
    driver.type("<Esc>")
    #expect(Self.hints(driver).contains("n step"))
    #expect(driver.type("n") == [.run(.step)])
  }

  @Test func betweenTwoMatchesTheNearerIsNext() {
    var driver = Driver(Fixture.diverged)
    driver.type("g/mixed<Enter>jj")
    #expect(Self.hints(driver).contains("/mixed 3 "))
    driver.type("n")
    #expect(Self.name(driver) == "Mixed_7a")
    driver.type("kN")
    #expect(Self.name(driver) == "Mixed_6a")
  }

  @Test func runningEndsTheSearch() {
    var driver = Driver(Fixture.passed(3, phase: .paused(.step)))
    driver.type("/mixed<Enter>c")
    _ = driver.snapshot(Fixture.passed(4, phase: .paused(.step)))
    #expect(driver.type("n") == [.run(.step)])
  }

  @Test func anotherListEndsTheSearch() {
    var driver = Driver(Fixture.recorded)
    driver.type("/mixed<Enter>6")
    #expect(driver.state.search == nil)
    driver.type("/running<Enter>")
    #expect(Self.hints(driver).contains("/running 1/1"))
    driver.type("<Tab>")
    #expect(driver.state.search == nil)
  }

  @Test func charactersInTheirOrderAreFoundWhereTheTextIsNot() {
    var driver = Driver(Fixture.diverged)
    driver.type("g/mx7")
    #expect(Self.name(driver) == "Mixed_7a")
    #expect(Self.hints(driver).contains("1/1 alike"))
    driver.type("<C-u>mxzz")
    #expect(Self.hints(driver).hasSuffix(" not found "))
    driver.type("<Enter>")
    #expect(driver.state.message?.text == "‘mxzz’ was not found" && driver.state.search == nil)
  }

  @Test func theBestOfThoseAlikeComesFirst() {
    var driver = Driver(Fixture.diverged)
    driver.type("g/c2b<Enter>")
    #expect(driver.state.search?.rows == [2, 4, 11])
    #expect(Self.name(driver) == "Conv2d_2b_3x3")
    driver.type("n")
    #expect(Self.name(driver) == "Conv2d_3b_1x1")
  }

  @Test func whatIsFoundIsMarkedOnTheScreen() throws {
    var driver = Driver(Fixture.diverged)
    driver.type("g/xed_6<Enter>g")
    let screen = driver.screen()
    let row = try #require(screen.lines.firstIndex { $0.contains("Mixed_6a") })
    let marked = (0..<screen.size.columns).filter { screen[$0, row].style.underline }
    #expect(marked.map { screen[$0, row].text }.joined() == "xed_6")
    driver.type("<Esc>")
    let after = driver.screen()
    #expect(!(0..<40).contains { after[$0, row].style.underline })
  }

  @Test func rowsThatComeWhileSomethingIsFoundAreSearched() {
    var driver = Driver(Fixture.diverged)
    driver.type("6/running<Enter>")
    var more = Fixture.diverged
    more.log.append(LogEntry(side: nil, text: "running again"))
    _ = driver.snapshot(more)
    #expect(driver.state.search?.rows == [1, 2])
  }

  @Test(arguments: [("ÄÖ", "xäöy"), ("数", "变数/conv"), ("e\u{301}", "cafe\u{301}"), ("A", "bab")])
  func anyLettersAreFoundInWhateverCase(text: String, name: String) {
    #expect(TextPattern(text).distance(in: name) == 0)
    #expect(TextPattern(text).marks(in: name).count == 1)
    #expect(TextPattern(text).distance(in: "zzz") == nil)
  }

  @Test func charactersInOrderAreAsCloseAsCanBe() {
    let pattern = TextPattern("mb", isFuzzy: true)
    #expect(pattern.marks(in: "mamib") == [2..<3, 4..<5])
    #expect(pattern.distance(in: "mamib") == 1)
    #expect(pattern.distance(in: "bm") == nil)
  }
}
