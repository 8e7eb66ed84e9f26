/// Where a value that an operation takes comes from.
public enum OperationInput: Sendable, Hashable {
  /// An output of another operation, by that one's ``OperationEvent/id``.
  case operation(id: String, output: Int)
  /// A variable, by its own name.
  case variable(String)
  case constant(OperationConstant)
  /// What the model as a whole is given.
  case modelInput
  /// Nothing that has been seen.
  case unknown
}

/// A value that stands in the code.
public struct OperationConstant: Sendable, Hashable {
  public var shape: [Int]
  /// NumPy's name of the element type.
  public var dtype: String
  /// Its elements in row-major order, where they are few.
  public var values: [Double]?
  /// What tells its elements from others, where they are many.
  public var digest: String?

  public init(shape: [Int], dtype: String, values: [Double]? = nil, digest: String? = nil) {
    self.shape = shape
    self.dtype = dtype
    self.values = values
    self.digest = digest
  }
}

/// What a graph or an eager call says of an operation besides its inputs, such as `padding` `SAME`.
public struct OperationAttribute: Sendable, Hashable {
  /// TensorFlow's name of it.
  public var name: String
  public var value: String

  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// Which operation of the other side stands for one, as far as its source has found out.
public enum OperationPartner: Sendable, Hashable {
  /// The source does not pair operations: they are aligned as they come.
  case unknown
  /// It has none.
  case none
  /// The one of this ``OperationEvent/id``.
  case operation(id: String)
}
