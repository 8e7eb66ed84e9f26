import TFDiffTensor

/// How the operations of one type are differentiated.
public enum Gradient: Sendable {
  /// Adds or executes what turns the gradients of an operation's outputs into those of its inputs.
  ///
  /// One function serves both worlds: it is written against an ``ExecutionContext``, whose current name scope is the
  /// gradient's own. The incoming gradients are one for each output, nil where nothing depends on the output; what it
  /// returns is one for each input, nil where no gradient flows to it.
  public typealias Function =
    @Sendable (
      _ context: any ExecutionContext, _ operation: ForwardOperation, _ gradients: [Value?]
    ) throws -> [Value?]

  case function(Function)
  /// Gradients end here, as TensorFlow's `tf.no_gradient` has it.
  case notDifferentiable

  /// The gradient of an operation with one output, to which one has come.
  static func ofOutput(
    _ function: @escaping @Sendable (any ExecutionContext, ForwardOperation, Value) throws -> [Value?]
  ) -> Gradient {
    .function { context, operation, gradients in
      guard let gradient = gradients.first ?? nil else { return operation.inputs.map { _ in nil } }
      return try function(context, operation, gradient)
    }
  }

  /// The gradient of an element-wise operation of one input.
  static func ofElements(
    _ function: @escaping @Sendable (any ExecutionContext, ForwardOperation, Value) throws -> Value
  ) -> Gradient {
    .ofOutput { [try function($0, $1, $2)] }
  }
}

/// An operation that was added to a graph or executed, as its gradient sees it.
public struct ForwardOperation: Sendable {
  public let name: String
  public let type: String
  public let attributes: Attributes
  public let inputs: [Value]
  public let outputs: [Value]
  /// Inputs whose gradients nobody asks for: an eager gradient need not compute them. A graph computes only what is
  /// fetched, so that there it has none.
  public let skippedInputs: Set<Int>

  func needs(_ input: Int) -> Bool { !skippedInputs.contains(input) }
}

extension Value {
  /// Whether gradients are taken with respect to values of this kind: floating-point numbers.
  /// Source: tensorflow/python/eager/backprop_util.py, `IsTrainable`.
  var isTrainable: Bool { dtype.isFloatingPoint }

  /// Whether it is known to be zero for being made so; a gradient that does not depend on an output comes as such a one.
  var isZeros: Bool { output?.operation.type == "ZerosLike" }
}
