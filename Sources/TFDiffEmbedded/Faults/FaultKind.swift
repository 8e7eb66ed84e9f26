import TFDiffEngine
import TFDiffTensor

/// A mistake that migrations make, and how it is planted in a candidate. Each is a file of its own and a line in ``all``.
public struct FaultKind: Sendable {
  /// As the command line names it.
  public let name: String
  /// What the fault does, for a list of them.
  public let help: String
  /// What `=VALUE` may be; nil where none may be given.
  let parameter: FaultParameter?
  /// Why the fault could not show in a run, and what to change; nil where it can.
  let obstacle: @Sendable (EmbeddedSettings) -> String?
  let hook: FaultHook

  init(
    _ name: String, help: String, parameter: FaultParameter? = nil,
    obstacle: @escaping @Sendable (EmbeddedSettings) -> String? = { _ in nil }, hook: FaultHook
  ) {
    self.name = name
    self.help = help
    self.parameter = parameter
    self.obstacle = obstacle
    self.hook = hook
  }

  /// In the order in which they are listed.
  public static let all: [FaultKind] = [
    .batchNormEpsilon,
    .batchNormDecay,
    .missingActivation,
    .padding,
    .dropoutInInference,
    .swappedRandomOp,
    .transposedWeight,
    .perturbedElement,
    .missingRegularizer,
    .variablePerCall,
    .renamedVariable,
    .frozenVariable,
    .unrestoredVariable,
    .movingAveragesReset,
    .lossReduction,
    .missingRegularizationLoss,
    .stopGradient,
    .gradientScale,
    .clippingKind,
    .optimizerEpsilon,
    .accumulatorStart,
    .learningRate,
    .momentumKind,
    .weightDecayKind,
    .movingAveragesNotUpdated,
    .labelsOffByOne,
  ]
}

extension FaultKind: Hashable {
  public static func == (left: FaultKind, right: FaultKind) -> Bool { left.name == right.name }

  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension FaultKind {
  /// Whether it lies in the code before an endpoint, and not in how the model is trained.
  var liesBeforeEndpoint: Bool {
    switch hook {
    case .arguments, .request, .restoring, .reading, .endpoint: true
    case .procedure, .labels: false
    }
  }

  /// Why a fault of training could not show in a run that takes no steps.
  @Sendable static func needsSteps(_ settings: EmbeddedSettings) -> String? {
    settings.plan == nil ? "it shows in training steps: add --steps N --labels FILE" : nil
  }
}

/// What the value of a fault may be.
struct FaultParameter: Sendable {
  /// The words for it: `a number`.
  let words: String
  let accepts: @Sendable (String) -> Bool

  static let number = FaultParameter(words: "a number") { Double($0)?.isFinite == true }
  static let padding = FaultParameter(words: "SAME or VALID") { PaddingAlgorithm(rawValue: $0) != nil }
}

/// What of a run a fault changes, while the run is in the code before the fault's end point.
enum FaultHook: Sendable {
  /// The arguments of layers; planted where they then differ.
  case arguments(@Sendable (FaultSite, LayerKind, inout LayerArguments) -> Void)
  /// What is asked for when a variable is made; true where it was planted.
  case request(@Sendable (FaultSite, inout VariableRequest) -> Bool)
  /// Whether a variable, by its name, is not loaded from the checkpoint.
  case restoring(@Sendable (FaultSite, String) -> Bool)
  /// What a layer reads in the place of a variable's value, in each call of the model until it is planted in it; nil where
  /// the fault lies elsewhere.
  case reading(@Sendable (FaultSite, Variable, Value, any ExecutionContext) throws -> Value?)
  /// What the fault's end point is in the place of its value; nil where nothing can be changed.
  case endpoint(@Sendable (FaultSite, Value, any ExecutionContext) throws -> Value?)
  /// How the candidate trains; changed once, before its first step.
  case procedure(@Sendable (Fault, inout TrainingProcedure) -> Void)
  /// What the candidate takes for the labels.
  case labels(@Sendable (Fault, Tensor) -> Tensor)
}

/// Where in a run a fault's hook is asked.
struct FaultSite: Sendable {
  let fault: Fault
  /// Which call of the model is under way, from 1.
  let call: Int
  /// Whether the fault has been planted in this run.
  let isPlanted: Bool
}
