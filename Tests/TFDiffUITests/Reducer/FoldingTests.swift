import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import TFDiffViews
import Testing

/// Protects: scopes are folded into one row each and unfolded, no divergence is hidden in one whose row does not say so, and
/// whatever goes to a row in a fold shows it.
@Suite struct FoldingTests {
  /// Four blocks of three units with two layers each, of which `net/b1/u2/norm` is the first that differs.
  private static let scoped: DebuggerState = {
    var state = DebuggerState(target: Fixture.target)
    let same = Fixture.tensor([4]) { Float($0) }
    for block in 0..<4 {
      for unit in 0..<3 {
        for layer in ["conv", "norm"] {
          let name = "net/b\(block)/u\(unit)/\(layer)"
          let isOff = (block, unit, layer) == (1, 2, "norm") || block == 3
          let candidate = Fixture.tensor([4]) { Float($0) + (isOff ? 0.5 : 0) }
          state.endpoints.append(Fixture.row(name, reference: same, candidate: candidate))
        }
      }
    }
    state.endpoints.append(EndpointRow(name: "logits"))
    state.position = 24
    state.phase = .paused(.step)
    return state
  }()

  private static func rows(_ driver: Driver, width: Int = 50) -> [String] {
    EndpointList.rows(driver.state, width: width, height: 30, glyphs: .unicode).map {
      $0.pieces.map(\.text).joined() + ($0.isCursor ? "<" : "") + ($0.isFirstDivergence ? "!" : "")
    }
  }

  @Test func aScopeIsFoldedIntoOneRowAndUnfolded() {
    var driver = Driver(Self.scoped)
    driver.type("g ")
    #expect(Self.rows(driver).prefix(2) == [" ✓ ▸ net/b0/u0/ 2<", " ✓ net/b0/u1/conv"])
    driver.type("j")
    #expect(driver.state.lookedAt?.name == "net/b0/u1/conv")
    driver.type("k<Left>")
    #expect(Self.rows(driver).prefix(2) == [" ✓ ▸ net/b0/ 6<", " ✓ net/b1/u0/conv"])
    driver.type("h")
    #expect(Self.rows(driver) == ["▶✗ ▸ net/ 24 ✗7 first b1/u2/norm<!", " · logits"])
    driver.type("<Right>l<Space>")
    #expect(Self.rows(driver).first == " ✓ net/b0/u0/conv<")
    #expect(Self.rows(driver).count == 25)
  }

  @Test func noDivergenceIsHiddenWithoutItsRowSayingSo() throws {
    var driver = Driver(Self.scoped)
    driver.type("gZ")
    let rows = EndpointList.rows(driver.state, width: 40, height: 30, glyphs: .unicode)
    #expect(rows.map(\.isFirstDivergence) == [false, true, false, false, false])
    #expect(rows[1].pieces.map(\.text).joined().contains("net/b1/ 6 ✗1"))
    #expect(rows[1].tail.text == "5.0e-01" && rows[1].tail.role == .mismatch)
    #expect(rows[3].pieces.map(\.text).joined().contains("net/b3/ 6 ✗6"))
    for width in [12, 20, 28] {
      for row in EndpointList.rows(driver.state, width: width, height: 30, glyphs: .ascii) where row.isFirstDivergence {
        #expect(row.pieces.map(\.text).joined().contains("X1"))
      }
    }
    driver.type("j")
    #expect(driver.state.lookedAt?.name == "net/b1/u2/norm", "the fold stands for where it differs")
    driver.type("Z")
    #expect(Self.rows(driver).count == 25)
  }

  @Test func whatGoesToARowInAFoldShowsIt() {
    for (keys, name) in [
      ("d", "net/b1/u2/norm"), ("]", "net/b1/u2/norm"), ("/u1/norm<Enter>", "net/b0/u1/norm"),
      (":goto net/b2/u0/conv<Enter>", "net/b2/u0/conv"),
    ] {
      var driver = Driver(Self.scoped)
      driver.type("gZ\(keys)")
      #expect(driver.state.lookedAt?.name == name, "\(keys)")
      #expect(driver.state.fold(ofRow: driver.state.endpointCursor.index) == nil, "\(keys)")
    }
  }

  @Test func aRunThatIsFollowedGoesOnInAFold() {
    var early = Self.scoped
    early.position = 8
    var driver = Driver(early)
    driver.type("Z")
    early.position = 9
    _ = driver.snapshot(early)
    #expect(driver.state.lookedAt?.name == "net/b1/u1/conv")
    #expect(Self.rows(driver)[1].hasPrefix("▶✗ ▸ net/b1/"))
    #expect(Self.rows(driver)[1].contains("<"))
  }

  @Test func foldsAndMismatchesAloneGoTogether() {
    var driver = Driver(Self.scoped)
    driver.type("Zxg")
    let rows = Self.rows(driver).map { $0.replacing("▶", with: " ") }
    #expect(rows.count == 2 && rows[0].contains("net/b1/") && rows[1].contains("net/b3/"))
  }

  @Test func whereThereIsNothingToFoldThatIsSaid() {
    var plain = Driver(Fixture.diverged)
    plain.type("<Space>")
    #expect(plain.state.message?.text == "There is no scope here that other rows are in as well")
    var driver = Driver(Self.scoped)
    driver.type("o<Space>")
    #expect(
      driver.state.message?.text == "Sorted by error the list has no scopes; o lists it in the order of the run again")
    driver.type("ol")
    #expect(driver.state.message?.text == "There is nothing folded here; ← or Space folds the scope of the row")
    #expect(driver.screen().contains("Space fold") && !plain.screen().contains("Space fold"))
  }

  @Test func aClickGoesToTheFoldThatIsSeen() throws {
    var driver = Driver(Self.scoped)
    driver.type("gZ")
    let list = try #require(driver.state.layout.panes[.endpoints])
    driver.send(.input(.mouse(MouseEvent(kind: .press, location: Point(column: list.column + 4, row: list.row + 4)))))
    #expect(driver.state.lookedAt?.name == "net/b3/u0/conv")
    #expect(Self.rows(driver)[3].contains("net/b3/ 6 ✗6"))
  }
}
