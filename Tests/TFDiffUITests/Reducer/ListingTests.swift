import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import TFDiffViews
import Testing

/// Protects: the list shows mismatches alone (`x`) and the greatest error first (`o`), every way of moving follows what is
/// shown, and the panes stay about what the cursor is on.
@Suite struct ListingTests {
  /// Seven layers within the tolerance, then one outside, and two more that differ by less and by more.
  private static let several: DebuggerState = {
    var state = Fixture.passed(11, phase: .paused(.step))
    for (index, offset) in [(8, Float(4e-3)), (10, 0.5)] {
      let reference = Fixture.tensor([2, 3]) { Float($0) / 8 }
      let candidate = Fixture.tensor([2, 3]) { Float($0) / 8 + offset }
      state.endpoints[index] = Fixture.row(Fixture.names[index], reference: reference, candidate: candidate)
    }
    return state
  }()

  private static func rows(_ driver: Driver, width: Int = 30) -> [EndpointList.Row] {
    EndpointList.rows(driver.state, width: width, height: driver.state.layout.listHeight, glyphs: .unicode)
  }

  @Test func mismatchesAloneAreListed() {
    var driver = Driver(Self.several)
    driver.type("dx")
    #expect(Self.rows(driver).map(\.index) == [7, 8, 10])
    #expect(driver.screen().contains("Endpoints ✗ 3/17"))
    driver.type("jj")
    #expect(driver.state.lookedAt?.name == "Mixed_7a")
    driver.type("k")
    #expect(driver.state.lookedAt?.name == "Mixed_6a")
    driver.type("x")
    #expect(Self.rows(driver).count == 17)
    #expect(driver.state.lookedAt?.name == "Mixed_6a")
  }

  @Test func whatIsLookedAtStaysInTheList() {
    var driver = Driver(Self.several)
    driver.type("gx")
    #expect(Self.rows(driver).map(\.index) == [0, 7, 8, 10])
    driver.type("j")
    #expect(Self.rows(driver).map(\.index) == [7, 8, 10])
    driver.type("k")
    #expect(driver.state.lookedAt?.name == "Mixed_5b")
    driver.type(":goto PreLogitsFlatten<Enter>")
    #expect(Self.rows(driver).map(\.index) == [7, 8, 10, 14])
  }

  @Test func nothingButTheCursorsRowIsListedWhereNothingDiffers() {
    var driver = Driver(Fixture.finishedEqual)
    driver.type("x")
    #expect(Self.rows(driver).count == 1)
    #expect(driver.screen().contains("Endpoints ✗ 0/17"))
    driver.type("G<PageDown>jk")
    #expect(Self.rows(driver).filter(\.isCursor).count == 1)
  }

  @Test func theGreatestErrorComesFirst() {
    var driver = Driver(Self.several)
    driver.type("o")
    let rows = Self.rows(driver)
    #expect(rows.prefix(3).map(\.index) == [10, 7, 8])
    #expect(rows.suffix(6).map(\.index) == Array(11..<17))
    driver.type("gj")
    #expect(driver.state.lookedAt?.name == "Mixed_5b")
    driver.type("]")
    #expect(driver.state.lookedAt?.name == "Mixed_6a")
    driver.type("[[")
    #expect(driver.state.lookedAt?.name == "Mixed_7a")
  }

  @Test func findingStaysInTheRowsShownAndComesBack() {
    var driver = Driver(Self.several)
    driver.type("gjx/Conv2d_1a")
    #expect(driver.state.lookedAt?.name == "Conv2d_2a_3x3")
    driver.type("<Esc>/7a")
    #expect(driver.state.lookedAt?.name == "Mixed_7a")
    driver.type("<Esc>")
    #expect(driver.state.lookedAt?.name == "Conv2d_2a_3x3")
  }

  @Test func findingSaysWhichMatchOfHowMany() {
    var driver = Driver(Self.several)
    driver.type("g/mixed")
    #expect(driver.screen().lines.last?.hasSuffix(" 1/3 ") == true)
    driver.type("<Tab>")
    #expect(driver.screen().lines.last?.hasSuffix(" 2/3 ") == true)
    #expect(driver.state.lookedAt?.name == "Mixed_6a")
    driver.type("zzz")
    #expect(driver.screen().lines.last?.hasSuffix(" not found ") == true)
  }

  @Test func aClickGoesToTheRowThatIsSeen() throws {
    var driver = Driver(Self.several)
    driver.type("dxo")
    let list = try #require(driver.state.layout.panes[.endpoints])
    for (line, index) in [10, 7, 8].enumerated() {
      driver.send(
        .input(.mouse(MouseEvent(kind: .press, location: Point(column: list.column + 4, row: list.row + 1 + line)))))
      #expect(driver.state.endpointCursor.index == index)
    }
  }

  @Test func operationsAreListedAlike() {
    var driver = Driver(Fixture.recorded)
    driver.type("dsx")
    let row = Fixture.recorded.endpoints[Fixture.diverging]
    #expect(Self.rows(driver).map(\.index) == row.operations.indices.filter { row.operations[$0].isMismatch })
  }
}
