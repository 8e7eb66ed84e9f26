extension Tensor {
  /// The part of it that a slice takes, as NumPy does: a single index drops its dimension, a range keeps it.
  ///
  /// - Throws: ``TensorError`` where the slice does not fit the shape.
  public func sliced(_ slice: TensorSlice) throws(TensorError) -> Tensor {
    let selections = try slice.selections(of: shape)
    var positions = [0]
    var sizes: [Int] = []
    for (selection, stride) in zip(selections, shape.strides) {
      switch selection {
      case .index(let index): positions = positions.map { $0 + index * stride }
      case .range(let range):
        sizes.append(range.count)
        positions = positions.flatMap { start in (0..<range.count).map { start + range.index($0) * stride } }
      }
    }
    return Tensor(shape: Shape(sizes), dtype: dtype, storage: gathered(positions))
  }

  /// The elements at row-major positions, one after the other.
  private func gathered(_ positions: [Int]) -> TensorStorage {
    let width = dtype.byteCount
    return TensorStorage(byteCount: positions.count * width) { target in
      for (number, position) in positions.enumerated() {
        let element = UnsafeRawBufferPointer(rebasing: bytes[position * width..<(position + 1) * width])
        UnsafeMutableRawBufferPointer(rebasing: target[number * width..<(number + 1) * width]).copyMemory(from: element)
      }
    }
  }
}
