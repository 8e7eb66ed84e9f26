import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import TFDiffViews
import Testing

/// Protects: the heat map shows where a fault is, also where it is everywhere, and the histogram colours mismatches and
/// nothing else.
@Suite struct PictureTests {
  /// An endpoint of 8 × 8 × 4, off everywhere, and twice as much in one corner.
  private static func driver(_ reference: (Int) -> Float, _ difference: (Int) -> Float, columns: Int = 120) -> Driver {
    var debugger = Fixture.diverged
    let shape: Shape = [1, 8, 8, 4]
    debugger.endpoints[7] = Fixture.row(
      "Mixed_5b", reference: Fixture.tensor(shape, reference),
      candidate: Fixture.tensor(shape) { reference($0) + difference($0) })
    return Driver(debugger, columns: columns, rows: 40)
  }

  /// The shades of the heat map's cells, by how often each is there.
  private static func shades(_ driver: Driver) -> [String: Int] {
    let screen = driver.screen()
    var found: [String: Int] = [:]
    guard let rect = driver.state.layout.panes[.difference]?.inside else { return [:] }
    let legend = (rect.row..<rect.endRow).first { row in
      (rect.column..<rect.endColumn).map { screen[$0, row].text }.joined().contains("|a−b|    elements")
    }
    for row in ((legend ?? rect.row) + 1)..<rect.endRow {
      for column in (rect.column + 37)..<rect.endColumn where "░▒▓█".contains(screen[column, row].text) {
        found[screen[column, row].text, default: 0] += 1
      }
    }
    return found
  }

  @Test func aFaultOfTheWholeLayerHasItsStructure() {
    let driver = Self.driver({ _ in 1 }) { $0 / 4 % 8 < 4 && $0 / 32 < 4 ? 0.2 : 0.1 }
    let shades = Self.shades(driver)
    #expect((shades["█"] ?? 0) > 0 && (shades["▒"] ?? 0) > 0, "\(shades)")
    #expect(driver.screen().contains("▒ 1.0e-01 █ 2.0e-01"))
    let even = Self.shades(Self.driver({ Float($0) }) { _ in 0.1 })
    #expect(Set(even.keys) == ["█"])
  }

  @Test func whatIsWithinTheToleranceStaysApart() {
    let driver = Self.driver({ _ in 1 }) { $0 / 32 < 4 ? 5e-6 : 0.1 }
    let shades = Self.shades(driver)
    #expect(Set(shades.keys) == ["░", "█"], "\(shades)")
  }

  @Test func rChangesWhatACellIs() {
    var driver = Self.driver({ _ in 1 }) { $0 % 4 == 0 ? 0.4 : 0 }
    #expect(driver.screen().contains("max |a−b|"))
    #expect(driver.type("r") == [.saveSettings])
    #expect(driver.screen().contains("mean |a−b|") && driver.screen().contains("█ 1.0e-01"))
    driver.type("r")
    #expect(driver.screen().contains("mismatched over 8×8") && driver.screen().contains("█ 25%"))
    #expect(driver.state.settings.reduction == "share")
    driver.type("r")
    #expect(driver.state.settings.reduction == nil)
    driver.send(.command("reduction mean"))
    #expect(driver.state.reduction == .mean)
    driver.send(.command("reduction median"))
    #expect(driver.state.message?.kind == .warning && driver.state.reduction == .mean)
    var next = Driver(Fixture.diverged)
    next.state.apply(driver.state.settings)
    #expect(next.state.reduction == .mean)
  }

  /// Ten times the atol may be within the tolerance of a large number, and is not coloured then.
  @Test func theHistogramColoursMismatchesAlone() {
    func colours(_ reference: @escaping (Int) -> Float, _ difference: @escaping (Int) -> Float) -> Set<Color> {
      let driver = Self.driver(reference, difference)
      let screen = driver.screen()
      var found: Set<Color> = []
      guard let rect = driver.state.layout.panes[.difference]?.inside else { return [] }
      for row in rect.row..<rect.endRow {
        for column in rect.column..<rect.column + 36 where screen[column, row].text == "▇" {
          found.insert(screen[column, row].style.foreground)
        }
      }
      return found
    }
    let sheet = StyleSheet(theme: BuiltInTheme.theme, capabilities: Capabilities())
    let (plain, marked) = (sheet[.bar].foreground, sheet[.barMismatch].foreground)
    #expect(colours({ _ in 1000 }) { $0 % 2 == 0 ? 5e-4 : 0 } == [plain])
    #expect(
      colours({ _ in 0.01 }) { _ in 5e-4 } == [plain, marked] || colours({ _ in 0.01 }) { _ in 5e-4 } == [marked])
    #expect(colours({ $0 % 2 == 0 ? 1000 : 0.01 }) { _ in 5e-4 } == [plain, marked])
  }

  /// While pictures are made for another tolerance the old ones stay.
  @Test func picturesStayWhileTheyAreMadeAnew() {
    var state = Self.driver({ _ in 1 }) { _ in 0.1 }.state
    var debugger = state.debugger
    debugger.tolerance.standard = Tolerance(rtol: 0, atol: 0.5)
    let effects = reduce(into: &state, .snapshot(runID: 1, debugger))
    #expect(effects.contains { if case .analyze = $0 { true } else { false } })
    let screen = render(state, theme: BuiltInTheme.theme, capabilities: Capabilities())
    #expect(!screen.contains("computing…") && screen.contains("|a−b|    elements"))
  }
}
