/// What a variable is for.
public enum VariableRole: String, Sendable, Hashable, Codable {
  /// Part of the model, trained or not: kernels, biases, moving averages.
  case weight
  /// An optimizer's, such as Adam's moments.
  case slot
  /// Counts steps or iterations.
  case counter
  /// A metric's total or count.
  case metric
}

extension VariableRole {
  /// Whether a model lacks something where it lacks such a variable.
  public var decides: Bool { self == .weight }
}

/// The reference's variable that a candidate's of another name is compared with.
public struct VariablePartner: Sendable, Hashable {
  public var name: String
  public var way: PairingWay
  /// How it is laid out otherwise, and of which variables of the reference; nil where it is the same.
  public var layout: VariableLayout?
  public var references: [String]

  public init(name: String, way: PairingWay, layout: VariableLayout? = nil, references: [String] = []) {
    self.name = name
    self.way = way
    self.layout = layout
    self.references = references
  }
}

/// How two variables were found to belong together; the raw values are the report's.
public enum PairingWay: String, Sendable, Hashable, Codable, CaseIterable {
  case map, name
  /// Alike but for roots, prefixes and the customs of slim, `tf.layers` and Keras.
  case path
  /// Paired operations read them.
  case operation
  /// Others of their layers are paired.
  case layer
  /// Of those of their shape, the ones whose names have most words in common.
  case words
  /// The only ones of their shape, or as many on both sides, taken in order.
  case order
}

extension PairingWay {
  /// The words for it.
  public var words: String {
    switch self {
    case .map: "as the map says"
    case .name: "by name"
    case .path: "by name but for prefixes and customs"
    case .operation: "by the operations that read them"
    case .layer: "with their layers"
    case .words: "by the words that their names have in common"
    case .order: "by shape and order"
    }
  }
}
