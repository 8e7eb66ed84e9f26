/// An array in a file of which only the header has been read, so that it can be refused before it costs memory or time.
///
///     let stored = try NpyFile.open("batch.npy")
///     guard stored.dtype == .float32 else { … }
///     let batch = try stored.tensor()
public struct StoredArray: Sendable {
  public let shape: Shape
  public let dtype: DType
  private let load: @Sendable () throws(TensorError) -> Tensor

  init(_ header: NpyHeader, load: @escaping @Sendable () throws(TensorError) -> Tensor) {
    shape = header.shape
    dtype = header.dtype
    self.load = load
  }

  /// Of its data.
  public var byteCount: Int { shape.elementCount * dtype.byteCount }

  /// Reads the data.
  ///
  /// - Throws: ``TensorError/cannotRead(path:reason:)`` or ``TensorError/npz(path:fault:)``.
  public func tensor() throws(TensorError) -> Tensor { try load() }
}
