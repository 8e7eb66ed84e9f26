import TFDiffDebugger
import TFDiffUI
import TFDiffViews
import Testing

/// Protects: the help begins with what the pane is for, a page is a page, and a text in it is found, marked and found again.
@Suite struct HelpTests {
  private static func offset(_ driver: Driver) -> Int? {
    switch driver.state.overlay {
    case .help(let offset): offset
    case .helpFind(let finder): finder.offset
    default: nil
    }
  }

  @Test func itBeginsWithThePanesOwnKeys() {
    for focus in Focus.allCases {
      var driver = Driver(Fixture.diverged)
      driver.state.focus = focus
      driver.type("?")
      for name in HelpText.commands(of: focus) { #expect(CommandTable.byName[name] != nil, "\(name)") }
      #expect(driver.screen().contains("Here: "))
    }
  }

  @Test func aPageKeepsALineOfTheOneBefore() {
    for rows in [24, 40] {
      var driver = Driver(Fixture.diverged, columns: 80, rows: rows)
      driver.type("?<PageDown>")
      #expect(Self.offset(driver) == driver.state.layout.overlayHeight - 1)
      driver.type("<PageUp>")
      #expect(Self.offset(driver) == 0)
    }
  }

  @Test func aTextIsFoundMarkedAndFoundAgain() throws {
    var driver = Driver(Fixture.diverged, columns: 80, rows: 24)
    driver.type("?/clipboard")
    let first = try #require(Self.offset(driver))
    #expect(first > 0)
    #expect(driver.screen().contains("clipboard"))
    driver.type("<Enter>n")
    #expect(Self.offset(driver) != nil)
    driver.type("/zzzz")
    #expect(driver.screen().contains("not found"))
    driver.type("<Esc>")
    #expect(driver.state.overlay?.context == .help)
    driver.type("<Esc>")
    #expect(driver.state.overlay == nil)
  }

  @Test func escapeComesBackToWhereItWas() {
    var driver = Driver(Fixture.diverged, columns: 80, rows: 24)
    driver.type("?jjj/quit<Esc>")
    #expect(driver.state.overlay == .help(offset: 3))
    driver.type("n")
    #expect(driver.state.message?.text == "Nothing was looked for yet; / finds a text")
  }

  @Test func onlyWhatTookLongRings() {
    var bell = Bell()
    let course: [(isIdle: Bool, seconds: Int)] = [
      (true, 0), (false, 0), (false, 20), (true, 21), (true, 40), (false, 50), (true, 52),
    ]
    let rung = course.map { bell.rings(isIdle: $0.isIdle, at: .seconds($0.seconds)) }
    #expect(rung == [false, false, false, true, false, false, false])
  }
}
