import TFDiffDebugger
import TFDiffTensor

/// What can be wrong with what a person asks to be compared, of whatever kind, as facts; ``TargetError/description`` words
/// them.
public enum TargetError: Error, Sendable {
  case noTarget
  /// Something goes with another kind of target; the words for it.
  case argumentOfAnotherKind(String)
  case noTriage(kind: String)
  case noPreflight(kind: String)
  case unknownMode(String)
  case unknownCandidate(String)
  case memoryBudget(Int)
  case inputUnreadable(path: String, reason: String)
  case inputShape(path: String, found: Shape, wanted: Shape)
  case inputType(path: String, found: DType)
  /// What a batch takes on both sides, and what there is, in bytes; so many of its items would do, none where nil.
  case inputTooLarge(path: String, items: Int, needed: Int, memory: Int, fitting: Int?)
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
    case .noPreflight(let kind): "Nothing is known of \(kind) before a run. Name a built-in model, or a Python file."
    case .unknownMode(let name):
      "--mode has no value '\(name)'.\(NearestName.suggestion(name, WeightMode.names)) It takes \(WeightMode.names.joined(separator: ", "))."
    case .unknownCandidate(let name):
      "--candidate has no kind '\(name)'.\(NearestName.suggestion(name, CandidateKind.names)) It takes "
        + CandidateKind.names.joined(separator: ", ") + "."
    case .memoryBudget(let value): "--memory-budget \(value) should be at least 1 (MiB)."
    case .inputUnreadable(let path, let reason): "--input \(path): \(reason)"
    case .inputShape(let path, let found, let wanted):
      "--input \(path) has shape \(Self.brief(found)), but the model takes \(wanted). Save an array of that shape."
    case .inputType(let path, let found):
      "--input \(path) has dtype \(found.rawValue), but the model takes float32, or a uint8 image. "
        + "Save it with x.astype(np.float32)."
    case .inputTooLarge(let path, let items, let needed, let memory, let fitting):
      "--input \(path) has \(items) items, which take about \(Self.gibibytes(needed)) of memory on both sides, and "
        + "\(Self.gibibytes(memory)) can be had. "
        + (fitting.map { "Save fewer of them: np.save('batch.npy', x[:\($0)])." } ?? "Save a smaller array.")
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

  /// A shape that a file may make as long as it likes.
  private static func brief(_ shape: Shape) -> String {
    shape.rank <= 16
      ? "\(shape)" : "\(Shape(Array(shape.dimensions.prefix(16)))) and \(shape.rank - 16) dimensions more"
  }

  private static func gibibytes(_ count: Int) -> String {
    let tenths = (Double(count) / Double(1 << 30) * 10).rounded() / 10
    return "\(tenths) GiB"
  }

  private static func few(_ names: [String]) -> String {
    names.prefix(3).joined(separator: ", ")
      + (names.count > 3 ? ", … (\(names.count))" : names.isEmpty ? "nothing" : "")
  }
}
