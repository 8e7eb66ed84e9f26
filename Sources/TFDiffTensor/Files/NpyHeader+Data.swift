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
    let storage =
      switch dtype.byteCount {
      case 1: reordered(data, UInt8.self)
      case 4: reordered(data, UInt32.self)
      default: reordered(data, UInt64.self)
      }
    return Tensor(shape: shape, dtype: dtype, storage: storage)
  }

  /// From the first index running fastest to the last.
  private func reordered<Word: BitwiseCopyable>(_ storage: TensorStorage, _ type: Word.Type) -> TensorStorage {
    let source = storage.bytes.assumingMemoryBound(to: Word.self)
    let strides = Array(Shape(shape.dimensions.reversed()).strides.reversed())
    return withExtendedLifetime(storage) {
      TensorStorage(byteCount: byteCount) { target in
        let words = target.bindMemory(to: Word.self)
        var index = [Int](repeating: 0, count: shape.rank)
        var offset = 0
        for position in words.indices {
          words.initializeElement(at: position, to: source[offset])
          var axis = shape.rank - 1
          while axis >= 0 {
            index[axis] += 1
            offset += strides[axis]
            if index[axis] < shape[axis] { break }
            offset -= index[axis] * strides[axis]
            index[axis] = 0
            axis -= 1
          }
        }
      }
    }
  }
}
