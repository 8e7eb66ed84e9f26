extension NpyHeader {
  /// Whether the data can be used where they stand in a file that is mapped.
  var staysAsItIs: Bool {
    !needsSwapping && dtype != .bool && dataOffset.isMultiple(of: dtype.byteCount)
  }

  private var needsSwapping: Bool { isBigEndian && dtype.byteCount > 1 }
  private var needsReordering: Bool { isFortranOrder && shape.rank > 1 }

  /// Puts the data into this machine's byte order, and makes bools 0 or 1, in place: the data of a large file are not
  /// needed twice.
  ///
  /// - Parameter data: as many bytes as the header says, aligned.
  func arrange(_ data: UnsafeMutableRawBufferPointer) {
    if needsSwapping {
      dtype.byteCount == 4 ? Self.swap(data, UInt32.self) : Self.swap(data, UInt64.self)
    } else if dtype == .bool {
      for position in data.indices where data[position] > 1 { data[position] = 1 }
    }
  }

  private static func swap<Word: FixedWidthInteger & BitwiseCopyable>(
    _ data: UnsafeMutableRawBufferPointer, _ type: Word.Type
  ) {
    let words = data.bindMemory(to: Word.self)
    for position in words.indices { words[position] = words[position].byteSwapped }
  }

  /// The tensor of data that have been arranged.
  func tensor(_ data: TensorStorage) -> Tensor {
    guard needsReordering else { return Tensor(shape: shape, dtype: dtype, storage: data) }
    // From the first index running fastest to the last.
    let stored = Tensor(shape: Shape(shape.dimensions.reversed()), dtype: dtype, storage: data)
    return stored.transposed(Array((0..<shape.rank).reversed()))
  }
}
