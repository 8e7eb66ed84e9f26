import TFDiffDebugger
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
    odd.log = [LogEntry(side: .candidate, text: "tab\tand\u{0}nul")]
    odd.breakpoints = (1...30).map { Breakpoint(id: $0, condition: .name(glob: "*\($0)*")) }
    var kept = Fixture.diverged
    kept.endpoints[7].reference?.tensor = nil
    return [
      Fixture.ready, Fixture.diverged, Fixture.finishedEqual, Fixture.inside, Fixture.recorded, odd, kept,
      Fixture.many(300, passed: 40), Fixture.passed(5, phase: .running("x")),
      Fixture.passed(2, phase: .failed(.candidate, message: "boom\nboom")),
      DebuggerState(target: Fixture.target), LadderFixture.running, LadderFixture.failed, LadderFixture.passed,
      LadderFixture.cancelled, ProblemFixture.variables, ProblemFixture.randoms,
    ]
  }()

  private static let keys: [Key] =
    Array(Set(CommandTable.all.flatMap(\.keys))).sorted { "\($0)" < "\($1)" }
    + "abcxyz019.*[]:,=é日".map { .character($0) }

  private static let lines = [
    "goto Logits", "pt Mixed_5b[0,:,:]", "slice [0,1]", "[::2, 3]", "tolerance 1e-2 1e-2", "break *",
    "delete all",
    "find conv", "until Predictions", "theme light", "into Mixed_5b", "info Mixed_5b", "heat-map", "ladder",
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
    case 7: return .input(.paste("pasted\n日本"))
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
      if !shown.unicode {
        #expect(screen.lines.allSatisfy { $0.allSatisfy(\.isASCII) }, "seed \(seed) step \(step)")
      }
      if let cursor = screen.cursor {
        #expect(cursor.column < screen.size.columns && cursor.row < screen.size.rows)
      }
    }
  }
}
