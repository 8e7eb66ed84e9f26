import TFDiffDebugger
import TFDiffTensor

/// What one side's forward pass is made of, as its worker tells it.
struct LiveStructure: Sendable, Hashable, Decodable {
  struct Operation: Sendable, Hashable, Decodable {
    /// Without the scope that the side's model as a whole opens.
    var name: String
    /// As the graph has it.
    var operation: String
    var type: String
    /// Nil where the graph does not know it.
    var shape: [Int]?
    var dtype: String?
    /// Its place among all that the candidate's forward pass executes; nil in the reference.
    var ordinal: Int?
    /// The shapes of all it takes, weights among them; nil for one that is not known.
    var inputShapes: [[Int]?]
    /// The places of the operations whose values it takes.
    var sources: [Int]
    /// The names of the variables whose values it takes, in order.
    var variables: [String] = []
  }

  struct Layer: Sendable, Hashable, Decodable {
    /// What the program calls it, or its scope.
    var layer: String
    /// The operation whose output it is.
    var operation: String
    var type: String
    var ordinal: Int?
    var output: Int
    /// Whether the program itself names it as an end point.
    var isNamed: Bool
    /// The place of the operation that computes its value, which others may only have handed on; nil for an input.
    var place: Int?
  }

  /// In the order in which they were made or executed.
  var operations: [Operation]
  var layers: [Layer]
  /// What the program returns beside what it names.
  var outputs: [Layer] = []
  /// By the name of an LSTM cell's bias, what the cell adds to its forget gate besides; of the reference's, where its graph
  /// tells it.
  var forgetBiases: [String: Float] = [:]
  /// By the name of a variable, the attributes of the model that lead to it, such as `blocks/query/kernel`; of the
  /// candidate's.
  var attributes: [String: String] = [:]

  /// The layers to compare: those that the program names, else those of its scopes.
  var chosenLayers: [Layer] {
    let named = layers.filter(\.isNamed)
    return named.isEmpty ? layers : named
  }
}

extension LiveStructure.Operation {
  /// - Parameter isDetailed: whether partners must take the same shapes, which tells a 1×1 convolution from a 3×3.
  func outline(isDetailed: Bool) -> OperationOutline {
    OperationOutline(
      name: name, type: type, shape: shape.map { Shape($0) }, detail: isDetailed ? " \(tellingShapes)" : "")
  }

  /// The shapes by which it is told from others. A batch norm that trains is given its moving averages by Keras and empty
  /// tensors by TensorFlow 1, and computes the same.
  var tellingShapes: [[Int]?] { isBatchNorm ? Array(inputShapes.prefix(3)) : inputShapes }

  /// The variables by which it is told from others, in order.
  var tellingVariables: [String] { isBatchNorm ? variables.filter { !VariablePath($0).isMovingAverage } : variables }

  /// What it does, whatever it is called: a bias is added by `+` in one program and by BiasAdd in another.
  var work: String {
    let type = canonicalOperationType(type)
    return type == "BiasAdd" ? "Add" : type
  }

  /// Whether the order of what it takes says nothing.
  var isCommutative: Bool { ["Add", "AddN", "Mul", "Maximum", "Minimum"].contains(work) }

  private var isBatchNorm: Bool { type.hasPrefix("FusedBatchNorm") }

  var isCompute: Bool {
    OperationKind(type: type, shape: shape.map { Shape($0) }, dtype: dtype.flatMap { DType(rawValue: $0) }) == .compute
  }
}

/// A value of one side's forward pass.
struct LivePlace: Sendable, Hashable {
  var operation: String
  var type: String
  var ordinal: Int?
  var output: Int
}

extension LivePlace {
  init(_ operation: LiveStructure.Operation) {
    self.init(operation: operation.operation, type: operation.type, ordinal: operation.ordinal, output: 0)
  }

  init(_ layer: LiveStructure.Layer) {
    self.init(operation: layer.operation, type: layer.type, ordinal: layer.ordinal, output: layer.output)
  }
}
