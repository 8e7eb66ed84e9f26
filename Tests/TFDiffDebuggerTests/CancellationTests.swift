import Synchronization
import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: a cancelled run pauses where it is and goes on from there, with nothing told twice and the recorded rows untouched.
@Suite struct CancellationTests {
  @Test func aRunThatIsCancelledPausesAndCanGoOn() throws {
    let gate = Gate()
    let variable = VariableEvent(name: "w", shape: [1], dtype: .float32, trainable: true)
    let good = layer("a", 1) + layer("b", 2) + [.variable(variable)] + layer("c", 3)
    let held = layer("a", 1) + layer("b", 2) + [.variable(variable), .wait(gate)] + layer("c", 3)
    let scripted = ScriptedTarget(
      reference: Script(steps: good), candidate: Script(steps: held), planned: ["a", "b", "c"])
    let debugger = scripted.debugger()
    let run = Background { debugger.perform(.continue) }
    gate.awaitArrival()
    debugger.cancel()
    var state = try run.wait()
    #expect(state.phase == .paused(.cancelled))
    #expect(state.statuses == [.match, .match, .notRun])
    #expect(state.position == 2)
    gate.open()
    state = debugger.perform(.continue)
    #expect(state.phase == .finished)
    #expect(state.statuses == [.match, .match, .match])
    // The candidate was opened again and brought back unseen; nothing was told twice.
    #expect(scripted.opens == SidePair(reference: 1, candidate: 2))
    #expect(state.variables == SidePair(reference: [variable], candidate: [variable]))
  }

  @Test func aCancellationInsideAnEndpointKeepsThePlace() throws {
    let gate = Gate()
    let held = [
      op("s/a", "Mul", 1), op("s/b", "Tanh", 2), .wait(gate), op("s/c", "Relu", 3), endpoint("e", 3),
    ]
    let good = [op("s/a", "Mul", 1), op("s/b", "Tanh", 2), op("s/c", "Relu", 3), endpoint("e", 3)]
    let debugger = ScriptedTarget(
      reference: Script(steps: good), candidate: Script(steps: held), planned: ["e"]
    ).debugger()
    debugger.perform(.into(endpoint: 0))
    debugger.perform(.step)
    let run = Background { debugger.perform(.step) }
    gate.awaitArrival()
    debugger.cancel()
    var state = try run.wait()
    #expect(state.phase == .paused(.cancelled))
    #expect(state.isInside)
    gate.open()
    state = debugger.perform(.out)
    #expect(state.endpoints[0].operations.map(\.status) == [.match, .match, .match])
    #expect(state.statuses == [.match])
  }

  @Test func withoutARunThereIsNothingToCancel() {
    let debugger = ScriptedTarget.equal().debugger()
    debugger.cancel()
    #expect(debugger.perform(.continue).phase == .finished)
  }

  @Test func lookingAgainIntoAnEndpointCanBeCancelled() throws {
    let gate = Gate()
    gate.open()
    let opened = Mutex(0)
    let later = Gate()
    let target = DebugTarget(planned: ["a", "b"]) { side in
      let count = opened.withLock { count in
        count += 1
        return count
      }
      let steps = layer("a", 1) + [.wait(count > 2 ? later : gate)] + layer("b", 2)
      return ScriptedSource(script: Script(steps: steps))
    }
    let debugger = Debugger(target: target)
    debugger.perform(.continue)
    let look = Background { debugger.perform(.into(endpoint: 1)) }
    later.awaitArrival()
    debugger.cancel()
    let state = try look.wait()
    #expect(state.phase == .finished)
    #expect(state.endpoints[1].operations.isEmpty)
    #expect(state.statuses == [.match, .match])
  }
}
