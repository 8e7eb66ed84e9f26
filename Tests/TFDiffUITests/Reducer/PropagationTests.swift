import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import Testing

/// Protects: what each layer adds is asked for by a key, shown in the Why tab with a bar a layer, and refused where it cannot be had.
@Suite struct PropagationScreenTests {
  static let propagation: Propagation = {
    func row(_ name: String, _ errorIn: Double?, _ out: Double?, _ own: Double?, _ noise: Double?) -> PropagationRow {
      var row = PropagationRow(endpoint: name, inputs: [], flow: .recorded)
      (row.errorIn, row.errorOut, row.ownError, row.noise) = (errorIn, out, own, noise)
      return row
    }
    var rows = [
      row("Conv2d_1a_3x3", 0, 1.8e-7, 1.8e-7, 1e-6), row("Conv2d_2a_3x3", 1.8e-7, 4e-6, 3.9e-6, 1e-6),
      row("MaxPool_3a_3x3", 4e-6, 4e-6, 0, 1e-7), row("Mixed_5b", 4e-6, 0.24, 1e-6, 1e-5),
      row("Mixed_6a", 0.24, nil, nil, nil),
    ]
    rows[1].isOrigin = true
    rows[4].note = "the two sides' shapes differ"
    return Propagation(rows: rows)
  }()

  static func diverged(_ propagation: Propagation?) -> DebuggerState {
    var state = Fixture.diverged
    state.propagation = propagation
    return state
  }

  @Test func aKeyAsksForItAndTheAnswerIsShown() throws {
    var driver = Driver(Fixture.diverged)
    #expect(driver.type("p") == [.run(.propagate)])
    #expect(driver.state.isBusy && driver.state.tab == .why)
    #expect(driver.screen().lines.joined().contains("Running on the reference's values"))
    _ = driver.snapshot(Self.diverged(Self.propagation))
    #expect(!driver.state.isBusy && !driver.state.isPropagating)
    let lines = driver.screen().lines
    #expect(lines.contains { $0.contains("Born at Conv2d_2a_3x3: own error 3.9e-06, noise 1.0e-06.") })
    #expect(lines.contains { $0.contains("error in") && $0.contains("own ▇ handed on ░") })
    let origin = try #require(lines.first { $0.contains("▶ Conv2d_2a_3x3") })
    #expect(
      origin.contains("1.8e-07") && origin.contains("4.0e-06") && origin.contains("3.9e-06") && origin.contains("×22.2")
    )
  }

  @Test func theGreaterErrorHasTheLongerBar() throws {
    var driver = Driver(Self.diverged(Self.propagation), columns: 120, rows: 60)
    driver.type("7")
    let lines = driver.screen().lines
    func bar(_ name: String, _ glyph: Character) throws -> Int {
      try #require(lines.last { $0.contains(name) && $0.contains("e-") }).count { $0 == glyph }
    }
    #expect(try bar("Conv2d_2a_3x3", "▇") > bar("Conv2d_1a_3x3", "▇"))
    #expect(try bar("Mixed_5b", "▇") < bar("Conv2d_2a_3x3", "▇"))
    #expect(try bar("Mixed_5b", "░") > 5)
    #expect(try bar("MaxPool_3a_3x3", "▇") == 0)
  }

  @Test func aTargetThatCannotRefuses() {
    var state = Fixture.diverged
    state.target.resyncObstacle = "a traced function tells its endpoints when it is over"
    var driver = Driver(state)
    #expect(driver.type("p") == [])
    #expect(driver.state.message?.text.contains("a traced function") == true)
  }

  @Test func anInterruptedOneShowsNothing() {
    var driver = Driver(Fixture.diverged)
    driver.type("p")
    #expect(driver.type("<C-c>") == [.cancelRun])
    _ = driver.snapshot(Fixture.diverged)
    #expect(!driver.state.isBusy && driver.state.debugger.propagation == nil)
  }

  @Test func itMakesWayForNothingAndComesAfterTheReason() {
    var driver = Driver(Fixture.diverged)
    driver.type("w")
    #expect(driver.type("p") == [.cancelRun])
    #expect(driver.snapshot(Fixture.diverged) == [.run(.propagate)])
  }
}
