import TFDiffDebugger
import TFDiffTensor

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
  /// The model has no loss to be trained with.
  case cannotTrain(String, known: [String])
  case noLabels(model: String)
  case labelsUnreadable(path: String, reason: String)
  case labelType(path: String, found: DType)
  case labelShape(path: String, found: Shape, batch: Int)
  case labelOutside(path: String, found: Int, classes: Int)
  case unknownOptimizer(String, known: [String])
  case badOptimizerValue(String, known: [String])
  case stepsNeedEager(String)
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
      "--fault '\(text)' should be KIND[=VALUE]@ENDPOINT, such as missing-activation@Mixed_5b; KIND[=VALUE] for one that lies "
        + "in how the model is trained, such as loss-reduction."
    case .unknownFault(let kind):
      "--fault has no kind '\(kind)'.\(NearestName.suggestion(kind, Self.faultKinds)) Kinds: \(Self.list(Self.faultKinds))."
    case .badFaultValue(let kind, let value): Self.badValue(kind, value)
    case .faultCannotShow(let kind, let remedy): "--fault \(kind.name) cannot show in this run: \(remedy)."
    case .faultNotPlanted(let fault):
      "--fault \(fault.text) found nothing to change before \(fault.endpoint ?? "the first step"). Choose an endpoint whose layers "
        + "have what it changes."
    case .malformedOperationSeed(let text):
      "--operation-seed '\(text)' should be N[@ENDPOINT[#CALL]], such as 12@dropout: the operation seed, the endpoint "
        + "after which it is set, and in which call of the model."
    case .operationSeedNeedsMode:
      "--operation-seed has nothing to set in this mode: use --mode num_random_ops or constant."
    case .cannotTrain(let model, let known):
      "\(model) has no loss to be trained with: leave out --steps, or name one of \(Self.list(known))."
    case .noLabels(let model):
      "\(model) is trained on labels: add --labels FILE.npz:NAME, a whole number for each item."
    case .labelsUnreadable(let path, let reason): "--labels \(path): \(reason)"
    case .labelType(let path, let found):
      "--labels \(path) has dtype \(found.rawValue), but labels are whole numbers. Save them with y.astype(np.int32)."
    case .labelShape(let path, let found, let batch):
      "--labels \(path) has shape \(found.rank <= 16 ? "\(found)" : "of \(found.rank) dimensions"), but the input has "
        + "\(batch) items: save \([batch] as Shape), one label for each."
    case .labelOutside(let path, let found, let classes):
      "--labels \(path) has a label \(found), but the model's classes are 0 to \(classes - 1)."
    case .unknownOptimizer(let name, let known):
      "--optimizer has no optimizer '\(name)'.\(NearestName.suggestion(name, known)) It takes \(Self.list(known))."
    case .badOptimizerValue(let word, let known):
      "--optimizer '\(word)' should be KEY=VALUE with a number, each key once. This one takes \(Self.list(known))."
    case .stepsNeedEager(let kind):
      "--steps goes with --candidate eager: a training step of a built-in model is not run as \(kind)."
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
