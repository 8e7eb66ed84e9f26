import TFDiffDebugger

/// How the candidate's forward pass is run.
public enum CandidateKind: String, Sendable, Hashable, CaseIterable {
  /// Operation by operation.
  case eager
  /// Traced into a graph by `tf.function`.
  case function
  /// Inside a Keras functional model, which calls the layer once on a symbolic input when it is made.
  case functionalModel = "functional-model"

  /// The names the command line has for them.
  public static var names: [String] { allCases.map(\.rawValue) }

  /// The words for a side's runtime.
  package func runtime(of side: Side) -> String {
    switch (side, self) {
    case (.reference, _): "TF1 graph"
    case (.candidate, .eager): "TF2 eager"
    case (.candidate, .function): "TF2 function"
    case (.candidate, .functionalModel): "TF2 functional model"
    }
  }
}
