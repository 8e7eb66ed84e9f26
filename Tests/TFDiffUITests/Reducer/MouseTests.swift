import TFDiffDebugger
import TFDiffUI
import Testing

/// Protects: a press, double press or turn of the wheel does what the keys do at that place, and nothing once the mouse is off.
@Suite struct MouseTests {
  private static func press(_ column: Int, _ row: Int, twice: Bool = false) -> Action {
    let kind: MouseEvent.Kind = twice ? .doublePress : .press
    return .input(.mouse(MouseEvent(kind: kind, location: Point(column: column, row: row))))
  }

  @Test func aRowOfTheListIsChosenAndInspected() {
    var driver = Driver()
    driver.send(Self.press(5, 4))
    #expect(driver.state.endpointCursor.index == 2)
    #expect(!driver.state.isFollowing)
    driver.send(Self.press(5, 4, twice: true))
    #expect(driver.state.focus == .reference)
  }

  @Test func aCellIsChosenWhereItIsDrawn() throws {
    var driver = Driver()
    let screen = driver.screen()
    let rect = try #require(driver.state.layout.panes[.candidate])
    let row = rect.row + 5
    let column = try #require((rect.column..<rect.endColumn).first { screen[$0, row].text == "«" })
    driver.send(Self.press(column + 2, row))
    #expect(driver.state.focus == .candidate)
    #expect(driver.state.view.map { $0.window.shape.index(at: $0.cursor) } == [0, 17, 1, 0])
  }

  @Test func tabsAreChosen() throws {
    var driver = Driver()
    let rect = try #require(driver.state.layout.panes[.bottom])
    #expect(driver.send(Self.press(rect.column + 18, rect.row)) == [.saveSettings])
    #expect(driver.state.tab == .stack)
  }

  @Test func aHintDoesWhatItsKeyDoes() throws {
    var driver = Driver(Fixture.passed(2, phase: .paused(.step)))
    let line = driver.screen().lines[39]
    let start = try #require(line.range(of: "c continue"))
    let column = line.distance(from: line.startIndex, to: start.lowerBound)
    #expect(driver.send(Self.press(column + 3, 39)) == [.run(.continue)])
  }

  @Test func theWheelScrollsThePaneUnderIt() {
    var driver = Driver(Fixture.many(1000, passed: 10))
    driver.type("<Tab>")
    let wheel = MouseEvent(kind: .scrollDown, location: Point(column: 5, row: 10))
    driver.send(.input(.mouse(wheel)))
    #expect(driver.state.endpointCursor.index == 12)
    #expect(driver.state.focus == .reference)
  }

  @Test func switchedOffItDoesNothing() {
    var driver = Driver()
    driver.type("m")
    driver.send(Self.press(5, 4))
    #expect(driver.state.endpointCursor.index == 7)
  }
}
