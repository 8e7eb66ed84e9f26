import TFDiffDebugger
import TFDiffEngine
import TFDiffTensor

/// What can be wrong with what a person asks to be run, as facts; ``SourceError/description`` words them.
public enum SourceError: Error, Sendable {
  case noTarget
  /// Something goes with another kind of target; the words for it.
  case argumentOfAnotherKind(String)
  case noTriage(kind: String)
  case unknownModel(String, known: [String])
  case unknownMode(String)
  case unknownEndpoint(String, known: [String])
  case malformedFault(String)
  case unknownFault(String)
  case badFaultValue(Fault.Kind, String)
  case faultCannotShow(Fault.Kind, remedy: String)
  case faultNotPlanted(Fault)
  case inputUnreadable(path: String, reason: String)
  case inputShape(path: String, found: Shape, wanted: Shape)
  case inputType(path: String, found: DType)
  case unknownCandidate(String)
  case malformedOperationSeed(String)
  case operationSeedNeedsMode
  case unknownRewrite(String, known: [String])
  case memoryBudget(Int)
  case checkpointUnreadable(String)
  case checkpointShape(path: String, variable: String, found: Shape, wanted: Shape)
  case checkpointType(path: String, variable: String, found: String, wanted: DType)
  case checkpointOfAnotherModel(path: String, has: [String], wanted: [String])
}

extension SourceError: IncomparableError {}

extension SourceError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noTarget: "Missing expected argument '<target>'"
    case .argumentOfAnotherKind(let words): words
    case .noTriage(let kind): "There is nothing to triage in \(kind). Name a built-in model, or a Python file."
    case .unknownModel(let name, let known):
      "There is no built-in model '\(name)'.\(NearestName.suggestion(name, known)) Built-in models: \(Self.list(known))."
    case .unknownMode(let name):
      "--mode has no value '\(name)'. It takes \(Self.list(WeightMode.names))."
    case .unknownEndpoint(let name, let known):
      "The model has no end point '\(name)'.\(NearestName.suggestion(name, known)) Its end points: \(Self.list(known))."
    case .malformedFault(let text):
      "--fault '\(text)' should be KIND[=VALUE]@ENDPOINT, such as missing-activation@Mixed_5b."
    case .unknownFault(let kind):
      "--fault has no kind '\(kind)'.\(NearestName.suggestion(kind, Self.faultKinds)) Kinds: \(Self.list(Self.faultKinds))."
    case .badFaultValue(let kind, let value): Self.badValue(kind, value)
    case .faultCannotShow(let kind, let remedy): "--fault \(kind.rawValue) cannot show in this run: \(remedy)."
    case .faultNotPlanted(let fault):
      "--fault \(fault.text) found nothing to change before \(fault.endpoint). Choose an end point whose layers "
        + "have what it changes."
    case .inputUnreadable(let path, let reason): "--input \(path): \(reason)"
    case .inputShape(let path, let found, let wanted):
      "--input \(path) has shape \(found), but the model takes \(wanted). Save an array of that shape."
    case .unknownCandidate(let name):
      "--candidate has no kind '\(name)'. It takes \(Self.list(CandidateKind.allCases.map(\.rawValue)))."
    case .malformedOperationSeed(let text):
      "--operation-seed '\(text)' should be N[@ENDPOINT[#CALL]], such as 12@dropout: the operation seed, the end point "
        + "after which it is set, and in which call of the model."
    case .operationSeedNeedsMode:
      "--operation-seed has nothing to set in this mode: use --mode num_random_ops or constant."
    case .unknownRewrite(let name, let known):
      "--disable-rewrite has no rewrite '\(name)'. It takes \(Self.list(known))."
    case .memoryBudget(let value): "--memory-budget \(value) should be at least 1 (MiB)."
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
    case .inputType(let path, let found):
      "--input \(path) has dtype \(found.rawValue), but the model takes float32, or a uint8 image. "
        + "Save it with x.astype(np.float32)."
    }
  }

  private static let faultKinds = Fault.Kind.allCases.map(\.rawValue)

  private static func few(_ names: [String]) -> String {
    names.prefix(3).joined(separator: ", ")
      + (names.count > 3 ? ", … (\(names.count))" : names.isEmpty ? "nothing" : "")
  }

  private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }

  private static func badValue(_ kind: Fault.Kind, _ value: String) -> String {
    switch kind.parameter {
    case .none: "--fault \(kind.rawValue) takes no value, but got '\(value)'. Write \(kind.rawValue)@ENDPOINT."
    case .number: "--fault \(kind.rawValue) takes a number, but got '\(value)'."
    case .padding: "--fault \(kind.rawValue) takes SAME or VALID, but got '\(value)'."
    }
  }
}
