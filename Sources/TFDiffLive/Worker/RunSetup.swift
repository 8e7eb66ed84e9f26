import TFDiffDebugger
import TFDiffTargets
import TFDiffTensor

/// What a worker is told to run.
struct RunSetup: Encodable, Sendable {
  var side: String
  /// The program's file and its text, where it is one.
  var file: String?
  var source: String?
  /// Where modules are looked for first.
  var folder: String
  /// `module:name` or `file.py:name` of the model function and of the layer or model, where they are named.
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
  /// Whether a candidate may be asked for the values that operations take.
  var tellsOperands: Bool
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
  var steps: Int
  /// Whether the forward pass is that of a training step, as far as its loss.
  var endsAtLoss: Bool
  /// Whether gradients flow through what the program stops them at.
  var passesGradients: Bool
  /// Whether each element of the input is moved by one unit in the last place.
  var movesInput = false
  /// Where nothing of the forward pass is computed and what is known is told, by the type of an operation the attributes that
  /// configure a layer; else nil.
  var preflight: [String: [String]]?
  /// The input itself, which travels beside this.
  var inputValue: Tensor?

  private enum CodingKeys: CodingKey {
    case side, file, source, folder, tf1, tf2, training, seed, toolMode, weightValue, input, layout, isPaired, layers
    case asksPairing, bookkeepingTypes, candidate, returnsOperations, tellsOperands, restores, replacesWeights, spans
    case tensorLimit, disabledRewrites, optimizes, steps, endsAtLoss, passesGradients, movesInput, preflight
  }
}

extension RunSetup {
  init(_ settings: LiveSettings, side: Side, plan: LivePlan) {
    guard !plan.calculates else {
      self.init(calculating: settings)
      return
    }
    let program = settings.program
    var weightValue: Float?
    if case .fixedWeights(let value) = settings.mode { weightValue = value }
    self.init(
      side: side.rawValue, file: program.file, source: program.source, folder: program.folder, tf1: program.tf1,
      tf2: program.tf2, training: settings.training || settings.steps > 0 || settings.endsAtLoss, seed: settings.seed,
      toolMode: settings.mode.countsRandomOperations ? "num_random_ops" : "constant",
      weightValue: weightValue, input: settings.input.map { TensorFacts($0) }, layout: plan.layout?.entries,
      isPaired: plan.isPaired, layers: plan.layers, asksPairing: plan.asksPairing,
      bookkeepingTypes: OperationKind.bookkeepingTypes.sorted(), candidate: settings.candidate.rawValue,
      returnsOperations: plan.tellsOperations, tellsOperands: plan.tellsOperands,
      restores: !plan.isAhead && settings.checkpoint != nil || (settings.copiesWeights && side == .candidate),
      replacesWeights: settings.checkpoint != nil || settings.copiesWeights, spans: plan.spans,
      tensorLimit: settings.tensorLimit, disabledRewrites: settings.rewrites.disabled,
      optimizes: settings.rewrites.optimizes, steps: settings.steps, endsAtLoss: settings.endsAtLoss,
      passesGradients: settings.passesGradientsOn == side,
      movesInput: settings.movesInput, preflight: plan.isAhead ? SidePreflight.ConfiguredOperation.configuring : nil,
      inputValue: settings.input)
  }
  /// Single operations are executed, and nothing of the program is asked for.
  private init(calculating settings: LiveSettings) {
    self.init(
      side: "calculator", folder: settings.program.folder, training: false, seed: settings.seed, toolMode: "constant",
      isPaired: false, asksPairing: false, bookkeepingTypes: [], candidate: "eager",
      returnsOperations: false, tellsOperands: false, restores: false, replacesWeights: false,
      tensorLimit: settings.tensorLimit, disabledRewrites: [], optimizes: true, steps: 0,
      endsAtLoss: false, passesGradients: false)
  }
}
