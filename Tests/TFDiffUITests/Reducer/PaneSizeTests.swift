import Foundation
import TFDiffDebugger
import TFDiffUI
import Testing

/// Protects: panes are made larger and smaller as far as there is room, at every size of the screen, and stay so.
@Suite struct PaneSizeTests {
  private static func size(_ driver: Driver, _ focus: Focus) -> Rect? { driver.state.layout.panes[focus] }

  @Test(arguments: [Focus.endpoints, .reference, .candidate, .difference, .bottom])
  func theFocusedPaneGrowsAndShrinks(focus: Focus) throws {
    var driver = Driver(Fixture.diverged)
    driver.state.focus = focus
    let before = try #require(Self.size(driver, focus))
    #expect(driver.type("+") == [.saveSettings])
    let larger = try #require(Self.size(driver, focus))
    #expect(larger.columns * larger.rows > before.columns * before.rows)
    driver.type("-")
    #expect(Self.size(driver, focus) == before)
    driver.type("-")
    let smaller = try #require(Self.size(driver, focus))
    #expect(smaller.columns * smaller.rows < before.columns * before.rows)
    driver.type("=")
    #expect(Self.size(driver, focus) == before && driver.state.settings.paneSizes == nil)
  }

  @Test func noPaneIsSqueezedOutHoweverOftenAKeyIsPressed() {
    for (columns, rows) in [(76, 20), (80, 24), (120, 40), (200, 60)] {
      for focus in Focus.allCases {
        for key in ["+", "-"] {
          var driver = Driver(Fixture.diverged, columns: columns, rows: rows)
          driver.state.focus = focus
          driver.type(String(repeating: key, count: 60))
          #expect(
            driver.state.message?.text == "The panes have no more room to give", "\(columns)×\(rows) \(focus) \(key)")
          let panes = driver.state.layout.panes
          #expect(panes.count == 5 && panes.values.allSatisfy { $0.rows >= 3 && $0.columns >= 20 }, "\(panes)")
          let area = panes.values.reduce(0) { $0 + $1.columns * $1.rows }
          #expect(area == columns * (rows - 2), "\(columns)×\(rows) \(focus) \(key): \(panes)")
          #expect(driver.screen().lines.allSatisfy { $0.displayWidth == columns })
        }
      }
    }
  }

  @Test func sizesAreRememberedAndDoNoHarmWhereTheyAreSpoilt() throws {
    var driver = Driver(Fixture.diverged)
    driver.type("+++")
    let kept = try JSONDecoder().decode(Settings.self, from: JSONEncoder().encode(driver.state.settings))
    var next = Driver(Fixture.diverged)
    next.state.apply(kept)
    #expect(next.state.layout.panes == driver.state.layout.panes)
    let spoilt = #"{"list": 9223372036854775807, "tensors": -9223372036854775808, "tabs": 5}"#
    var other = kept
    other.paneSizes = try JSONDecoder().decode(PaneSizes.self, from: Data(spoilt.utf8))
    next.state.apply(other)
    #expect(next.state.layout.panes.values.allSatisfy { $0.rows >= 3 && $0.columns >= 20 })
  }

  @Test func aPaneAloneHasOneSize() {
    var driver = Driver(Fixture.diverged, columns: 50, rows: 14)
    driver.type("+")
    #expect(driver.state.message?.text == "There is no other pane here to take room from")
    var zoomed = Driver(Fixture.diverged)
    zoomed.type("z+")
    #expect(zoomed.state.message?.text == "There is no other pane here to take room from")
  }

  @Test func aLargeScreenIsUsed() throws {
    let usual = Driver(Fixture.diverged)
    let large = Driver(Fixture.diverged, columns: 200, rows: 60)
    for focus in Focus.allCases {
      let (a, b) = try (#require(Self.size(usual, focus)), #require(Self.size(large, focus)))
      #expect(b.rows > a.rows && b.columns > a.columns, "\(focus)")
    }
    let digits = { (driver: Driver) in driver.screen().lines[4].filter(\.isNumber).count }
    #expect(digits(large) > digits(usual))
  }
}
