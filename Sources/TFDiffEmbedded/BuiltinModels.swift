import TFDiffEngine

/// The models that come with the program.
public enum BuiltinModels {
  /// A model and what to say of it in a list.
  public struct Entry: Sendable {
    public let model: any Model
    public let summary: String
  }

  public static let all: [Entry] = [
    Entry(
      model: InceptionResnetV2(),
      summary: "TF-Slim's Inception-ResNet-v2 as the migration guide has it (batch norm with gamma)"),
    Entry(
      model: InceptionResnetV2(name: "inception-resnet-v2-unscaled", batchNormScale: false),
      summary: "the same with slim's default arg scope (no gamma); its fixed weights overflow"),
    Entry(model: DigitsNet(), summary: "a small TF-Slim classifier of 8×8 digits"),
    Entry(
      model: BrokenScalingLayer(), summary: "the guide's layer that makes a new variable and bias at each call"),
    Entry(model: FixedScalingLayer(), summary: "the same, repaired: variables are made once and kept"),
    Entry(
      model: LayerPerCall(), summary: "a model that makes a whole Keras layer inside its forward pass"),
    Entry(
      model: UntrackedScalingLayer(),
      summary: "a layer whose variables exist but are not in its list of variables"),
  ]

  /// - Throws: ``EmbeddedError/unknownModel(_:known:)``.
  public static func named(_ name: String) throws(EmbeddedError) -> any Model {
    guard let entry = all.first(where: { $0.model.name == name }) else {
      throw .unknownModel(name, known: all.map(\.model.name))
    }
    return entry.model
  }
}
