/// A TensorFlow that `setup-tensorflow` can install, with versions that are known to work together.
public enum TensorFlowRelease: String, Sendable, CaseIterable {
  /// The one for both sides: what the migration guide was written with still runs on it.
  case v2_12 = "2.12"
  /// TensorFlow 1, for the reference.
  case v1_15 = "1.15"
  case latest

  public static let standard = TensorFlowRelease.v2_12

  /// What pip is asked to install. TF-Slim's batch norm fails from 2.15 on; protobuf and NumPy moved on without 1.15 and
  /// 2.12; Keras 3 has no variable shim, the package tf-keras has it, and asks for the TensorFlow of its own version
  /// under the name tensorflow, beside which tensorflow-cpu would be a second copy.
  public var requirements: [String] {
    switch self {
    case .v2_12: ["tensorflow-cpu==2.12.1", "tf-slim==1.1.0", "numpy<1.24"]
    case .v1_15: ["tensorflow==1.15.5", "tf-slim==1.1.0", "protobuf<3.21", "numpy<1.19"]
    case .latest: ["tensorflow", "tf-keras", "tf-slim"]
    }
  }

  /// The versions of Python there are packages for, the preferred one first.
  public var pythons: [VersionNumber] {
    switch self {
    case .v2_12: [11, 10, 9, 8].map { VersionNumber(3, $0) }
    case .v1_15: [VersionNumber(3, 7)]
    case .latest: [12, 11, 13, 10, 9].map { VersionNumber(3, $0) }
    }
  }

  /// What has to work before an environment counts as made.
  func shortcoming(_ facts: InterpreterFacts, _ imported: ImportReport?) -> String? {
    if let failure = imported?.failure { return failure }
    if let (name, problem) = imported?.problems.min(by: { $0.key < $1.key }), name != "tfSlim" {
      return "\(name): \(problem)"
    }
    var missing: [String] = []
    if !facts.runsSessions { missing.append("sessions") }
    if self != .v1_15 {
      if !facts.hasOpCallbacks { missing.append("operation callbacks") }
      if facts.variableShim == nil { missing.append("the variable shim") }
      if facts.randomTestTool == nil { missing.append("DeterministicRandomTestTool") }
    }
    return missing.isEmpty ? nil : "it lacks \(missing.joined(separator: ", "))"
  }
}
