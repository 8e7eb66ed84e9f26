import TFDiffDebugger
import TFDiffTensor

/// Finished runs with each kind of problem that variables, random operations and losses can have.
enum ProblemFixture {
  /// Every kind of row of the Variables tab, with a checkpoint.
  static let variables: DebuggerState = {
    var state = Fixture.finishedEqual
    let other = CallStack([StackFrame(function: "build()", file: "/elsewhere/other.swift", line: 3)])
    let key = VariableOrigin.checkpoint(key: "model/kernel")
    func variable(
      _ name: String, _ shape: Shape = [8], trainable: Bool = true, call: Int = 1,
      origin: VariableOrigin = .initializer,
      stack: CallStack = .none
    ) -> VariableEvent {
      Fixture.variable(name, shape, trainable: trainable, call: call, origin: origin, stack: stack)
    }
    state.variables.reference = [
      variable("model/kernel", origin: key), variable("model/old_name", [4]), variable("model/bias", [2]),
      variable("model/gone", [5]), variable("model/scale", [3]), variable("model/moving_mean", trainable: false),
      variable("model/late", origin: key),
    ]
    state.variables.candidate = [
      variable("model/kernel", origin: key), variable("model/new_name", [4]), variable("model/bias", [2, 1]),
      variable("model/scale", [3]), variable("model/moving_mean"), variable("model/late"), variable("model/own", [9]),
      variable("model/kernel", call: 2, stack: Fixture.stack), variable("model/kernel", call: 2, stack: Fixture.stack),
      variable("model/kernel", call: 2, stack: other),
    ]
    state.candidateSummary = RunSummary(
      regularizationLoss: 1.2254325, seconds: 0.61,
      losses: [RegularizationLoss(variable: "model/kernel", value: 0.5), .init(variable: "model/bias", value: 0.1)],
      untracked: [3])
    state.referenceSummary = RunSummary(
      regularizationLoss: 1.2254326, seconds: 0.52,
      losses: [RegularizationLoss(variable: "model/kernel", value: 0.25), .init(variable: "model/bias", value: 0.1)])
    state.target.checkpoint = CheckpointDescription(
      path: "/home/kim/models/ckpt/model.ckpt-7", style: "name-based",
      variables: ["model/kernel", "model/late", "global_step"])
    return state
  }()

  /// The candidate draws once more than the reference at 3, so that all after it is seeded differently.
  static let randoms: DebuggerState = {
    var state = Fixture.finishedEqual
    let reference = (0..<12).map { Fixture.random($0, $0) }
    var candidate = reference
    candidate.insert(Fixture.random(3, 3, type: "RandomUniform", shape: [1, 8]), at: 3)
    state.randomOperations.reference = reference
    state.randomOperations.candidate = candidate.enumerated().map { index, event in
      RandomEvent(
        index: index, name: event.name, type: event.type, shape: event.shape, seed: event.seed, seed2: index)
    }
    return state
  }()
}
