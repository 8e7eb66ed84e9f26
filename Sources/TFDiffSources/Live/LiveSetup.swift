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
  /// Op types that are bookkeeping: their values need not travel.
  var untoldTypes: [String]

  init(_ settings: LiveSettings, side: Side, layout: LiveLayout?) {
    let program = settings.program
    self.side = side.rawValue
    (file, source, folder, tf1, tf2) = (program.file, program.source, program.folder, program.tf1, program.tf2)
    training = settings.training
    seed = settings.seed
    toolMode = settings.mode.toolMode.rawValue
    if case .fixedWeights(let value) = settings.mode { weight = value }
    input = settings.input.map { Input(dtype: $0.dtype.rawValue, shape: $0.shape.dimensions) }
    self.layout = layout?.entries
    untoldTypes = OperationKind.bookkeepingTypes.sorted()
  }

  func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    return try encoder.encode(self)
  }
}
