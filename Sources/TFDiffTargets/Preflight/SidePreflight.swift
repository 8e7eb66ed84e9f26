import TFDiffDebugger

/// What can be known of a side before any run.
public struct SidePreflight: Sendable {
  /// A fact under its name: `TensorFlow` is `2.12.1`; an input's name and the sha256 of its type, shape and elements.
  public struct Fact: Sendable, Hashable {
    public var name: String
    public var value: String
    public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
  }
  /// How often a configuration of a layer's operation occurs in the model.
  public struct ConfiguredOperation: Sendable, Hashable {
    /// Without the number of its version.
    public var type: String
    public var attributes: [String: String]
    public var count: Int
    public init(type: String, attributes: [String: String], count: Int) {
      (self.type, self.attributes, self.count) = (type, attributes, count)
    }

    /// A type of operation without the number of its version: `FusedBatchNormV3` is `FusedBatchNorm`.
    public static func canonical(_ type: String) -> String {
      ["V2", "V3"].contains { type.hasSuffix($0) } ? String(type.dropLast(2)) : type
    }

    /// By type the attributes that say how a layer computes.
    public static let configuring = [
      "AvgPool": ["data_format", "ksize", "padding", "strides"],
      "Conv2D": ["data_format", "dilations", "padding", "strides"],
      "Conv2DBackpropInput": ["data_format", "dilations", "padding", "strides"],
      "Conv3D": ["data_format", "dilations", "padding", "strides"],
      "DepthwiseConv2dNative": ["data_format", "dilations", "padding", "strides"],
      "FusedBatchNorm": ["data_format", "epsilon", "is_training"],
      "LRN": ["alpha", "beta", "bias", "depth_radius"],
      "LeakyRelu": ["alpha"],
      "MaxPool": ["data_format", "ksize", "padding", "strides"],
    ]
  }
  /// A pattern by which an optimizer leaves variables out of weight decay, and how many it matches; nil where the variables are not
  /// known.
  public struct Exclusion: Sendable, Hashable {
    public var optimizer: String
    public var pattern: String
    public var matches: Int?
    public init(optimizer: String, pattern: String, matches: Int?) {
      (self.optimizer, self.pattern, self.matches) = (optimizer, pattern, matches)
    }
  }
  public var facts: [Fact] = []
  public var inputs: [Fact] = []
  /// Nil where the model could not be built without running it.
  public var operations: [ConfiguredOperation]?
  /// The shares of their old value that the moving averages keep which the forward pass assigns, ascending; nil as above.
  public var decays: [Double]?
  /// Why the model could not be built.
  public var obstacle: String?
  public var exclusions: [Exclusion] = []
  public var variables: [VariableEvent] = []
  /// In the order in which they are made; empty as above.
  public var random: [RandomEvent] = []

  public init() {}
}
