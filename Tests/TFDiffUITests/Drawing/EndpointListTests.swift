import TFDiffDebugger
import TFDiffUI
import TFDiffViews
import Testing

/// Protects: a row of the list tells verdict, breakpoint and where the run is at once, how great its error is beside the
/// others', and its name from those beside it.
@Suite struct EndpointListTests {
  private static func rows(_ debugger: DebuggerState, width: Int = 30) -> [EndpointList.Row] {
    let driver = Driver(debugger)
    return EndpointList.rows(driver.state, width: width, height: 30, glyphs: .unicode)
  }

  private static func gutter(_ row: EndpointList.Row) -> String { row.pieces.prefix(3).map(\.text).joined() }

  @Test func aBreakpointHidesNeitherTheVerdictNorWhereTheRunIs() {
    var debugger = Fixture.diverged
    for name in ["Conv2d_1a_3x3", "Mixed_5b", "Mixed_6a"] { debugger.addBreakpoint(.name(glob: name)) }
    let rows = Self.rows(debugger)
    #expect(Self.gutter(rows[0]) == "◆✓ ")
    #expect(Self.gutter(rows[1]) == " ✓ ")
    #expect(Self.gutter(rows[7]) == "▶✗◆")
    #expect(Self.gutter(rows[8]) == "◆· ")
    #expect(rows.allSatisfy { $0.pieces.count == 4 })
  }

  @Test func whatANameSharesWithTheOneAboveStandsBack() {
    var debugger = Fixture.passed(4, phase: .paused(.step))
    for (index, name) in ["net/a/conv", "net/a/norm", "net/b/conv", "top"].enumerated() {
      debugger.endpoints[index].name = name
    }
    let rows = Self.rows(debugger, width: 40)
    let names = rows.prefix(4).map { row in row.pieces.dropFirst(3).map { "\($0.role == .muted ? "-" : "")\($0.text)" }
    }
    #expect(names == [["net/a/conv"], ["-net/a/", "norm"], ["-net/", "b/conv"], ["top"]])
  }

  @Test func barsGrowWithTheDecadesOfTheError() {
    for glyphs in [Glyphs.unicode, .ascii] {
      let scale = ErrorScale([0, 1e-7, 1e-5, 1e-3, 0.1, .nan, .infinity])
      let lengths = [1e-7, 1e-5, 1e-3, 0.1].map { scale.share(of: $0) }
      #expect(lengths == lengths.sorted() && Set(lengths).count == 4)
      #expect(glyphs.bar(scale.share(of: 0), cells: 4).isEmpty)
      #expect(glyphs.bar(lengths[0], cells: 4).count == 1)
      #expect(glyphs.bar(lengths[3], cells: 4).count == 4)
      #expect(glyphs.bar(scale.share(of: .nan), cells: 4) == glyphs.bar(1, cells: 4))
      #expect(glyphs.bar(1e-9, cells: 4).count == 1)
    }
    #expect(ErrorScale([]).share(of: 0) == 0)
    #expect(ErrorScale([0.25]).share(of: 0.25) == 1)
  }

  @Test func namesAreToldApartByWhatTheyDoNotShare() {
    var debugger = Fixture.many(6, passed: 6)
    let scope = "InceptionResnetV2/InceptionResnetV2/Repeat/"
    let names = ["block35_1/Conv2d_1x1", "block35_1/Conv2d_3x3", "block35_2/Conv2d_1x1", "block35_2/Conv2d_3x3"]
    for (index, name) in names.enumerated() { debugger.endpoints[index].name = scope + name }
    debugger.endpoints[4].name = "logits"
    debugger.endpoints[5].name = "tower/a_layer_whose_name_is_long/and_has_an_end"
    let rows = Self.rows(debugger)
    #expect(rows[0].pieces.last?.text == "…/block35_1/Conv2d_1x1")
    #expect(rows[4].pieces.last?.text == "logits")
    for width in [25, 26, 30, 44] {
      let shown = Self.rows(debugger, width: width).map { $0.pieces.dropFirst(3).map(\.text).joined() }
      #expect(Set(shown).count == 6, "\(width): \(shown)")
      #expect(shown.allSatisfy { $0.displayWidth <= width })
    }
  }

  @Test func whatHalfOfTheNamesBeginWithIsShared() {
    #expect(SharedPrefix.find([]) == "")
    #expect(SharedPrefix.find(["a/b"]) == "")
    #expect(SharedPrefix.find(["a/b", "a/c", "d"]) == "a/")
    #expect(SharedPrefix.find(["a/b/x", "a/b/y", "a/c", "d"]) == "a/b/")
    #expect(SharedPrefix.find(["a/b", "c/d", "e/f"]) == "")
    #expect(SharedPrefix.find(["//", "//", "/"]) == "//")
  }
}
