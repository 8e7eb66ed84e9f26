import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import TFDiffViews
import Testing

/// Protects: the slice that both tensor panes share, where it opens, how its cursor moves, and that
/// both show the same cells of any shape.
@Suite struct TensorViewTests {
  private static func index(_ driver: Driver) -> [Int]? {
    driver.state.view.map { $0.window.shape.index(at: $0.cursor) }
  }

  @Test func aDivergedEndpointOpensAtItsGreatestDifference() {
    #expect(Self.index(Driver()) == [0, 17, 3, 2])
  }

  @Test func arrowsMoveByCellsAndScroll() {
    var driver = Driver()
    driver.type("<Tab>jl")
    #expect(Self.index(driver) == [0, 17, 4, 3])
    driver.type("hhhhk")
    #expect(Self.index(driver) == [0, 17, 3, 0])
    for _ in 0..<40 { driver.type("j") }
    #expect(Self.index(driver) == [0, 17, 34, 0])
    #expect(driver.screen().contains("34"))
    driver.type("<End>")
    #expect(Self.index(driver) == [0, 17, 34, 7])
    driver.type("<Home><Home>")
    #expect(Self.index(driver) == [0, 17, 0, 0])
  }

  @Test func slabsCountLikeAnOdometer() {
    var driver = Driver()
    driver.type("<Tab><gt>")
    #expect(Self.index(driver) == [0, 18, 3, 2])
    driver.type("<lt><lt>")
    #expect(Self.index(driver) == [0, 16, 3, 2])
    for _ in 0..<17 { driver.type("<lt>") }
    #expect(Self.index(driver) == [0, 34, 3, 2])
  }

  @Test func nextAndPreviousMismatchWalkTheCells() throws {
    var driver = Driver()
    let pair = try #require(driver.state.subject?.pair)
    let start = try #require(driver.state.view?.cursor)
    driver.type("<Tab>]")
    let next = try #require(driver.state.view?.cursor)
    #expect(next == pair.nextMismatch(after: start, tolerance: .standard))
    #expect(pair.isMismatch(at: next, tolerance: .standard))
    driver.type("[")
    #expect(driver.state.view?.cursor == start)
  }

  @Test func aMatchHasNoMismatchToGoTo() {
    var driver = Driver(Fixture.finishedEqual)
    driver.type("<Tab>")
    driver.expect("]") { $0.message = Message("No mismatch so far", kind: .warning) }
  }

  @Test func slicesAreNumPys() {
    var driver = Driver()
    driver.send(.command("slice [0,:,1:5,3]"))
    #expect(driver.state.view?.window.rowAxis == 1)
    #expect(driver.state.view?.window.columnAxis == 2)
    #expect(Self.index(driver) == [0, 0, 1, 3])
    #expect(driver.screen().contains("[0, 0:6, 1:4, 3]"))
    driver.send(.command("[0, -1]"))
    #expect(Self.index(driver) == [0, 34, 0, 0])
    driver.send(.command("slice"))
    #expect(Self.index(driver) == [0, 0, 0, 0])
    for bad in ["slice [0,", "slice 3", "slice [99]", "slice [0,0,0,0,0]", "slice [0,5:5]"] {
      driver.send(.command(bad))
      #expect(driver.state.message?.kind == .warning, "\(bad)")
      #expect(Self.index(driver) == [0, 0, 0, 0], "\(bad)")
    }
  }

  @Test func printTensorGoesThere() {
    var driver = Driver()
    driver.send(.command("pt Conv2d_2a_3x3[0,1,:,:]"))
    #expect(driver.state.subject?.name == "Conv2d_2a_3x3")
    #expect(driver.state.focus == .reference)
    #expect(Self.index(driver) == [0, 1, 0, 0])
    driver.send(.command("pt Mixed_6a"))
    #expect(driver.state.message?.text == "Mixed_6a has not been run; u runs until it")
    driver.send(.command("pt Mixed_5x"))
    #expect(driver.state.message?.text == "No endpoint ‘Mixed_5x’; did you mean ‘Mixed_5b’?")
  }

  @Test func bothPanesShowTheSameCellsAndMarkTheSame() throws {
    for (columns, rows) in [(120, 40), (121, 40), (80, 24), (99, 31), (200, 60)] {
      var driver = Driver(columns: columns, rows: rows)
      driver.type("<Tab>")
      let layout = driver.state.layout
      let a = try #require(layout.panes[.reference])
      let b = try #require(layout.panes[.candidate])
      let screen = driver.screen()
      let marks = [a, b].map { rect in
        (rect.row..<rect.endRow).map { row in
          (rect.column..<rect.endColumn).filter { screen[$0, row].text == "«" }.count
        }
      }
      #expect(marks[0] == marks[1], "\(columns)x\(rows)")
      #expect(marks[0].contains { $0 > 0 }, "\(columns)x\(rows)")
    }
  }

  @Test func theViewOfEachEndpointIsKept() {
    var driver = Driver()
    driver.type("<Tab>jjl<S-Tab>kj")
    #expect(Self.index(driver) == [0, 17, 5, 3])
  }

  @Test(arguments: [[], [1], [5], [3, 0], [1, 1], [2, 3, 4, 5, 6], [1, 1001]] as [Shape])
  func anyRankCanBeLookedAtAndMovedThrough(shape: Shape) throws {
    var debugger = Fixture.diverged
    let reference = Fixture.tensor(shape) { Float($0) }
    let candidate = Fixture.tensor(shape) { Float($0) + ($0 % 3 == 1 ? 1 : 0) }
    debugger.endpoints[7] = Fixture.row("Mixed_5b", reference: reference, candidate: candidate)
    for size in [(120, 40), (80, 24), (40, 10)] {
      var driver = Driver(debugger, columns: size.0, rows: size.1)
      driver.type("<Tab>jjjllljhk<PageDown><PageUp><gt><lt>]][<End><End><Home><Home>y")
      if let cursor = driver.state.view?.cursor {
        #expect(cursor >= 0 && cursor < max(shape.elementCount, 1))
      }
      #expect(driver.screen().lines.count == size.1)
    }
  }

  @Test func differingShapesAndMissingSidesAreSaid() {
    var debugger = Fixture.diverged
    debugger.endpoints[7] = Fixture.row(
      "Mixed_5b", reference: Fixture.tensor([2, 3]) { Float($0) },
      candidate: Fixture.tensor([3, 2]) { Float($0) })
    #expect(Driver(debugger).screen().contains("Shapes differ: [2, 3] and [3, 2]"))
    debugger.endpoints[7].candidate = nil
    debugger.endpoints[7].isExpected = true
    debugger.endpoints[7].status = .missingCandidate
    let screen = Driver(debugger).screen()
    #expect(screen.contains("Only the reference has it."))
    #expect(screen.contains("not in this run"))
  }

  @Test func analysisIsAskedForOnceAndNotWhileRunning() {
    var state = AppState(debugger: Fixture.ready, size: Size(columns: 120, rows: 40))
    let asked = reduce(into: &state, .snapshot(runID: 1, Fixture.diverged)).filter { effect in
      if case .analyze = effect { true } else { false }
    }
    guard case .analyze(let request)? = asked.first, asked.count == 1 else {
      Issue.record("asked for \(asked.count) things")
      return
    }
    #expect(reduce(into: &state, .snapshot(runID: 1, Fixture.diverged)) == [])
    #expect(render(state, theme: BuiltInTheme.theme, capabilities: Capabilities()).contains("computing…"))
    _ = reduce(into: &state, .analyzed(request.run()))
    #expect(!render(state, theme: BuiltInTheme.theme, capabilities: Capabilities()).contains("computing…"))
    var running = Fixture.passed(7, phase: .running("x"))
    running.endpoints[3] = running.endpoints[2]
    #expect(reduce(into: &state, .snapshot(runID: 1, running)) == [])
    // An analysis of what is no longer looked at is not taken.
    let shown = state.analysis?.histogram
    _ = reduce(into: &state, .snapshot(runID: 1, Fixture.passed(2, phase: .paused(.step))))
    _ = reduce(into: &state, .analyzed(request.run()))
    #expect(state.analysis?.histogram == shown)
  }
}
