import TFDiffTensor

/// The element type and static shape of one input or output.
public struct TensorSpec: Sendable, Hashable {
  public let dtype: DType
  public let shape: Shape
  public init(_ dtype: DType, _ shape: Shape) {
    self.dtype = dtype
    self.shape = shape
  }
}

/// What a shape rule may look at.
public struct ShapeContext {
  public let inputs: [TensorSpec]
  public let attributes: Attributes
  /// The value of an input that is known while the graph is built, as TensorFlow's `constant_value` gives it.
  public let constantInput: (Int) -> Tensor?

  public init(
    inputs: [TensorSpec], attributes: Attributes, constantInput: @escaping (Int) -> Tensor? = { _ in nil }
  ) {
    self.inputs = inputs
    self.attributes = attributes
    self.constantInput = constantInput
  }
}

/// The code of one operation in one runtime: made once for a node of a session, or once for a set of
/// attributes in eager's kernel cache, and then called for each execution. State that TensorFlow keeps in its
/// kernels (a random generator's position) is kept in ours.
public protocol Kernel: AnyObject, Sendable {
  func compute(_ inputs: [Tensor], _ context: KernelContext) throws -> [Tensor]
}

/// What an execution offers a kernel besides its inputs.
public struct KernelContext: Sendable {
  /// How many threads the kernel may use.
  public let threads: Int
  /// The variables of this runtime.
  public let resources: ResourceManager
  public init(threads: Int, resources: ResourceManager) {
    self.threads = threads
    self.resources = resources
  }
}

/// A kernel without state.
public final class StatelessKernel: Kernel {
  public typealias Body = @Sendable (_ inputs: [Tensor], _ context: KernelContext) throws -> [Tensor]
  private let body: Body
  public init(_ body: @escaping Body) { self.body = body }
  public func compute(_ inputs: [Tensor], _ context: KernelContext) throws -> [Tensor] {
    try body(inputs, context)
  }
}

/// One TensorFlow op type: its shape rule, its kernel, a plain float64 reference of the same arithmetic, and its gradient.
public struct OperationDefinition: Sendable {
  public typealias ShapeRule = @Sendable (ShapeContext) throws -> [TensorSpec]
  public typealias KernelMaker = @Sendable (Attributes) throws -> any Kernel
  public typealias Reference = @Sendable (_ inputs: [Tensor], _ attributes: Attributes) throws -> [Tensor]

  public let type: String
  /// Never folded, merged or dropped by a rewrite: it reads or changes state.
  public let isStateful: Bool
  public let shapeRule: ShapeRule
  public let makeKernel: KernelMaker
  /// The same function on float64 tensors, written for clarity: the oracle of the kernel's tests.
  public let reference: Reference?
  /// Nil where TensorFlow has none registered: a gradient that reaches such an operation is an error.
  public let gradient: Gradient?

  public init(
    _ type: String, isStateful: Bool = false, shapeRule: @escaping ShapeRule,
    makeKernel: @escaping KernelMaker, reference: Reference? = nil, gradient: Gradient? = nil
  ) {
    self.type = type
    self.isStateful = isStateful
    self.shapeRule = shapeRule
    self.makeKernel = makeKernel
    self.reference = reference
    self.gradient = gradient
  }
}

/// All op types the engine knows, by name.
public struct OperationRegistry: Sendable {
  private let definitions: [String: OperationDefinition]

  public init(_ definitions: [OperationDefinition]) {
    self.definitions = Dictionary(definitions.map { ($0.type, $0) }, uniquingKeysWith: { $1 })
  }

  /// - Throws: ``EngineError/unknownOperationType(_:)``.
  public subscript(type: String) -> OperationDefinition {
    get throws(EngineError) {
      guard let definition = definitions[type] else { throw .unknownOperationType(type) }
      return definition
    }
  }

  public var types: [String] { definitions.keys.sorted() }
}
