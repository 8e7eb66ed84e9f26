import Synchronization
import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: that a run whose source a cancellation made unusable comes back to the same place, whatever it had told of
/// since the last endpoint, and however often it is cancelled on the way.
@Suite struct ReplayTests {
  /// A candidate held at one gate in its first run and at others when it is opened again.
  private final class Scenario: Sendable {
    let gates: [Gate]
    let target: DebugTarget

    init(reference: [Step], candidate: @escaping @Sendable (Gate, Int) -> [Step]) {
      let gates = (0..<4).map { _ in Gate() }
      let opens = Counter()
      self.gates = gates
      target = DebugTarget(planned: ["a", "b"]) { side in
        if side == .reference {
          return ScriptedSource(script: Script(steps: reference, returnsAtVariables: true))
        }
        let open = opens.next()
        return ScriptedSource(script: Script(steps: candidate(gates[open], open), returnsAtVariables: true))
      }
    }

    /// Performs a command and cancels it once the candidate waits at a gate.
    func cancelled(_ debugger: Debugger, _ command: RunCommand, at gate: Int) throws -> DebuggerState {
      let run = Background { debugger.perform(command) }
      gates[gate].awaitArrival()
      debugger.cancel()
      return try run.wait()
    }
  }

  private let again = variable("w_1", call: 2)
  private let good = layer("a", 1) + [op("s/one", "Neg", 1), op("s/two", "Tanh", 2), endpoint("b", 2)]

  @Test func whatWasToldBeforeTheHoldIsNotToldAgain() throws {
    let again = again
    let scenario = Scenario(reference: good) { gate, _ in
      layer("a", 1)
        + [op("s/one", "Neg", 1), .random(random(0, "RandomUniform", "u")), .variable(again), .wait(gate)]
        + [op("s/two", "Tanh", 2), endpoint("b", 2)]
    }
    let debugger = Debugger(target: scenario.target, options: DebuggerOptions(breakpoints: [.unexpectedCreation]))
    #expect(debugger.perform(.continue).phase == .paused(.creation(variable: "w_1", call: 2)))
    #expect(try scenario.cancelled(debugger, .continue, at: 0).phase == .paused(.cancelled))
    scenario.gates[1].open()
    let state = debugger.perform(.continue)
    #expect(state.phase == .finished)
    #expect(state.statuses == [.match, .match])
    #expect(state.variables.candidate == [again])
    #expect(state.randomOperations.candidate.count == 1)
    #expect(state.breakpoints.map(\.hits) == [1])
  }

  @Test func insideAnEndpointTheOperationsAfterACreationComeOnce() throws {
    let again = again
    let scenario = Scenario(reference: good) { gate, _ in
      layer("a", 1)
        + [op("s/one", "Neg", 1), .variable(again), .wait(gate), op("s/two", "Tanh", 2), endpoint("b", 2)]
    }
    let debugger = Debugger(target: scenario.target, options: DebuggerOptions(breakpoints: []))
    debugger.perform(.step)
    debugger.perform(.into(endpoint: 1))
    var state = try scenario.cancelled(debugger, .step, at: 0)
    #expect(state.phase == .paused(.cancelled))
    #expect(state.isInside)
    scenario.gates[1].open()
    state = debugger.perform(.out)
    #expect(state.statuses == [.match, .match])
    #expect(state.endpoints[1].operations.map(\.name) == ["s/one", "s/two"])
    #expect(state.endpoints[1].operations.map(\.status) == [.match, .match])
    #expect(state.variables.candidate == [again])
  }

  @Test func aCancellationWhileComingBackLosesNoGround() throws {
    let scenario = Scenario(reference: good) { gate, open in
      // The first run is held after `a`, the second on the way back to it.
      (open == 1 ? [.wait(gate)] : []) + layer("a", 1) + (open == 0 ? [.wait(gate)] : [])
        + [op("s/one", "Neg", 1), op("s/two", "Tanh", 2), endpoint("b", 2)]
    }
    let debugger = Debugger(target: scenario.target, options: DebuggerOptions(breakpoints: []))
    #expect(try scenario.cancelled(debugger, .continue, at: 0).statuses == [.match, .notRun])
    #expect(try scenario.cancelled(debugger, .continue, at: 1).phase == .paused(.cancelled))
    let state = debugger.perform(.continue)
    #expect(state.phase == .finished)
    #expect(state.names == ["a", "b"])
    #expect(state.statuses == [.match, .match])
  }

  /// Where it does not stop, it waits forever; the limit counts the time in which other tests have the processors too.
  @Test(.timeLimit(.minutes(45)))
  func aCancellationThatComesTooLateForAnAdvanceOnTheWayBackStillStops() throws {
    let scenario = Scenario(reference: good + [endpoint("c", 3)]) { gate, open in
      // The first run is held after `b`; the second, on its way back there, before it has come to `a`.
      (open == 1 ? [.hold(gate)] : []) + [endpoint("a", 1), endpoint("b", 2)]
        + (open == 0 ? [.wait(gate)] : []) + [endpoint("c", 3)]
    }
    let debugger = Debugger(target: scenario.target, options: DebuggerOptions(breakpoints: []))
    _ = try scenario.cancelled(debugger, .continue, at: 0)
    let run = Background { debugger.perform(.continue) }
    scenario.gates[1].awaitArrival()
    debugger.cancel()
    scenario.gates[1].open()
    #expect(try run.wait().phase == .paused(.cancelled))
    #expect(debugger.perform(.continue).statuses == [.match, .match, .match])
  }
}

/// Counts from 0.
private final class Counter: Sendable {
  private let value = Mutex(0)
  func next() -> Int {
    value.withLock { value in
      defer { value += 1 }
      return value
    }
  }
}
