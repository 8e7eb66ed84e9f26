/// The steps of TensorFlow's guide "Validating correctness & numerical equivalence", each a reason to stop before the
/// next; the raw values are the guide's numbers, which go on with training.
public enum LadderStep: String, Sendable, Hashable, Codable, CaseIterable {
  case variablesOnce = "1"
  case variableKinds = "2"
  case fixedWeights = "3"
  case checkpointInference = "3b"
  case alignedRandomness = "4"
  case checkpointTraining = "4b"
  case trainingStep = "5"
  case trainingSteps = "6"

  /// The guide's own, which compare a forward pass.
  public static let ofForwardPass: [LadderStep] = allCases.filter { $0 != .trainingStep && $0 != .trainingSteps }

  public var title: String {
    switch self {
    case .variablesOnce: "Variables are created once"
    case .variableKinds: "Variable counts, names and shapes match"
    case .fixedWeights: "Fixed weights, no randomness"
    case .checkpointInference: "Existing checkpoint, no randomness"
    case .alignedRandomness: "Aligned randomness, inference and training"
    case .checkpointTraining: "Existing checkpoint, training"
    case .trainingStep: "One training step"
    case .trainingSteps: "Several training steps, free and own"
    }
  }

  /// What to look for where it fails. Source: the guide's sections on troubleshooting.
  var advice: String {
    switch self {
    case .variablesOnce:
      "Create it once and reuse it: keep a tf.Variable or a Keras layer in an attribute of the model, or take it from "
        + "get_variable; give compat.v1.layers names, or wrap them in a named variable_scope."
    case .variableKinds:
      "Compare the two lists: a name that changed is proposed as a pair, and what the model uses but does not list has "
        + "to be assigned to one of its attributes."
    case .fixedWeights:
      "With equal weights and no randomness only the code can differ: go to the first endpoint that does, and step into "
        + "it."
    case .checkpointInference:
      "The code agrees with fixed weights, so look at what was restored: a variable left at its initial value, or one "
        + "read in another layout, parts the runs here."
    case .alignedRandomness:
      "The code agrees with fixed weights, so look at what is drawn, and at what training alone does: the Random pane "
        + "shows both sides' random ops in order."
    case .checkpointTraining:
      "Both training and the checkpoint agree alone, so look at what training does to restored values: moving averages "
        + "that start afresh, or variables that are initialized again."
    case .trainingStep:
      "The forward pass agrees, so look at the first rung that does not: a term of the loss, a gradient as taken or as "
        + "applied, the learning rate, a slot, or what the optimizer makes of them."
    case .trainingSteps:
      "One step agrees, so look at what changes from step to step: a schedule, a slot, a counter, the moving averages."
    }
  }
}

/// What became of a step.
public enum LadderVerdict: String, Sendable, Hashable, Codable {
  case passed, failed, incomparable
  /// There was nothing to judge, such as no checkpoint.
  case skipped
  /// An earlier step failed.
  case notRun = "not-run"

  /// Whether it is a reason to stop before the next step.
  public var isFailure: Bool { self == .failed || self == .incomparable }
}

/// A step and what became of it.
public struct LadderRow: Sendable, Hashable {
  public var step: LadderStep
  public var verdict: LadderVerdict
  public var detail: String
  /// What to do about a failure.
  public var advice: String?

  public init(step: LadderStep, verdict: LadderVerdict, detail: String, advice: String? = nil) {
    self.step = step
    self.verdict = verdict
    self.detail = detail
    self.advice = advice
  }
}
