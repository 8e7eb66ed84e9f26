/// Reads and writes NumPy's `.npy` files.
///
/// Versions 1.0, 2.0 and 3.0; float32, float64, int32, int64, uint8 and bool, of either byte order, in C or Fortran
/// order. As in NumPy, bytes after the data are ignored.
public enum NpyFile {
  /// Reads a tensor. A large file is mapped, not copied, unless its bytes must be swapped or reordered; it must then
  /// not be cut short while the tensor is in use.
  ///
  /// - Throws: ``TensorError/cannotRead(path:reason:)`` or ``TensorError/npy(path:fault:)``.
  public static func read(_ path: String) throws(TensorError) -> Tensor {
    try decode(try FileContents.read(path), name: path)
  }

  /// Reads a tensor from the bytes of a `.npy` file; `name` is for the error.
  ///
  /// - Throws: ``TensorError/npy(path:fault:)``.
  public static func decode(_ bytes: [UInt8], name: String) throws(TensorError) -> Tensor {
    let storage = TensorStorage(byteCount: bytes.count) { $0.copyBytes(from: bytes) }
    return try decode(storage, name: name)
  }

  /// Reads a tensor from the bytes of a `.npy` file, sharing them where they are as tensors need them.
  ///
  /// - Throws: ``TensorError/npy(path:fault:)``.
  public static func decode(_ file: TensorStorage, name: String) throws(TensorError) -> Tensor {
    do throws(NpyError) {
      return try withExtendedLifetime(file) { () throws(NpyError) in try tensor(in: file) }
    } catch {
      throw .npy(path: name, fault: error.fault)
    }
  }

  /// The bytes of a `.npy` file of version 1.0 (2.0 where the shape is too long for it).
  public static func encode(_ tensor: Tensor) -> [UInt8] {
    withExtendedLifetime(tensor.storage) { NpyHeader.encoded(for: tensor) + tensor.bytes }
  }

  /// - Throws: ``TensorError/cannotWrite(path:reason:)``; the target is then as it was before.
  public static func write(_ tensor: Tensor, to path: String) throws(TensorError) {
    let storage = TensorStorage(copying: NpyHeader.encoded(for: tensor))
    try withExtendedLifetime((storage, tensor.storage)) { () throws(TensorError) in
      try AtomicFile.write([storage.bytes, tensor.bytes], to: path)
    }
  }

  private static func tensor(in file: TensorStorage) throws(NpyError) -> Tensor {
    let header = try NpyHeader(file.bytes)
    let needed = header.shape.elementCount * header.dtype.byteCount
    let there = file.byteCount - header.dataOffset
    guard there >= needed else { throw NpyError(.truncatedData(expected: needed, got: there)) }
    let data = file.part(header.dataOffset..<header.dataOffset + needed)
    return Tensor(shape: header.shape, dtype: header.dtype, storage: arranged(data, header))
  }

  /// The data as tensors keep them: aligned, in this machine's byte order, in C order, and bools 0 or 1.
  private static func arranged(_ data: TensorStorage, _ header: NpyHeader) -> TensorStorage {
    let isAligned = UInt(bitPattern: data.base).isMultiple(of: UInt(header.dtype.byteCount))
    var storage = isAligned ? data : data.mapped { $0 }
    if header.isBigEndian && header.dtype.byteCount > 1 {
      storage = header.dtype.byteCount == 4 ? swapped(storage, UInt32.self) : swapped(storage, UInt64.self)
    }
    if header.isFortranOrder && header.shape.rank > 1 {
      storage =
        switch header.dtype.byteCount {
        case 1: reordered(storage, header.shape, UInt8.self)
        case 4: reordered(storage, header.shape, UInt32.self)
        default: reordered(storage, header.shape, UInt64.self)
        }
    }
    guard header.dtype == .bool else { return storage }
    let isClean = withExtendedLifetime(storage) { storage.bytes.allSatisfy { $0 <= 1 } }
    return isClean ? storage : storage.mapped { $0 == 0 ? 0 : 1 }
  }

  private static func swapped<Word: FixedWidthInteger & BitwiseCopyable>(
    _ storage: TensorStorage, _ type: Word.Type
  ) -> TensorStorage {
    withExtendedLifetime(storage) {
      let source = storage.bytes.assumingMemoryBound(to: Word.self)
      return TensorStorage(byteCount: storage.byteCount) { target in
        _ = target.initializeMemory(as: Word.self, from: source.lazy.map { Word(bigEndian: $0) })
      }
    }
  }

  /// From the first index running fastest to the last.
  private static func reordered<Word: BitwiseCopyable>(
    _ storage: TensorStorage, _ shape: Shape, _ type: Word.Type
  ) -> TensorStorage {
    let source = storage.bytes.assumingMemoryBound(to: Word.self)
    let strides = Array(Shape(shape.dimensions.reversed()).strides.reversed())
    return withExtendedLifetime(storage) {
      TensorStorage(byteCount: storage.byteCount) { target in
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

extension TensorStorage {
  /// A copy of some bytes.
  fileprivate convenience init(copying bytes: [UInt8]) {
    self.init(byteCount: bytes.count) { $0.copyBytes(from: bytes) }
  }

  /// A copy with each byte changed.
  fileprivate func mapped(_ transform: (UInt8) -> UInt8) -> TensorStorage {
    withExtendedLifetime(self) {
      TensorStorage(byteCount: byteCount) { target in
        for position in 0..<byteCount { target[position] = transform(bytes[position]) }
      }
    }
  }
}
