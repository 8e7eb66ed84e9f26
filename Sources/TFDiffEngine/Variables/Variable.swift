import TFDiffTensor

/// A variable of a graph or of an eager run; its value is kept by the session's or the context's
/// ``ResourceManager`` under the name of its resource.
public final class Variable: Sendable {
  /// With its scopes, without TensorFlow's `:0`. Eager variables may share a name.
  public let name: String
  public let shape: Shape
  public let dtype: DType
  public let trainable: Bool
  /// What its value is kept under: the same for no two variables of a context.
  public let resource: String
  /// The `VarHandleOp` or `VariableV2` in a graph; the handle itself in an eager run.
  let handle: Value
  /// The operation that gives it its initial value; nil in an eager run, where that has happened.
  public let initializer: Operation?
  /// Who made it.
  public let stack: CapturedStack

  init(request: VariableRequest, resource: String, handle: Value, initializer: Operation?) {
    name = request.name
    shape = request.shape
    dtype = request.dtype
    trainable = request.trainable
    self.resource = resource
    self.handle = handle
    self.initializer = initializer
    stack = request.stack
  }
}

/// What is wanted of a new variable.
public struct VariableRequest: Sendable {
  /// With its scopes.
  public var name: String
  public var shape: Shape
  public var dtype: DType
  public var trainable: Bool
  public var initializer: Initializer
  /// Who asks for it.
  public internal(set) var stack = CapturedStack.none
  /// Whether a graph has set the name aside for it already.
  var isNameTaken = false

  init(name: String, shape: Shape, dtype: DType, trainable: Bool, initializer: Initializer) {
    self.name = name
    self.shape = shape
    self.dtype = dtype
    self.trainable = trainable
    self.initializer = initializer
  }
}

/// A variable's handle as a tensor that flows along a graph's edges: the bytes of its resource's name.
enum ResourceHandle {
  static func encode(_ name: String) -> Tensor { Tensor(Array(name.utf8)) }
  static func decode(_ handle: Tensor) -> String {
    handle.withElements(of: UInt8.self) { String(decoding: $0, as: UTF8.self) }
  }
}
