import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import TFDiffViews
import Testing

/// Protects: names in any script keep the frame whole, at every size, folded, found and watched too.
@Suite struct NameWidthTests {
  private static let names = [
    "模型/层一/卷积", "模型/层一/归一化", "mode\u{301}le/cafe\u{301}/conv", "מודל/שכבה/קונבולוציה", "نموذج/طبقة/أول",
    "👩‍👩‍👧/🇫🇷/conv", "한국어/계층/합성곱/아주-긴-이름-하나-더-길게", "ｆｕｌｌ/ｗｉｄｔｈ", "ไทย/ชั้น", "a\u{202E}b/c",
  ]

  private static let debugger: DebuggerState = {
    var state = Fixture.passed(10, phase: .paused(.step))
    for (index, name) in names.enumerated() { state.endpoints[index].name = name }
    return state
  }()

  @Test(arguments: [(40, 10), (60, 14), (80, 24), (120, 40)])
  func theFrameStaysWhole(columns: Int, rows: Int) {
    for keys in [
      "", "Z", "x", "o", "/一<Enter>", "/n", ":watch [0,0,0,0]<Enter>9", ":goto 模型/层一/卷积<Enter>", "z", "B", "t",
    ] {
      for ascii in [false, true] {
        var driver = Driver(Self.debugger, columns: columns, rows: rows)
        driver.type("ggjjj\(keys)")
        let screen = driver.screen(capabilities: Capabilities(unicode: !ascii))
        GoldenInvariants.check(screen)
        for line in screen.lines { #expect(line.displayWidth == columns, "\(keys): \(line)") }
        guard columns >= 60, !ascii, ["", "x", "o"].contains(keys) else { continue }
        let edge = driver.state.layout.panes[.endpoints].map { $0.endColumn - 1 } ?? 0
        for row in 2..<6 { #expect("│█".contains(screen[edge, row].text), "\(screen.lines[row])") }
      }
    }
  }
}
