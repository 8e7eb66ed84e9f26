import Synchronization
import TFDiffDebugger
import TFDiffUI
import TFDiffViews
import Testing

/// Protects: who created a variable is shown where the run stops for it, with the runtime's frames
/// folded, and named once and not while the model runs.
@Suite struct StackTests {
  private func lines(_ driver: Driver) -> [String] {
    StackLines.lines(driver.state).map { $0.pieces.map(\.text).joined() }
  }

  private static let folded = [
    "✗ scaling/Variable  f32 []  created on call 2",
    "  BrokenScaling.swift:14 in call(_:)",
    "    ▶ let scale = Variable(1.0)  // a new one on each call",
    "  Models.swift:203 in forwardPass(_:)",
    "  … 12 runtime frames  Enter unfolds",
    "      12 │     // line 12",
    "      13 │     // line 13",
    "    ▶ 14 │     let scale = Variable(1.0)  // a new one on each call",
    "      15 │     // line 15",
    "      16 │     // line 16",
  ]

  @Test func whatWasCreatedAgainIsShownWhereNothingIsChosen() {
    var driver = Driver()
    driver.type("2")
    #expect(lines(driver) == Self.folded)
  }

  @Test func theRuntimesFramesUnfoldAndFold() {
    var driver = Driver()
    driver.type("2jjjj")
    driver.expect("<Enter>") { $0.unfoldedStacks = [Fixture.stack] }
    #expect(lines(driver).count == Self.folded.count + 12)
    #expect(lines(driver)[16] == "  /opt/runtime/Eager.swift:120 in dispatch(12)")
    driver.expect("<Enter>") { $0.unfoldedStacks = [] }
    driver.type("k")
    driver.expect("<Enter>") { $0.message = Message("Nothing to inspect here", kind: .warning) }
  }

  @Test func aChosenVariableShowsBothSides() {
    var driver = Driver()
    driver.type("1jj<Enter>")
    #expect(driver.state.tab == .stack)
    let name = "InceptionResnetV2/Conv2d_1a_3x3/weights"
    let sides = ["TF1 graph", "TF2 eager"].map { ["\($0) created \(name)  f32", "[3, 3, 3, 32]  on call 1"] }
    let beside = lines(driver)
    #expect(beside.count == 3 && beside[0].hasPrefix("TF1 graph created") && beside[0].contains("│ TF2 eager created"))
    let below = StackLines.lines(driver.state, width: 99).map { $0.pieces.map(\.text).joined() }
    #expect(
      below == sides.flatMap { [$0.joined(separator: " "), "  no call stack was recorded"] })
  }

  /// Whatever the width, nothing runs into the other side or out of the pane, and nothing is lost.
  @Test(arguments: [30, 76, 100, 118, 198])
  func linesFitThePane(width: Int) {
    var driver = Driver()
    driver.type("2")
    let lines = StackLines.lines(driver.state, width: width)
    for line in lines { #expect(line.pieces.reduce(0) { $0 + $1.text.displayWidth } <= width) }
    let words = lines.flatMap { $0.pieces }.map(\.text).joined().filter { $0 != " " }
    let all = Self.folded.joined().filter { $0 != " " }
    #expect(words == all)
  }

  @Test func filesOfOneNameAreToldApart() {
    let stack = CallStack([
      StackFrame(function: "a", file: "/p/one/net.py", line: 1),
      StackFrame(function: "b", file: "/p/two/net.py", line: 2),
      StackFrame(function: "c", file: "/p/main.py", line: 3),
    ])
    var debugger = Fixture.passed(3, phase: .paused(.step))
    debugger.variables.candidate = [Fixture.variable("v", [], call: 2, stack: stack)]
    var driver = Driver(debugger)
    driver.type("2")
    let shown = lines(driver)
    #expect(shown.contains("  /p/one/net.py:1 in a") && shown.contains("  /p/two/net.py:2 in b"))
    #expect(shown.contains("  main.py:3 in c"))
  }

  /// Naming frames takes long: it is asked for once, and not while the model runs.
  @Test func aStackIsNamedOnceAndNotWhileTheModelRuns() {
    let named = Mutex(0)
    let slow = CallStack(site: [1, 2]) {
      named.withLock { $0 += 1 }
      return [StackFrame(function: "f()", file: "/nowhere/f.swift", line: 1)]
    }
    var debugger = Fixture.passed(3, phase: .running("running"))
    debugger.variables.candidate = [Fixture.variable("v", [], call: 2, stack: slow)]
    var state = AppState(debugger: Fixture.ready, size: Size(columns: 120, rows: 40))
    #expect(reduce(into: &state, .snapshot(runID: 1, debugger)) == [])
    _ = render(state, theme: BuiltInTheme.theme, capabilities: Capabilities())
    #expect(named.withLock { $0 } == 0)
    debugger.phase = .paused(.step)
    let effects = reduce(into: &state, .snapshot(runID: 1, debugger))
    let requests = effects.compactMap { effect in
      if case .resolve(let request) = effect { request } else { nil }
    }
    #expect(requests.count == 1)
    #expect(reduce(into: &state, .input(.key(.character("2")))).contains(.resolve(requests[0])) == false)
    #expect(render(state, theme: BuiltInTheme.theme, capabilities: Capabilities()).contains("naming its frames…"))
    for request in requests { _ = reduce(into: &state, .resolved(request.run(reading: { _ in nil }))) }
    #expect(
      render(state, theme: BuiltInTheme.theme, capabilities: Capabilities()).contains("  f.swift:1 in f()"))
    #expect(named.withLock { $0 } == 1)
  }

  @Test(arguments: [(1, 1, 3), (2, 1, 4), (10, 8, 3), (5, 3, 5)])
  func aSnippetStaysInItsFile(line: Int, start: Int, count: Int) throws {
    let text = (1...10).map { "line \($0)" }.joined(separator: "\n")
    let snippet = try #require(SourceSnippet(around: line, of: text))
    #expect(snippet.start == start)
    #expect(snippet.lines == (start..<(start + count)).map { "line \($0)" })
  }

  @Test(arguments: [0, -1, 11]) func aLineThatIsNotInTheFileGivesNone(line: Int) {
    #expect(SourceSnippet(around: line, of: (1...10).map(String.init).joined(separator: "\n")) == nil)
  }

  @Test func aStopAtACreationShowsWhoMadeIt() {
    var driver = Driver(Fixture.passed(3, phase: .paused(.step)))
    driver.type("c")
    _ = driver.snapshot(
      Fixture.passed(8, phase: .paused(.creation(variable: "scaling/Variable", call: 2))))
    #expect(driver.state.tab == .stack)
    #expect(driver.state.focus == .bottom)
    #expect(driver.state.selectedVariable?.name == "scaling/Variable")
    #expect(
      driver.state.message?.text
        == "TF2 eager created scaling/Variable on call 2 instead of reusing one; c goes on")
    #expect(lines(driver) == Self.folded)
  }

  /// What one place created stands as one: the second variable of a place is found in it.
  @Test func aStopAtALaterCreationOfAPlaceShowsThePlace() {
    var debugger = ProblemFixture.variables
    debugger.phase = .paused(.creation(variable: "model/kernel", call: 2))
    var driver = Driver(Fixture.ready)
    _ = driver.snapshot(debugger)
    #expect(driver.state.selectedVariable?.kind == .createdAgain(count: 2))
    #expect(lines(driver).first == "✗ model/kernel  f32 [8]  created on call 2, and 1 more at the same place")
  }

  @Test func aBreakpointOnCreationsShowsWhoMadeItToo() {
    var debugger = Fixture.passed(1, phase: .paused(.breakpoint(id: 2, at: "InceptionResnetV2/Conv2d_1a_3x3/weights")))
    debugger.breakpoints = [Breakpoint(id: 2, condition: .creation(glob: "*weights"))]
    var driver = Driver(Fixture.ready)
    _ = driver.snapshot(debugger)
    #expect(driver.state.tab == .stack)
    #expect(driver.state.selectedVariable?.name == "InceptionResnetV2/Conv2d_1a_3x3/weights")
    #expect(
      driver.state.message?.text == "Breakpoint 2: InceptionResnetV2/Conv2d_1a_3x3/weights was created on call 1")
  }
}
