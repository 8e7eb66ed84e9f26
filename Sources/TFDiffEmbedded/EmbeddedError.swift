import TFDiffDebugger

/// What can be wrong with what is asked of a built-in model, as facts; ``EmbeddedError/description`` words them.
public enum EmbeddedError: Error, Sendable {
  case unknownModel(String, known: [String])
  case unknownEndpoint(String, known: [String])
  case malformedFault(String)
  case unknownFault(String)
  case badFaultValue(FaultKind, String)
  case faultCannotShow(FaultKind, remedy: String)
  case faultNotPlanted(Fault)
  case malformedOperationSeed(String)
  case operationSeedNeedsMode
  case unknownRewrite(String, known: [String])
}

extension EmbeddedError: IncomparableError {}

extension EmbeddedError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownModel(let name, let known):
      "There is no built-in model '\(name)'.\(NearestName.suggestion(name, known)) Built-in models: \(Self.list(known))."
    case .unknownEndpoint(let name, let known):
      "The model has no endpoint '\(name)'.\(NearestName.suggestion(name, known)) Its endpoints: \(Self.list(known))."
    case .malformedFault(let text):
      "--fault '\(text)' should be KIND[=VALUE]@ENDPOINT, such as missing-activation@Mixed_5b."
    case .unknownFault(let kind):
      "--fault has no kind '\(kind)'.\(NearestName.suggestion(kind, Self.faultKinds)) Kinds: \(Self.list(Self.faultKinds))."
    case .badFaultValue(let kind, let value): Self.badValue(kind, value)
    case .faultCannotShow(let kind, let remedy): "--fault \(kind.name) cannot show in this run: \(remedy)."
    case .faultNotPlanted(let fault):
      "--fault \(fault.text) found nothing to change before \(fault.endpoint). Choose an endpoint whose layers "
        + "have what it changes."
    case .malformedOperationSeed(let text):
      "--operation-seed '\(text)' should be N[@ENDPOINT[#CALL]], such as 12@dropout: the operation seed, the endpoint "
        + "after which it is set, and in which call of the model."
    case .operationSeedNeedsMode:
      "--operation-seed has nothing to set in this mode: use --mode num_random_ops or constant."
    case .unknownRewrite(let name, let known):
      "--disable-rewrite has no rewrite '\(name)'.\(NearestName.suggestion(name, known)) It takes \(Self.list(known))."
    }
  }

  private static let faultKinds = FaultKind.all.map(\.name)

  private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }

  private static func badValue(_ kind: FaultKind, _ value: String) -> String {
    guard let parameter = kind.parameter else {
      return "--fault \(kind.name) takes no value, but got '\(value)'. Write \(kind.name)@ENDPOINT."
    }
    return "--fault \(kind.name) takes \(parameter.words), but got '\(value)'."
  }
}
