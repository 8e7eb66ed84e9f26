import TFDiffDebugger
import TFDiffTensor
import TFDiffUI
import TFDiffViews
import Testing

/// Protects: any keys, mouse events, snapshots and sizes, in any order: nothing crashes, and every screen is whole.
@Suite struct FuzzTests {
  /// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers on every run.
  struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  private static let snapshots: [DebuggerState] = {
    var odd = Fixture.diverged
    odd.endpoints[2].name = "日本/\u{1B}[31m👍\n" + String(repeating: "x", count: 300)
    odd.endpoints[4].candidate = nil
    odd.endpoints[4].comparison = nil
    odd.endpoints[4].status = .missingCandidate
    odd.log = [LogEntry(side: .candidate, text: "tab\tand\u{0}nul"), LogEntry(side: nil, text: hostile)]
    odd.breakpoints = (1...30).map { Breakpoint(id: $0, condition: .name(glob: "*\($0)*")) }
    var kept = Fixture.diverged
    kept.endpoints[7].reference?.tensor = nil
    return hostileStates + [
      Fixture.ready, Fixture.diverged, Fixture.finishedEqual, Fixture.inside, Fixture.recorded, odd, kept,
      Fixture.many(300, passed: 40), Fixture.passed(5, phase: .running("x")),
      Fixture.passed(2, phase: .failed(.candidate, message: "boom\nboom")),
      DebuggerState(target: Fixture.target), LadderFixture.running, LadderFixture.failed, LadderFixture.passed,
      LadderFixture.cancelled, ProblemFixture.variables, ProblemFixture.randoms,
    ]
  }()

  /// What a terminal would obey, hide or reorder by.
  private static let hostile =
    "\u{1B}]0;t\u{7}\u{1B}]52;c;eA==\u{1B}\\\u{9B}2J\u{202E}\u{2066}\u{200F}\u{200B}\u{2028}\u{85}\u{7F}\u{8}\r\n\u{E0041}日e\u{301}"

  /// The same in every word that a state has.
  private static let hostileStates: [DebuggerState] = [
    Fixture.recorded, ProblemFixture.variables, ProblemFixture.randoms, LadderFixture.failed,
    Fixture.passed(2, phase: .failed(.candidate, message: hostile)),
  ].map { state in
    var state = state
    state.target.name = hostile
    state.target.input = hostile
    state.target.runtimes = SidePair(reference: hostile, candidate: "TF2" + hostile)
    state.target.checkpoint?.path = hostile
    for row in state.endpoints.indices {
      state.endpoints[row].name = "\(row)\(hostile)"
      state.endpoints[row].insideError = hostile
      state.endpoints[row].operations = state.endpoints[row].operations.map { hostileOperation($0) }
    }
    for side in Side.allCases {
      state.variables[side] = state.variables[side].map {
        Fixture.variable($0.name + hostile, $0.shape, call: $0.call, origin: $0.origin, stack: hostileStack)
      }
      state.randomOperations[side] = state.randomOperations[side].map {
        RandomEvent(
          index: $0.index, name: hostile, type: $0.type + hostile, shape: $0.shape, seed: $0.seed, seed2: $0.seed2)
      }
    }
    for row in state.ladder.indices { state.ladder[row].detail += hostile }
    state.breakpoints = [Breakpoint(id: 1, condition: .name(glob: hostile))]
    state.tolerance.exceptions = [.init(glob: hostile, tolerance: .standard)]
    state.log = (0..<5).map { LogEntry(side: $0 == 0 ? nil : .reference, text: hostile) }
    return state
  }

  private static let hostileStack = CallStack([StackFrame(function: hostile, file: "/home/kim/\(hostile)", line: 1)])

  private static func hostileOperation(_ row: OperationRow) -> OperationRow {
    func event(_ event: OperationEvent?) -> OperationEvent? {
      event.map {
        OperationEvent(
          name: $0.name + hostile, type: $0.type + hostile, fused: [hostile], output: $0.output, stack: hostileStack)
      }
    }
    var row = row
    (row.reference, row.candidate) = (event(row.reference), event(row.candidate))
    return row
  }

  private static let keys: [Key] =
    Array(Set(CommandTable.all.flatMap(\.keys))).sorted { "\($0)" < "\($1)" }
    + "abcxyz019.*[]:,=é日".map { .character($0) }

  private static let lines = [
    "goto Logits", "pt Mixed_5b[0,:,:]", "slice [0,1]", "[::2, 3]", "tolerance 1e-2 1e-2", "break *",
    "delete all",
    "find conv", "goto \(hostile)", "break \(hostile)", "export \(hostile)", "theme \(hostile)", "\(hostile)",
    "until Predictions", "theme light", "into Mixed_5b", "info Mixed_5b", "heat-map", "ladder",
    "ladder all",
  ]

  private static func event(_ generator: inout Generator, size: Size) -> Action {
    switch Int.random(in: 0..<20, using: &generator) {
    case 0:
      let size = Size(
        columns: Int.random(in: 0...150, using: &generator), rows: Int.random(in: 0...50, using: &generator))
      return .input(.resize(size))
    case 1:
      let run = Int.random(in: 0...3, using: &generator)
      return .snapshot(runID: run, snapshots.randomElement(using: &generator) ?? Fixture.ready)
    case 2...4:
      let kinds: [MouseEvent.Kind] = [.press, .doublePress, .release, .drag, .scrollUp, .scrollDown]
      let point = Point(
        column: Int.random(in: -1...(size.columns + 1), using: &generator),
        row: Int.random(in: -1...(size.rows + 1), using: &generator))
      return .input(
        .mouse(MouseEvent(kind: kinds.randomElement(using: &generator) ?? .press, location: point)))
    case 5: return .command(lines.randomElement(using: &generator) ?? "help")
    case 6: return .tick(frame: Int.random(in: -5...1000, using: &generator))
    case 7: return .input(.paste("pasted\n日本\(hostile)"))
    default: return .input(.key(keys.randomElement(using: &generator) ?? .tab))
    }
  }

  @Test(arguments: 1...8)
  func nothingCrashesAndEveryScreenIsWhole(seed: UInt64) {
    var generator = Generator(state: seed)
    var driver = Driver(Fixture.diverged)
    let capabilities = [
      Capabilities(), Capabilities(colorDepth: .none), Capabilities(unicode: false),
    ]
    for step in 0..<150 {
      driver.send(Self.event(&generator, size: driver.state.size))
      let shown = capabilities[step % 3]
      let screen = driver.screen(capabilities: shown)
      #expect(screen.size == driver.state.size)
      #expect(screen.cells.count == screen.size.columns * screen.size.rows)
      GoldenInvariants.check(screen, "seed \(seed) step \(step)")
      let text = screen.lines.joined()
      #expect(text.allSatisfy { VisibleText.isVisible($0) }, "seed \(seed) step \(step)")
      // Written out before, and not replaced at the last moment.
      #expect(!text.contains("\u{FFFD}"), "seed \(seed) step \(step)")
      if !shown.unicode {
        #expect(screen.lines.allSatisfy { $0.allSatisfy(\.isASCII) }, "seed \(seed) step \(step)")
      }
      if let cursor = screen.cursor {
        #expect(cursor.column < screen.size.columns && cursor.row < screen.size.rows)
      }
    }
  }
}
