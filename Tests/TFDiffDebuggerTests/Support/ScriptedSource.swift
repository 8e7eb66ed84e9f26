import Foundation
import Synchronization
import TFDiffDebugger
import TFDiffTensor

func nap() { usleep(200) }

/// A run that does what its script says, and keeps to the protocol: it runs only as far as asked, ends with a summary,
/// throws `CancellationError` when cancelled while it waits, and refuses to go on after it threw.
final class ScriptedSource: TraceSource {
  private struct State {
    var next = 0
    var isAdvancing = false
    var isCancelled = false
    var isDead = false
  }
  private let script: Script
  private let state = Mutex(State())

  init(script: Script) { self.script = script }

  func advance(_ request: Advance, deliver: (TraceEvent) -> Void) throws -> Bool {
    try state.withLock { state in
      if state.isDead { throw ScriptError("advanced after it threw") }
      if state.isAdvancing { throw ScriptError("advanced from two threads") }
      state.isAdvancing = true
    }
    defer { state.withLock { $0.isAdvancing = false } }
    do {
      while let step = takeStep() {
        if try perform(step, request, deliver) { return true }
      }
    } catch {
      state.withLock { $0.isDead = true }
      throw error
    }
    deliver(
      .finished(
        RunSummary(
          regularizationLoss: script.loss, seconds: 1.5, losses: script.losses, untracked: script.untracked)))
    return false
  }

  func cancel() {
    state.withLock { state in
      if state.isAdvancing { state.isCancelled = true }
    }
  }

  private func takeStep() -> Step? {
    state.withLock { state in
      guard state.next < script.steps.count else { return nil }
      defer { state.next += 1 }
      return script.steps[state.next]
    }
  }

  /// Returns whether the request is fulfilled.
  private func perform(_ step: Step, _ request: Advance, _ deliver: (TraceEvent) -> Void) throws -> Bool {
    switch step {
    case .operation(let event):
      if request == .endpoint(deliveringOperations: false) { return false }
      deliver(.operation(event))
      return request == .operation
    case .endpoint(let name, let value):
      deliver(.endpoint(EndpointEvent(name: name, value: value)))
      return true
    case .rung(let rung, let value, let stack):
      deliver(.endpoint(EndpointEvent(rung, value: value, stack: stack)))
      return true
    case .free(let rung, let value): deliver(.free(FreeRung(rung, value: value)))
    case .variable(let event):
      deliver(.variable(event))
      return script.returnsAtVariables
    case .update(let name, let value):
      deliver(.update(UpdateEvent(variable: name, operation: "\(name)/Assign", value: value)))
    case .random(let event): deliver(.random(event))
    case .tentative(let pairs, let certain): deliver(.tentative(pairs, certain: certain))
    case .log(let text): deliver(.log(text))
    case .fail(let error): throw error
    case .wait(let gate): try wait(at: gate)
    case .hold(let gate):
      gate.arrive()
      while !gate.isOpen { nap() }
    }
    return false
  }

  private func wait(at gate: Gate) throws {
    gate.arrive()
    while !gate.isOpen {
      if state.withLock({ $0.isCancelled }) { throw CancellationError() }
      nap()
    }
  }
}

/// A pair of scripts as a target, counting how often each side is opened.
final class ScriptedTarget: Sendable {
  private let opened = Mutex(SidePair(reference: 0, candidate: 0))
  private let scripts: SidePair<Script>
  private let planned: [String]
  private let openError: SidePair<(any Error)?>
  /// What opening a side again throws.
  private let reopenError: (any Error)?
  private let description: TargetDescription

  init(
    reference: Script, candidate: Script, planned: [String] = [],
    openError: SidePair<(any Error)?> = SidePair(reference: nil, candidate: nil),
    reopenError: (any Error)? = nil, description: TargetDescription = .scripted()
  ) {
    self.description = description
    self.reopenError = reopenError
    scripts = SidePair(reference: reference, candidate: candidate)
    self.planned = planned
    self.openError = openError
  }

  var opens: SidePair<Int> { opened.withLock { $0 } }

  var target: DebugTarget {
    DebugTarget(description, runtimes: description.runtimes, planned: planned) { [self] side in
      let count = opened.withLock { opened in
        opened[side] += 1
        return opened[side]
      }
      if count > 1, let reopenError { throw reopenError }
      if let error = openError[side] { throw error }
      return ScriptedSource(script: scripts[side])
    }
  }

  func debugger(
    breakpoints: [Breakpoint.Condition] = [.mismatch], tolerance: TolerancePolicy = .init(),
    memory: ActivationBudget = .init()
  ) -> Debugger {
    Debugger(
      target: target,
      options: DebuggerOptions(tolerance: tolerance, breakpoints: breakpoints, memory: memory))
  }
}

extension ScriptedTarget {
  /// Two runs of four layers that part at `c`.
  static func diverging() -> ScriptedTarget {
    ScriptedTarget(
      reference: Script(
        steps: fusedLayer("a", 1, 2) + fusedLayer("b", 3, 4) + fusedLayer("c", 5, 6) + fusedLayer("d", 7, 8)),
      candidate: Script(
        steps: layer("a", 1, 2) + layer("b", 3, 4) + layer("c", 5, 6.5) + layer("d", 7, 8.25)),
      planned: ["a", "b", "c", "d"])
  }

  static func equal() -> ScriptedTarget {
    let steps = layer("a", 1, 2) + layer("b", 3, 4)
    return ScriptedTarget(
      reference: Script(steps: steps), candidate: Script(steps: steps), planned: ["a", "b"])
  }
}

extension DebugTarget {
  /// A target whose sides are opened alike and plan the same.
  init(
    _ description: TargetDescription = TargetDescription(
      name: "t", mode: nil, training: false, seed: 1, input: "ones"),
    runtimes: SidePair<String> = SidePair(reference: "r", candidate: "c"), planned: [String],
    open: @escaping @Sendable (Side) throws -> any TraceSource
  ) {
    func side(_ side: Side) -> TargetSide {
      TargetSide(runtime: runtimes[side], plannedEndpoints: planned) { try open(side) }
    }
    var description = description
    description.runtimes = TargetDescription.unopenedRuntimes
    self.init(description, sides: SidePair(reference: side(.reference), candidate: side(.candidate)))
  }
}

extension TargetDescription {
  static func scripted(
    mode: String? = "num_random_ops", training: Bool = false, checkpoint: CheckpointDescription? = nil
  ) -> TargetDescription {
    TargetDescription(
      name: "scripted", mode: mode, training: training, seed: 42, input: "ones",
      runtimes: SidePair(reference: "TF1 graph", candidate: "TF2 eager"), checkpoint: checkpoint)
  }
}

extension DebuggerState {
  var names: [String] { endpoints.map(\.name) }
  var statuses: [Status] { endpoints.map(\.status) }
}

/// A generator with a seed of its own, so that a failing case can be run again.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  /// SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
