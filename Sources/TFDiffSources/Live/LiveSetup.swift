import Foundation
import TFDiffDebugger

/// What a worker is told to run: the head of the first frame after the probe.
struct LiveSetup: Encodable {
  struct Input: Encodable {
    var dtype: String
    var shape: [Int]
  }
  var side: String
  var file: String?
  var source: String?
  var folder: String
  var tf1: String?
  var tf2: String?
  var training: Bool
  var seed: Int
  var toolMode: String
  /// What every variable is set to; nil where they are drawn.
  var weight: Float?
  var input: Input?
  var layout: [LiveLayout.Entry]?
  var isPaired: Bool
  var layers: [LivePlan.Layer]?
  var asksPairing: Bool
  /// Op types that are bookkeeping: their values need not travel.
  var untoldTypes: [String]
  var candidate: String
  /// Whether a traced function returns the operations on the way to its end points too.
  var operations: Bool
  /// Whether the debugger is to be asked what variables are to have as their values.
  var restores: Bool
  /// Whether variables get other values than their initializers', which then count as no random operations.
  var replacesWeights: Bool
  /// By end point, the ordinals of the operations that it takes its value from; nil where that is not known.
  var spans: [LivePlan.Span]?
  /// How many bytes of a tensor may travel.
  var tensorLimit: Int
  var disabledRewrites: [String]
  var optimizes: Bool

  init(_ settings: LiveSettings, side: Side, plan: LivePlan) {
    let program = settings.program
    self.side = side.rawValue
    (file, source, folder, tf1, tf2) = (program.file, program.source, program.folder, program.tf1, program.tf2)
    training = settings.training
    seed = settings.seed
    toolMode = settings.mode.toolMode.rawValue
    if case .fixedWeights(let value) = settings.mode { weight = value }
    input = settings.input.map { Input(dtype: $0.dtype.rawValue, shape: $0.shape.dimensions) }
    layout = plan.layout?.entries
    isPaired = plan.isPaired
    layers = plan.layers
    asksPairing = plan.asksPairing
    candidate = settings.candidate.rawValue
    operations = plan.tellsOperations
    restores = settings.checkpoint != nil || (settings.copiesWeights && side == .candidate)
    replacesWeights = settings.checkpoint != nil || settings.copiesWeights
    spans = plan.spans
    tensorLimit = settings.tensorLimit
    disabledRewrites = settings.rewrites.disabled
    optimizes = settings.rewrites.optimizes
    untoldTypes = OperationKind.bookkeepingTypes.sorted()
  }

  func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return try encoder.encode(self)
  }
}
