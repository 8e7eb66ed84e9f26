import TFDiffTerminal
import TFDiffUI
import Testing

/// Protects: each colour becomes the nearest one the terminal has, text stays legible in few of them,
/// and colour pairs are reused in turn.
@Suite struct ColorTests {
  private func pair(_ depth: ColorDepth, _ foreground: Color, _ background: Color = .default) -> ColorPair {
    ColorReducer(depth: depth, hasDefaultColors: true).pair(foreground: foreground, background: background)
  }

  /// The quick search must find what looking at all 240 would.
  @Test func nearestOf256IsTheNearest() {
    for red in stride(from: 0, through: 255, by: 17) {
      for green in stride(from: 0, through: 255, by: 17) {
        for blue in stride(from: 0, through: 255, by: 17) {
          let color = XtermPalette.RGB(red, green, blue)
          let distance = { (index: Int) in XtermPalette.color(UInt8(index)).squaredDistance(to: color) }
          let found = XtermPalette.nearest(to: color)
          let best = (16..<256).map(distance).min()
          #expect(distance(found) == best, "\(color) became \(found)")
        }
      }
    }
  }

  @Test func paletteHasXtermsValues() {
    #expect(XtermPalette.color(16) == XtermPalette.RGB(0, 0, 0))
    #expect(XtermPalette.color(214) == XtermPalette.RGB(255, 175, 0))
    #expect(XtermPalette.color(231) == XtermPalette.RGB(255, 255, 255))
    #expect(XtermPalette.color(232) == XtermPalette.RGB(8, 8, 8))
    #expect(XtermPalette.color(255) == XtermPalette.RGB(238, 238, 238))
  }

  @Test func eachDepthHasItsNumbers() {
    #expect(pair(.trueColor, .rgb(1, 2, 3)).foreground == 0x010203)
    #expect(pair(.trueColor, .indexed(214)).foreground == 0xFFAF00)
    #expect(pair(.palette256, .rgb(255, 175, 0)).foreground == 214)
    #expect(pair(.palette256, .indexed(3)).foreground == 3)
    #expect(pair(.eight, .rgb(255, 160, 60)).foreground == 3)
    #expect(pair(.eight, .rgb(80, 160, 255)).foreground == 6)
    #expect(pair(.eight, .indexed(9)).foreground == 1)
    #expect(pair(.none, .rgb(255, 0, 0), .indexed(4)) == .standard)
    #expect(ColorDepth.allCases.allSatisfy { pair($0, .default) == .standard })
  }

  /// In direct-colour descriptions 1…7 name ANSI's colours: a nearly black blue must not become red.
  @Test func darkestBluesAreNotAnsiColors() {
    for blue: UInt8 in 1..<8 {
      #expect([0, 8].contains(pair(.trueColor, .rgb(0, 0, blue)).foreground))
    }
  }

  @Test func textStaysLegibleInEightColors() {
    #expect(pair(.eight, .rgb(60, 60, 60)).foreground == -1)
    #expect(pair(.eight, .rgb(60, 60, 60), .rgb(20, 20, 20)) == ColorPair(foreground: 7, background: 0))
    #expect(pair(.eight, .rgb(200, 200, 200), .rgb(240, 240, 240)) == ColorPair(foreground: 0, background: 7))
    // The same colour twice is meant.
    #expect(pair(.eight, .rgb(9, 9, 9), .rgb(9, 9, 9)) == ColorPair(foreground: 0, background: 0))
  }

  @Test func terminalsWithoutDefaultColorsGetWhiteOnBlack() {
    let reducer = ColorReducer(depth: .eight, hasDefaultColors: false)
    let pair = reducer.pair(foreground: .default, background: .default)
    #expect(pair == ColorPair(foreground: 7, background: 0))
  }

  @Test func pairsAreReusedLeastRecentlyUsedFirst() {
    var table = PairTable(pairCount: 4)
    let pairs = (0..<5).map { ColorPair(foreground: Int32($0), background: -1) }
    #expect((0..<3).map { table.number(for: pairs[$0]) { [] } } == [.define(1), .define(2), .define(3)])
    #expect(table.number(for: pairs[0]) { [] } == .known(1))
    #expect(table.number(for: pairs[3]) { [] } == .define(2))
    #expect(table.number(for: pairs[4]) { [pairs[2], pairs[3]] } == .define(1))
    #expect(table.number(for: pairs[0]) { Set(pairs[2...]) } == .full)
    #expect(table.number(for: pairs[2]) { [] } == .known(3))
  }
}
