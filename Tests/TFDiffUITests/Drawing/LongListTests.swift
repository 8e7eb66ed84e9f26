import TFDiffDebugger
import TFDiffUI
import TFDiffViews
import Testing

/// Protects: of ten thousand endpoints only the rows in the window are made, and the scroll bar stands where the list does.
@Suite struct LongListTests {
  @Test func onlyTheRowsInTheWindowAreMade() {
    var driver = Driver(Fixture.many(10_000, passed: 6_000))
    #expect(driver.state.endpointCursor.index == 5_999)
    let height = driver.state.layout.listHeight
    for keys in ["", "G", "g", "<PageDown><PageDown>", "/9123"] {
      driver.type(keys)
      let rows = EndpointList.rows(driver.state, width: 30, height: height, glyphs: .unicode)
      #expect(rows.count == height)
      #expect(rows.filter(\.isCursor).count == 1)
      #expect(rows.map(\.index) == Array(rows[0].index..<(rows[0].index + height)))
    }
    #expect(driver.state.endpointCursor.index == 9_123)
    #expect(driver.screen().contains("block_9123/conv"))
  }

  @Test func theScrollBarIsAtItsEndsWithTheList() throws {
    var driver = Driver(Fixture.many(10_000, passed: 1))
    let top = driver.screen()
    driver.type("G")
    let bottom = driver.screen()
    let rect = try #require(driver.state.layout.panes[.endpoints])
    #expect(top[rect.endColumn - 1, rect.row + 1].text == "█")
    #expect(top[rect.endColumn - 1, rect.endRow - 2].text == "│")
    #expect(bottom[rect.endColumn - 1, rect.row + 1].text == "│")
    #expect(bottom[rect.endColumn - 1, rect.endRow - 2].text == "█")
  }
}
