import TFDiffTensor

/// A forward pass that runs in both worlds.
public protocol Model: Sendable {
  /// As the command line has it.
  var name: String { get }
  /// With a batch of one.
  var inputShape: Shape { get }
  /// The end points, in the order in which the forward pass marks them.
  var endpoints: [String] { get }
  /// Runs the forward pass, marking its end points, and returns its output.
  func callAsFunction(_ inputs: Value, training: Bool, in context: any ExecutionContext) throws -> Value
}
