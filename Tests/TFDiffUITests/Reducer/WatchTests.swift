import Foundation
import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import Testing

/// Protects: a watched element shows both sides and how far they are apart wherever the run is, a watched measure is taken of
/// every recorded layer, and watches are remembered, gone to and given up.
@Suite struct WatchTests {
  private static func line(_ driver: Driver, _ index: Int = 0) -> String { driver.state.bottomText(.watch, index) }

  @Test func anElementShowsBothSidesAndFollowsTheRun() throws {
    var driver = Driver(Fixture.passed(7, phase: .paused(.step)))
    #expect(driver.type(":watch mixed_5b[0,17,3,2]<Enter>") == [.saveSettings])
    #expect(driver.state.tab == .watch)
    #expect(Self.line(driver) == "1  Mixed_5b[0, 17, 3, 2]  not run yet")
    _ = driver.snapshot(Fixture.diverged)
    let tensors = try #require(driver.state.subject?.pair)
    let position = tensors.shape.position(of: [0, 17, 3, 2])
    let (a, b) = (tensors.reference.text(at: position), tensors.candidate.text(at: position))
    #expect(Self.line(driver) == "1  Mixed_5b[0, 17, 3, 2]  reference \(a)  candidate \(b)  |a−b| 3.2e-02 ✗ ")
    driver.type("g")
    #expect(Self.line(driver).contains("3.2e-02"))
  }

  @Test func whereThereIsLittleRoomTheDifferenceIsStillShown() {
    var driver = Driver(Fixture.diverged, columns: 80, rows: 24)
    driver.type(":watch Mixed_5b[0,17,3,2]<Enter>9")
    #expect(driver.screen().contains(" and ") && driver.screen().contains("|a−b| 3.2e-02 ✗"))
  }

  @Test func anElementWithoutANameIsThatOfWhatIsLookedAt() {
    var driver = Driver(Fixture.diverged)
    driver.type(":watch [0,0,0,-1]<Enter>")
    #expect(Self.line(driver).hasSuffix("|a−b| 0 ✓  in Mixed_5b"))
    driver.type(":goto Conv2d_1a_3x3<Enter>")
    #expect(Self.line(driver).hasSuffix(" in Conv2d_1a_3x3"))
    driver.type(":watch [5,5]<Enter>")
    #expect(Self.line(driver, 1).contains("not in the shape [1, 6, 6, 4]"))
  }

  @Test func theElementUnderTheCursorIsWatched() {
    var driver = Driver(Fixture.diverged)
    driver.type("<Tab>W")
    #expect(driver.state.watches == [.element([0, 17, 3, 2], ofEndpoint: "Mixed_5b")])
    driver.type("W")
    #expect(driver.state.watches.count == 1)
    #expect(driver.state.message?.text == "Mixed_5b[0, 17, 3, 2] is watched already")
  }

  @Test func insideAnEndpointItIsTheElementOfWhateverIsLookedAt() {
    var driver = Driver(Fixture.recorded)
    driver.type("ds<Tab>W")
    #expect(driver.state.watches == [.element([0, 0, 0, 0], ofEndpoint: nil)])
    #expect(Self.line(driver).contains("|a−b| 4.0e-04 ✗"))
  }

  @Test func aBoundIsHeldAgainstEveryLayer() {
    var driver = Driver(Fixture.diverged)
    driver.type(":watch max_abs > 1e-4<Enter>")
    #expect(Self.line(driver).hasPrefix("1  max_abs > 0.0001  1 of 8, first Mixed_5b  here 0.032"))
    driver.type(":watch max_abs>1<Enter>")
    #expect(Self.line(driver, 1).contains("0 of 8  here"))
    var none = Driver(Fixture.ready)
    none.type(":watch max_abs > 1e-4<Enter>")
    #expect(Self.line(none).hasSuffix("not run yet"))
  }

  @Test func aStatisticShowsBothSidesOfWhatIsLookedAt() throws {
    var driver = Driver(Fixture.diverged)
    driver.type(":watch mean<Enter>")
    let row = try #require(driver.state.lookedAt)
    let (a, b) = try (#require(row.reference).statistics.mean, #require(row.candidate).statistics.mean)
    #expect(a != b)
    let words = "here \(NumberText.statistic(a)) and \(NumberText.statistic(b))"
    #expect(Self.line(driver).contains(words))
  }

  @Test func whatIsNoNumberIsBeyondAnyBound() {
    var debugger = Fixture.passed(3, phase: .paused(.step))
    let bad = Fixture.tensor([2]) { $0 == 0 ? .nan : 1 }
    debugger.endpoints[1] = Fixture.row("Conv2d_2a_3x3", reference: bad, candidate: Fixture.tensor([2]) { _ in 1 })
    var driver = Driver(debugger)
    driver.type(":watch nan > 0<Enter>:watch max_abs > 1e30<Enter>")
    #expect(Self.line(driver).contains("1 of 3, first Conv2d_2a_3x3"))
    #expect(Self.line(driver, 1).contains("1 of 3, first Conv2d_2a_3x3"))
  }

  @Test func enterGoesToWhatIsWatched() {
    var driver = Driver(Fixture.diverged)
    driver.type(":watch Mixed_5b[0,20,1,1]<Enter>:watch max_abs > 1e-8<Enter>:watch max_abs<Enter>g9g<Enter>")
    #expect(driver.state.focus == .reference)
    #expect(driver.state.view?.cursor == driver.state.view?.window.shape.position(of: [0, 20, 1, 1]))
    driver.type("9j<Enter>")
    let first = driver.state.lookedAt?.name
    driver.type("<Enter>")
    #expect(first == "Conv2d_1a_3x3" && driver.state.lookedAt?.name == "Conv2d_2a_3x3")
    driver.type("j<Enter>")
    #expect(driver.state.lookedAt?.name == "Mixed_5b")
    driver.type("<C-o>")
    #expect(driver.state.lookedAt?.name == "Conv2d_2a_3x3")
  }

  @Test func watchesAreGivenUp() {
    var driver = Driver(Fixture.diverged)
    driver.type("<Delete>")
    #expect(driver.state.message?.text == "There is no watch here; 9 shows them, and :watch adds one")
    driver.type(":watch mean<Enter>:watch std<Enter>:watch max<Enter>9g<Delete>")
    #expect(driver.state.watches.map(\.description) == ["std", "max"])
    driver.type(":unwatch 7<Enter>")
    #expect(driver.state.message?.text == "No watch 7; they are 1 to 2")
    driver.type(":unwatch 2<Enter>")
    #expect(driver.state.watches.map(\.description) == ["std"])
    #expect(driver.type(":unwatch all<Enter>") == [.saveSettings])
    #expect(driver.state.watches.isEmpty)
  }

  @Test func watchesAreRemembered() throws {
    var driver = Driver(Fixture.diverged)
    #expect(driver.state.settings.watches == nil)
    driver.type(":watch mean >= -1e-5<Enter>:watch Mixed_5b[0,1,2,-3]<Enter>:watch [1]<Enter>")
    let kept = try JSONDecoder().decode(Settings.self, from: JSONEncoder().encode(driver.state.settings))
    var next = Driver(Fixture.ready)
    next.state.apply(kept)
    #expect(next.state.watches == driver.state.watches && next.state.watches.count == 3)
    var spoilt = kept
    spoilt.watches = ["max_abs > ", "mean"]
    next.state.apply(spoilt)
    #expect(next.state.watches == [.measure(.mean, nil)])
  }

  @Test(arguments: [
    ("meam", "‘meam’ measures nothing; did you mean ‘mean’?"),
    ("a[0,:]", "‘[0,:]’ is no element; write ENDPOINT[0,2,0,9], with one index a dimension"),
    ("max_abs = 1", "‘max_abs = 1’ compares nothing; write max_abs > 1e-4, or with <, >= or <="),
    ("max_abs > much", "‘much’ is not a number to compare with; write max_abs > 1e-4"),
  ])
  func whatCannotBeWatchedIsExplained(text: String, words: String) {
    var driver = Driver(Fixture.diverged)
    #expect(driver.type(":watch \(text)<Enter>").isEmpty)
    #expect(driver.state.message?.text == words)
  }

  @Test func aNameThatIsNotKnownYetIsWatchedAllTheSame() {
    var driver = Driver(Fixture.diverged)
    driver.type(":watch Mixed_5c[0]<Enter>")
    #expect(
      driver.state.message?.text.hasPrefix("Watching Mixed_5c[0]; no endpoint known so far has that name") == true)
    #expect(Self.line(driver).hasSuffix("no endpoint so far has that name"))
  }

  @Test func theTabIsDrawnAtEverySize() {
    for (columns, rows) in [(40, 10), (60, 14), (80, 24), (120, 40)] {
      var driver = Driver(Fixture.diverged, columns: columns, rows: rows)
      driver.type(":watch max_abs > 1e-4<Enter>:watch [0,0,0,0]<Enter>:watch std<Enter>9")
      let screen = driver.screen()
      #expect(screen.lines.allSatisfy { $0.displayWidth == columns })
      #expect(screen.contains("1  max"))
    }
  }
}
