import TFDiffDebugger
import TFDiffTensor

/// What can be wrong with what a person asks to be compared, of whatever kind, as facts; ``TargetError/description`` words
/// them.
public enum TargetError: Error, Sendable {
  case noTarget
  /// Something goes with another kind of target; the words for it.
  case argumentOfAnotherKind(String)
  case noTriage(kind: String)
  case unknownMode(String)
  case unknownCandidate(String)
  case memoryBudget(Int)
  case inputUnreadable(path: String, reason: String)
  case inputShape(path: String, found: Shape, wanted: Shape)
  case inputType(path: String, found: DType)
  case checkpointUnreadable(String)
  case checkpointShape(path: String, variable: String, found: Shape, wanted: Shape)
  case checkpointType(path: String, variable: String, found: String, wanted: DType)
  case checkpointOfAnotherModel(path: String, has: [String], wanted: [String])
}

extension TargetError: IncomparableError {}

extension TargetError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noTarget: "Missing expected argument '<target>'"
    case .argumentOfAnotherKind(let words): words
    case .noTriage(let kind): "There is nothing to triage in \(kind). Name a built-in model, or a Python file."
    case .unknownMode(let name):
      "--mode has no value '\(name)'.\(NearestName.suggestion(name, WeightMode.names)) It takes \(WeightMode.names.joined(separator: ", "))."
    case .unknownCandidate(let name):
      "--candidate has no kind '\(name)'.\(NearestName.suggestion(name, CandidateKind.names)) It takes "
        + CandidateKind.names.joined(separator: ", ") + "."
    case .memoryBudget(let value): "--memory-budget \(value) should be at least 1 (MiB)."
    case .inputUnreadable(let path, let reason): "--input \(path): \(reason)"
    case .inputShape(let path, let found, let wanted):
      "--input \(path) has shape \(found), but the model takes \(wanted). Save an array of that shape."
    case .inputType(let path, let found):
      "--input \(path) has dtype \(found.rawValue), but the model takes float32, or a uint8 image. "
        + "Save it with x.astype(np.float32)."
    case .checkpointUnreadable(let reason): "--checkpoint: \(reason)"
    case .checkpointShape(let path, let variable, let found, let wanted):
      "--checkpoint \(path): \(variable) has shape \(found) there, but the model's has shape \(wanted). "
        + "Name a checkpoint of this model."
    case .checkpointType(let path, let variable, let found, let wanted):
      "--checkpoint \(path): \(variable) is \(found) there, but the model's is \(wanted.rawValue). "
        + "Save it with that dtype."
    case .checkpointOfAnotherModel(let path, let has, let wanted):
      "--checkpoint \(path) has none of the model's variables: it has \(Self.few(has)); the model has "
        + "\(Self.few(wanted)). Name a checkpoint of this model."
    }
  }

  private static func few(_ names: [String]) -> String {
    names.prefix(3).joined(separator: ", ")
      + (names.count > 3 ? ", … (\(names.count))" : names.isEmpty ? "nothing" : "")
  }
}
