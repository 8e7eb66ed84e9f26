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

  /// An endpoint of a shape, off at every third element, in the pane of the reference.
  private static func driver(_ shape: Shape, _ columns: Int, _ rows: Int) -> Driver {
    var debugger = Fixture.diverged
    let reference = Fixture.tensor(shape) { Float($0) }
    let candidate = Fixture.tensor(shape) { Float($0) + ($0 % 3 == 1 ? 1 : 0) }
    debugger.endpoints[7] = Fixture.row("Mixed_5b", reference: reference, candidate: candidate)
    var driver = Driver(debugger, columns: columns, rows: rows)
    driver.type("<Tab>")
    return driver
  }

  /// Each key leads where it says in every dimension there is, stops at the ends, and the cell under the cursor is copied.
  @Test(arguments: [[], [1], [5], [1, 1], [2, 3, 4, 5, 6], [1, 1001]] as [Shape], [(120, 40), (80, 24), (40, 10)])
  func anyRankCanBeLookedAtAndMovedThrough(shape: Shape, size: (Int, Int)) throws {
    var driver = Self.driver(shape, size.0, size.1)
    let window = try #require(driver.state.view).window
    // The first of the greatest differences.
    var place = shape.index(at: shape.elementCount > 1 ? 1 : 0)
    #expect(Self.index(driver) == place)
    /// Moves by cells of the slice. A slice of one row goes on in the lines below: there a row is what a line holds.
    func press(_ keys: String, rows: Int = 0, columns: Int = 0) throws {
      let grid = try #require(driver.state.grid)
      driver.type(keys)
      let (down, right) = grid.isFlowing ? (0, columns + rows * grid.perLine) : (rows, columns)
      for (axis, step) in [(window.rowAxis, down), (window.columnAxis, right)] {
        if let axis { place[axis] = min(max(place[axis] + step, 0), shape[axis] - 1) }
      }
      #expect(Self.index(driver) == place, "\(keys)")
    }
    for _ in 0..<3 { try press("j", rows: 1) }
    for _ in 0..<2 { try press("l", columns: 1) }
    try press("h", columns: -1)
    try press("k", rows: -1)
    let far = shape.elementCount
    try press("<Home><Home><PageUp>", rows: -far, columns: -far)
    try press("<End><End><PageDown>", rows: far, columns: far)
    let next = (shape.position(of: place) + 1..<shape.elementCount).first { $0 % 3 == 1 } ?? 1
    driver.type("]")
    if shape.elementCount > 1 { place = shape.index(at: next) }
    #expect(Self.index(driver) == place)
    let copied = driver.type("y")
    let number = shape.position(of: place)
    guard case .copy(let text)? = copied.first, copied.count == 1 else {
      Issue.record("y asks for \(copied)")
      return
    }
    #expect(text.text == "\(Float(number))")
    #expect(driver.screen().lines.count == size.1)
  }

  /// The slabs that are held are gone through as an odometer counts, and none is left out.
  @Test(arguments: [[2, 3, 4, 5, 6], [3, 1, 1], [1, 2, 2, 1]] as [Shape])
  func everySlabIsReached(shape: Shape) throws {
    var driver = Self.driver(shape, 120, 40)
    let held = try #require(driver.state.view).window.heldAxes
    let slabs = held.map { shape[$0] }.reduce(1, *)
    #expect(slabs > 1)
    let start = Self.index(driver)
    var seen: Set<[Int]> = []
    for _ in 0..<slabs {
      driver.type("<gt>")
      let index = try #require(Self.index(driver))
      seen.insert(held.map { index[$0] })
    }
    #expect(seen.count == slabs)
    #expect(Self.index(driver) == start)
  }

  @Test func aTensorWithoutElementsHasNoCell() {
    var driver = Self.driver([3, 0], 120, 40)
    #expect(driver.type("jjjllljhk<PageDown><PageUp><gt><lt>]][<End><End><Home><Home>y") == [])
    #expect(driver.state.view == nil)
    #expect(driver.screen().contains("[3, 0]"))
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
