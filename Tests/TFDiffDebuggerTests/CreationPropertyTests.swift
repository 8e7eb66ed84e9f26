import TFDiffDebugger
import TFDiffTensor
import Testing

/// What a whole run comes to, without what depends on how it was driven.
private struct Ending: Equatable {
  var names: [String]
  var statuses: [Status]
  var updates: [String]
  var variables: SidePair<[VariableEvent]>
  var randomOperations: SidePair<[RandomEvent]>
  var summaries: [RunSummary?]
  var phase: Phase
  var conclusion: Conclusion

  init(_ state: DebuggerState) {
    names = state.names
    statuses = state.statuses
    updates = state.endpoints.flatMap { row in row.updates.map { "\($0.variable) \($0.status)" } }.sorted()
    variables = state.variables
    randomOperations = state.randomOperations
    summaries = [state.referenceSummary, state.candidateSummary]
    phase = state.phase
    conclusion = state.conclusion
  }
}

/// Two runs that are alike but for a few endpoints, values, operations and what the candidate creates.
private struct RandomPair {
  private(set) var creations = 0
  private var reference: [Step] = [.variable(variable("w"))]
  private var candidate: [Step] = []
  private var planned: [String] = []
  private var returnsAtVariables = true

  /// - Parameter lacksEndpoints: whether a side may lack some of the other's.
  init(lacksEndpoints: Bool, _ generator: inout SeededGenerator) {
    let layers = (0..<Int.random(in: 1...6, using: &generator)).map { "e\($0)" }
    for name in layers {
      for at in 0..<Int.random(in: 0...4, using: &generator) { addOperation("\(name)/op\(at)", &generator) }
      if Bool.random(using: &generator) { addUpdate("\(name)/m") }
      let lacking = Int.random(in: lacksEndpoints ? 0..<10 : 2..<10, using: &generator)
      if lacking != 0 { reference.append(endpoint(name, 1)) }
      if lacking != 1 { candidate.append(endpoint(name, lacking == 2 ? 2 : 1)) }
    }
    if Int.random(in: 0..<6, using: &generator) == 0 { candidate.append(.fail(ScriptError("boom"))) }
    returnsAtVariables = Int.random(in: 0..<4, using: &generator) != 0
    planned = Bool.random(using: &generator) ? layers : []
  }

  var target: ScriptedTarget {
    ScriptedTarget(
      reference: Script(steps: reference, returnsAtVariables: returnsAtVariables),
      candidate: Script(steps: candidate, returnsAtVariables: returnsAtVariables), planned: planned)
  }

  /// An operation of both sides or of one, sometimes after something the candidate creates.
  private mutating func addOperation(_ name: String, _ generator: inout SeededGenerator) {
    if Int.random(in: 0..<4, using: &generator) == 0 {
      creations += 1
      let call = Int.random(in: 1...3, using: &generator)
      candidate.append(.variable(variable("v\(creations)", call: call, stack: stack("m.py", call))))
    }
    let operation = op(name, ["Mul", "Tanh", "Relu"][Int.random(in: 0..<3, using: &generator)], Float(creations))
    let lacking = Int.random(in: 0..<8, using: &generator)
    if lacking != 0 { reference.append(operation) }
    if lacking != 1 { candidate.append(operation) }
  }

  /// An update of both sides, and something random of the candidate's.
  private mutating func addUpdate(_ name: String) {
    reference.append(.update(name, tensor([1])))
    candidate.append(.update(name, tensor([1])))
    candidate.append(.random(random(0, "RandomUniform", "\(name)/u")))
  }
}

/// Protects: that being held at creations, in the middle of a round, changes nothing of what a run comes to, whatever
/// commands and cancellations follow.
@Suite struct CreationPropertyTests {
  @Test(arguments: 0..<300)
  func theEndingIsThatOfARunWithoutBreakpoints(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    let pair = RandomPair(lacksEndpoints: true, &generator)
    let expected = Ending(pair.target.debugger(breakpoints: []).perform(.continue))
    let debugger = pair.target.debugger(breakpoints: [.creation(glob: "*"), .unexpectedCreation])
    let commands = drive(debugger, &generator)
    #expect(Ending(debugger.state) == expected, "seed \(seed): \(commands)")
    #expect(debugger.state.breakpoints[0].hits == pair.creations, "seed \(seed): \(commands)")
  }

  @Test func operationsArePairedAsInARunWithoutBreakpoints() {
    var compared = 0
    for seed in 1_000..<1_300 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let pair = RandomPair(lacksEndpoints: false, &generator)
      let plain = pair.target.debugger(breakpoints: [])
      let expected = Ending(plain.perform(.continue))
      let debugger = pair.target.debugger(breakpoints: [.creation(glob: "*"), .unexpectedCreation])
      let commands = drive(debugger, &generator)
      #expect(Ending(debugger.state) == expected, "seed \(seed): \(commands)")
      for (index, row) in debugger.state.endpoints.enumerated() where !row.operations.isEmpty {
        let other = plain.perform(.into(endpoint: index)).endpoints[index]
        #expect(Self.pairing(row) == Self.pairing(other), "seed \(seed), \(row.name): \(commands)")
        compared += 1
      }
    }
    // Else nothing would have been tried.
    #expect(compared > 100)
  }

  @Test func disabledOnesHoldNothing() {
    for seed in 2_000..<2_050 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let pair = RandomPair(lacksEndpoints: true, &generator)
      let debugger = pair.target.debugger(breakpoints: [.creation(glob: "*"), .unexpectedCreation])
      for id in 1...2 { debugger.perform(.setBreakpoint(id: id, enabled: false)) }
      let state = debugger.perform(.continue)
      #expect(state.phase.isOver, "seed \(seed)")
      #expect(state.breakpoints.map(\.hits) == [0, 0], "seed \(seed)")
    }
  }

  /// Random commands, some of them cancelled on the way, until the run is over.
  private func drive(_ debugger: Debugger, _ generator: inout SeededGenerator) -> [RunCommand] {
    var commands: [RunCommand] = []
    while !debugger.state.phase.isOver {
      let state = debugger.state
      let command: RunCommand
      switch commands.count > 200 ? 0 : Int.random(in: 0..<12, using: &generator) {
      case 0...2: command = .continue
      case 3...6: command = .step
      case 7: command = .until(endpoint: Int.random(in: 0...state.endpoints.count, using: &generator))
      case 8: command = .into(endpoint: state.position)
      case 9: command = .into(endpoint: Int.random(in: 0...state.endpoints.count, using: &generator))
      case 10: command = .out
      default: command = Int.random(in: 0..<4, using: &generator) == 0 ? .restart : .step
      }
      let cancels = commands.count < 200 && Int.random(in: 0..<5, using: &generator) == 0
      commands.append(command)
      debugger.perform(command) { _ in if cancels { debugger.cancel() } }
    }
    return commands
  }

  private static func pairing(_ row: EndpointRow) -> [String] {
    row.operations.map {
      "\($0.reference?.name ?? "none") \($0.candidate?.name ?? "none") \($0.status) \($0.isFusedAway)"
    }
  }
}
