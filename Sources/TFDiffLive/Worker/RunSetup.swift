import TFDiffDebugger
import TFDiffTensor

/// What a worker is told to run.
struct RunSetup: Encodable, Sendable {
  var side: String
  /// The program's file and its text, where it is one.
  var file: String?
  var source: String?
  /// Where modules are looked for first.
  var folder: String
  /// `module:name` of the model function and of the layer or model, where they are named.
  var tf1: String?
  var tf2: String?
  /// Whether the forward pass is in training mode.
  var training: Bool
  /// The testing tool's.
  var seed: Int
  var toolMode: String
  /// What every variable is set to; nil where they are drawn.
  var weightValue: Float?
  /// What the payload is; nil for what the program's `inputs()` gives.
  var input: TensorFacts?
  var layout: [LiveLayout.Entry]?
  var isPaired: Bool
  var layers: [LivePlan.Layer]?
  var asksPairing: Bool
  /// Op types whose values need not travel.
  var bookkeepingTypes: [String]
  var candidate: String
  /// Whether a traced function returns the operations on the way to its end points too.
  var returnsOperations: Bool
  /// Whether the debugger is to be asked what variables are to have as their values.
  var restores: Bool
  /// Whether variables get other values than their initializers', which then count as no random operations.
  var replacesWeights: Bool
  /// By end point, the ordinals of the operations that it takes its value from; nil where that is not known.
  var spans: [LivePlan.Span]?
  /// How many bytes of a tensor may travel.
  var tensorLimit: Int
  /// Grappler's toggles that are off.
  var disabledRewrites: [String]
  /// False for no graph optimization at all.
  var optimizes: Bool
  /// How many training steps are compared; 0 for the forward pass.
  var steps = 0
  /// The input itself, which travels beside this.
  var inputValue: Tensor?

  private enum CodingKeys: CodingKey {
    case side, file, source, folder, tf1, tf2, training, seed, toolMode, weightValue, input, layout, isPaired, layers
    case asksPairing, bookkeepingTypes, candidate, returnsOperations, restores, replacesWeights, spans, tensorLimit
    case disabledRewrites, optimizes, steps
  }
}

extension RunSetup {
  init(_ settings: LiveSettings, side: Side, plan: LivePlan) {
    let program = settings.program
    var weightValue: Float?
    if case .fixedWeights(let value) = settings.mode { weightValue = value }
    self.init(
      side: side.rawValue, file: program.file, source: program.source, folder: program.folder, tf1: program.tf1,
      tf2: program.tf2, training: settings.training, seed: settings.seed,
      toolMode: settings.mode.countsRandomOperations ? "num_random_ops" : "constant",
      weightValue: weightValue, input: settings.input.map { TensorFacts($0) }, layout: plan.layout?.entries,
      isPaired: plan.isPaired, layers: plan.layers, asksPairing: plan.asksPairing,
      bookkeepingTypes: OperationKind.bookkeepingTypes.sorted(), candidate: settings.candidate.rawValue,
      returnsOperations: plan.tellsOperations,
      restores: settings.checkpoint != nil || (settings.copiesWeights && side == .candidate),
      replacesWeights: settings.checkpoint != nil || settings.copiesWeights, spans: plan.spans,
      tensorLimit: settings.tensorLimit, disabledRewrites: settings.rewrites.disabled,
      optimizes: settings.rewrites.optimizes, inputValue: settings.input)
  }
}
