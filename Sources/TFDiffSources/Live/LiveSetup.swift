import Foundation
import TFDiffDebugger

/// What a worker is told to run: the head of the first frame after the probe.
struct LiveSetup: Encodable {
  struct Input: Encodable {
    var dtype: String
    var shape: [Int]
  }
  /// A tensor of the reference's graph that is told as an end point.
  struct Layer: Encodable, Hashable {
    var name: String
    var operation: String
    var output: Int
  }
  /// What a worker is told about the layers.
  struct Layers {
    /// Whether it waits, once its names are known, to be asked for its structure.
    var asksPairing = false
    /// The reference's; nil for those it names.
    var reference: [Layer]?
    /// The candidate's; nil where they are not known.
    var layout: LiveLayout?
    /// Whether the layout is that of all layers to be told.
    var isPaired = false
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
  var layers: [Layer]?
  var asksPairing: Bool
  /// Op types that are bookkeeping: their values need not travel.
  var untoldTypes: [String]

  init(_ settings: LiveSettings, side: Side, layers: Layers) {
    let program = settings.program
    self.side = side.rawValue
    (file, source, folder, tf1, tf2) = (program.file, program.source, program.folder, program.tf1, program.tf2)
    training = settings.training
    seed = settings.seed
    toolMode = settings.mode.toolMode.rawValue
    if case .fixedWeights(let value) = settings.mode { weight = value }
    input = settings.input.map { Input(dtype: $0.dtype.rawValue, shape: $0.shape.dimensions) }
    layout = layers.layout?.entries
    isPaired = layers.isPaired
    self.layers = layers.reference
    asksPairing = layers.asksPairing
    untoldTypes = OperationKind.bookkeepingTypes.sorted()
  }

  func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return try encoder.encode(self)
  }
}
