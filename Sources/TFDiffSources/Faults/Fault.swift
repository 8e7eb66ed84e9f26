import TFDiffEngine

/// A mistake that migrations make, to be planted in the candidate: for lessons, and to prove that the tool can fail.
///
/// On the command line: `KIND[=VALUE]@ENDPOINT`.
public struct Fault: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case batchNormEpsilon = "batch-norm-epsilon"
    case batchNormDecay = "batch-norm-decay"
    case missingActivation = "missing-activation"
    case padding
    case dropoutInInference = "dropout-in-inference"
    case swappedRandomOp = "swapped-random-op"
    case transposedWeight = "transposed-weight"
    case perturbedElement = "perturbed-element"
    case missingRegularizer = "missing-regularizer"
    case variablePerCall = "variable-per-call"
    case renamedVariable = "renamed-variable"
    case frozenVariable = "frozen-variable"
    case unrestoredVariable = "unrestored-variable"
    case movingAveragesReset = "moving-averages-reset"
  }

  public let kind: Kind
  /// What stands between `=` and `@`.
  public let value: String?
  /// The faulty code lies between the end point before this one and this one.
  public let endpoint: String

  public init(kind: Kind, value: String? = nil, endpoint: String) {
    self.kind = kind
    self.value = value
    self.endpoint = endpoint
  }

  /// - Throws: ``SourceError/malformedFault(_:)`` or ``SourceError/unknownFault(_:)``.
  public init(parsing text: String) throws(SourceError) {
    let halves = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard halves.count == 2, !halves[0].isEmpty, !halves[1].isEmpty else { throw .malformedFault(text) }
    let parts = halves[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let kind = Kind(rawValue: parts[0]) else { throw .unknownFault(parts[0]) }
    self.init(kind: kind, value: parts.count == 2 ? parts[1] : nil, endpoint: halves[1])
    try checkValue()
  }

  /// As it stands on the command line.
  public var text: String { "\(kind.rawValue)\(value.map { "=\($0)" } ?? "")@\(endpoint)" }
}

extension Fault.Kind {
  /// What the fault does, for a list of them.
  public var help: String {
    switch self {
    case .batchNormEpsilon: "batch norm's epsilon is VALUE (default 1e-05)"
    case .batchNormDecay: "batch norm's decay is VALUE (default 0.9); shows with --training"
    case .missingActivation: "layers lack their activation"
    case .padding: "windows are padded the other way, or as VALUE says (SAME or VALID)"
    case .dropoutInInference: "dropout is left on; VALUE is the probability of keeping (default the layer's)"
    case .swappedRandomOp: "weights are drawn by another random op"
    case .transposedWeight: "the first weight is read in the layout of its transpose"
    case .perturbedElement: "VALUE (default 0.001) is added to one element of the end point"
    case .missingRegularizer: "weights lack their regularizer"
    case .variablePerCall: "the first weight is copied into a new variable at each call after the first"
    case .renamedVariable: "the first variable has another name"
    case .frozenVariable: "the first variable is not trainable"
    case .unrestoredVariable: "the first variable is not loaded from the checkpoint; shows with --checkpoint"
    case .movingAveragesReset: "moving averages are not loaded from the checkpoint; shows with --checkpoint --training"
    }
  }

  /// Whether `=VALUE` may be given, and what it is then.
  enum Parameter { case none, number, padding }
  var parameter: Parameter {
    switch self {
    case .batchNormEpsilon, .batchNormDecay, .dropoutInInference, .perturbedElement: .number
    case .padding: .padding
    case .missingActivation, .swappedRandomOp, .transposedWeight, .missingRegularizer, .variablePerCall,
      .renamedVariable, .frozenVariable, .unrestoredVariable, .movingAveragesReset:
      .none
    }
  }
}

extension Fault {
  /// The number given, or the kind's default.
  func number(default standard: Double) -> Double { value.flatMap(Double.init) ?? standard }

  private func checkValue() throws(SourceError) {
    guard let value else { return }
    let fits =
      switch kind.parameter {
      case .none: false
      case .number: Double(value)?.isFinite == true
      case .padding: PaddingAlgorithm(rawValue: value) != nil
      }
    if !fits { throw .badFaultValue(kind, value) }
  }

  /// Refuses a fault that could not show in a run.
  func validate(against settings: EmbeddedSettings) throws(SourceError) {
    guard settings.model.endpoints.contains(endpoint) else {
      throw .unknownEndpoint(endpoint, known: settings.model.endpoints)
    }
    if let remedy = obstacle(in: settings) { throw .faultCannotShow(kind, remedy: remedy) }
  }

  /// Why it could not show in a run, and what to change; nil where it can.
  func obstacle(in settings: EmbeddedSettings) -> String? {
    switch (kind, settings.mode) {
    case (.batchNormDecay, _) where !settings.training: "the decay counts only when training: add --training"
    case (.dropoutInInference, _) where settings.training:
      "dropout is on in training anyway: leave out --training"
    case (.swappedRandomOp, .fixedWeights), (.transposedWeight, .fixedWeights):
      "all weights are equal with fixed-weights: use --mode num_random_ops"
    case (.unrestoredVariable, _) where settings.checkpoint == nil: "nothing is loaded: add --checkpoint PREFIX"
    case (.movingAveragesReset, _) where settings.checkpoint == nil || !settings.training:
      "it is planted where training starts from a checkpoint: add --checkpoint PREFIX --training"
    case (.variablePerCall, _) where settings.candidate == .function:
      "a traced function is not called again operation by operation: use --candidate eager"
    default: nil
    }
  }
}
