import TFDiffDebugger

/// What a worker is told when it is started, which decides what it can be asked for.
struct LivePlan: Sendable, Hashable {
  /// A tensor of a graph that is told as an end point.
  struct Layer: Sendable, Hashable, Encodable {
    var name: String
    var operation: String
    var output: Int
  }
  /// An end point, and the operations on the way to it and to none before it, by their ordinals.
  struct Span: Sendable, Hashable, Encodable {
    var name: String
    var ordinals: [Int]
  }
  /// Whether it waits, once its names are known, to be asked for its structure.
  var asksPairing = false
  /// The end points of a graph, the reference's or a traced candidate's; nil for those that the program names.
  var layers: [Layer]?
  /// Which operations yield an eager candidate's end points, so that each can be told as it is reached; nil where that is
  /// not known.
  var layout: LiveLayout?
  /// Which operations of an eager candidate lead to which end point; nil where that is not known.
  var spans: [Span]?
  /// Whether the layers are those of a pairing, in the place of what the program names.
  var isPaired = false
  /// Whether a traced function is to return the operations on the way, too.
  var tellsOperations = false
  /// Whether it may be asked for the values that operations take.
  var tellsOperands = false
  /// Whether it executes single operations, and runs no program.
  var calculates = false
  /// Whether it tells what is known of its side before any run, and computes nothing of the forward pass.
  var isAhead = false
}

extension LivePlan {
  /// What a run of a side is told, as far as earlier runs have found out.
  init(
    _ side: Side, _ settings: LiveSettings, _ discoveries: LiveDiscoveries, tellsOperations: Bool = false,
    tellsOperands: Bool = false
  ) {
    (self.tellsOperations, self.tellsOperands) = (tellsOperations, tellsOperands)
    let isTraced = side == .reference || settings.candidate == .function
    if !isTraced { (layout, spans) = (discoveries.layout, discoveries.spans) }
    switch discoveries.layers {
    case nil: asksPairing = true
    case .asNamed: break
    case .paired(let pairing):
      isPaired = true
      if isTraced { layers = pairing.layers(of: side) }
    }
  }
}
