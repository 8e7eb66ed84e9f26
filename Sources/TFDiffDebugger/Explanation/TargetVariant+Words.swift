import TFDiffTensor

/// What a run with one change is called where it is an experiment.
extension TargetVariant.Change {
  var words: String {
    switch self {
    case .constantRandomness: "each random operation drawing by its own seed (constant mode)"
    case .passingGradients(let side): "gradients let through where the \(side.rawValue) stops them"
    case .withoutRewrites(nil): "graphs as they were built, without rewrites"
    case .withoutRewrites(let name?): "graphs without the rewrite \(name)"
    case .numericSwitch(let name, let value): "the candidate's \(name) as the reference has it (\(value))"
    }
  }

  var cause: Cause {
    switch self {
    case .constantRandomness: .randomOrder
    case .passingGradients: .stoppedGradient
    case .withoutRewrites: .graphRewrite
    case .numericSwitch: .numericSwitch
    }
  }

  /// What the error is; nil for what it looks like.
  var kind: ErrorKind? {
    switch self {
    case .constantRandomness: .randomNumbers
    case .passingGradients: .otherFormula
    case .withoutRewrites, .numericSwitch: nil
    }
  }

  func sentence(_ state: DebuggerState) -> String {
    switch self {
    case .constantRandomness:
      let parting = state.randomParting.map { ": random op \($0.index) is the first that is not the same" } ?? ""
      return "the two sides draw their random numbers in another order\(parting)"
    case .passingGradients(let side):
      return "the \(side.rawValue) stops gradients (tf.stop_gradient) that flow through in the \(side.other.rawValue)"
    case .withoutRewrites(let name):
      return "TensorFlow's graph rewrites\(name.map { " (\($0))" } ?? "") change what the reference's session computes"
    case .numericSwitch(let name, let value):
      return "\(name) is another on the two sides, in the reference \(value)"
    }
  }

  var remedy: String? {
    switch self {
    case .constantRandomness: Cause.randomOrder.remedy
    case .passingGradients(.reference):
      "Put tf.stop_gradient where the reference has it: what it takes is a constant to the optimizer."
    case .passingGradients(.candidate): "Take tf.stop_gradient out of the candidate."
    case .withoutRewrites(let name):
      "The candidate computes what the program says: compare without \(name.map { "the rewrite \($0)" } ?? "rewrites"), or write in "
        + "the program what is made of it."
    case .numericSwitch(let name, let value): "Run both sides with \(name) \(value)."
    }
  }
}
