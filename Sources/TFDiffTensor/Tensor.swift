/// A dense, immutable, row-major array of one element type.
///
/// A tensor is a value that shares its storage: copying it, reshaping it and passing it between threads
/// cost nothing.
///
///     let x = Tensor([1, 2, 3, 4] as [Float], shape: [2, 2])
///     x.reshaped(to: [4])          // the same bytes
///
public struct Tensor: Sendable {
  public let shape: Shape
  public let dtype: DType
  public let storage: TensorStorage

  /// - Precondition: `storage` holds at least as many bytes as the shape needs.
  public init(shape: Shape, dtype: DType, storage: TensorStorage) {
    precondition(
      storage.byteCount >= shape.elementCount * dtype.byteCount,
      "storage of \(storage.byteCount) bytes is too small for \(dtype) \(shape)")
    self.shape = shape
    self.dtype = dtype
    self.storage = storage
  }

  /// Makes a tensor by filling fresh memory; `initialize` must write every element.
  public init<Element: TensorElement>(
    shape: Shape, of type: Element.Type = Element.self,
    initializingWith initialize: (UnsafeMutableBufferPointer<Element>) throws -> Void
  ) rethrows {
    let storage = try TensorStorage(byteCount: shape.elementCount * MemoryLayout<Element>.stride) {
      try initialize($0.bindMemory(to: Element.self))
    }
    self.init(shape: shape, dtype: Element.dtype, storage: storage)
  }

  /// - Precondition: as many elements as the shape has.
  public init<Element: TensorElement>(_ elements: [Element], shape: Shape? = nil) {
    let shape = shape ?? [elements.count]
    precondition(elements.count == shape.elementCount, "\(elements.count) elements for shape \(shape)")
    self.init(shape: shape, of: Element.self) { target in
      _ = target.initialize(from: elements)
    }
  }

  public init<Element: TensorElement>(scalar: Element) { self.init([scalar], shape: .scalar) }

  public init<Element: TensorElement>(repeating element: Element, shape: Shape) {
    self.init(shape: shape, of: Element.self) { $0.initialize(repeating: element) }
  }

  /// A tensor of zeros of any element type: the bits of zero are zero in all of them.
  public init(zerosOf dtype: DType, shape: Shape) {
    self.init(shape: shape, dtype: dtype, storage: TensorStorage(zeroBytes: shape.elementCount * dtype.byteCount))
  }

  public var elementCount: Int { shape.elementCount }
  public var byteCount: Int { elementCount * dtype.byteCount }

  public var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage.bytes[0..<byteCount]) }

  /// The elements in row-major order, valid inside `body`.
  ///
  /// - Precondition: `Element` is the tensor's element type.
  @inlinable
  public func withElements<Element: TensorElement, Result>(
    of type: Element.Type = Element.self, _ body: (UnsafeBufferPointer<Element>) throws -> Result
  ) rethrows -> Result {
    precondition(dtype == Element.dtype, "a \(dtype) tensor read as \(Element.dtype)")
    return try withExtendedLifetime(storage) { try body(bytes.assumingMemoryBound(to: Element.self)) }
  }

  /// A copy of the elements in row-major order.
  public func elements<Element: TensorElement>(of type: Element.Type = Element.self) -> [Element] {
    withElements(of: type) { Array($0) }
  }

  /// The same elements under another shape; shares storage.
  ///
  /// - Precondition: both shapes have the same number of elements.
  public func reshaped(to shape: Shape) -> Tensor {
    precondition(shape.elementCount == elementCount, "\(self.shape) cannot be reshaped to \(shape)")
    return Tensor(shape: shape, dtype: dtype, storage: storage)
  }

  /// Whether both have the same shape, element type and bits (so NaN equals a NaN of the same bits).
  public func isIdentical(to other: Tensor) -> Bool {
    shape == other.shape && hasSameElements(as: other)
  }
}
