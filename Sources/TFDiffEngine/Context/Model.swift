import TFDiffTensor

/// A forward pass that runs in both worlds.
public protocol Model: Sendable {
  /// As the command line has it.
  var name: String { get }
  /// With a batch of one.
  var inputShape: Shape { get }
  /// The end points, in the order in which the forward pass marks them.
  var endpoints: [String] { get }
  /// Those of them that the model is run for.
  var outputs: [String] { get }
  /// How many classes its output tells apart, so that it can be trained on labels; nil where it tells none apart.
  var trainedClasses: Int? { get }
  /// What Python's constructor gives: an object that is then called, and may keep variables between calls.
  func makeInstance() -> any ModelInstance
}

extension Model {
  public var outputs: [String] { [] }
  public var trainedClasses: Int? { nil }
}

/// A model that is a function: it keeps nothing of its own between calls, and finds its variables by name.
public protocol StatelessModel: Model {
  /// Runs the forward pass, marking its end points, and returns its output.
  func callAsFunction(_ inputs: Value, training: Bool, in context: any ExecutionContext) throws -> Value
}

/// A model that has been constructed.
public protocol ModelInstance: AnyObject {
  /// Runs the forward pass, marking its end points, and returns its output.
  func callAsFunction(_ inputs: Value, training: Bool, in context: any ExecutionContext) throws -> Value
  /// The variables kept in attributes of the object, which it lists as its own beside those of `getVariable`.
  var attributes: [Variable] { get }
}

extension StatelessModel {
  public func makeInstance() -> any ModelInstance { StatelessInstance(self) }
}

/// The object around a forward pass that keeps nothing of its own.
private final class StatelessInstance: ModelInstance {
  private let model: any StatelessModel
  let attributes: [Variable] = []

  init(_ model: any StatelessModel) { self.model = model }

  func callAsFunction(_ inputs: Value, training: Bool, in context: any ExecutionContext) throws -> Value {
    try model.callAsFunction(inputs, training: training, in: context)
  }
}
