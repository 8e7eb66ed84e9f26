/// How the candidate's forward pass is run.
public enum CandidateKind: String, Sendable, Hashable, CaseIterable {
  /// Operation by operation.
  case eager
  /// Traced into a graph by `tf.function`.
  case function
  /// Inside a Keras functional model, which calls the layer once on a symbolic input when it is made.
  case functionalModel = "functional-model"

  /// The words for the runtime.
  var runtime: String {
    switch self {
    case .eager: "TF2 eager"
    case .function: "TF2 function"
    case .functionalModel: "TF2 functional model"
    }
  }
}
