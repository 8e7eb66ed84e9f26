/// Reads and writes NumPy's `.npy` files.
///
/// Versions 1.0, 2.0 and 3.0; float32, float64, int32, int64, uint8 and bool, of either byte order, in C or Fortran
/// order. As in NumPy, bytes after the data are ignored.
public enum NpyFile {
  /// Opens a file and reads its header alone: what it holds can be judged before it costs memory or time.
  ///
  /// - Throws: ``TensorError/cannotRead(path:reason:)`` or ``TensorError/npy(path:fault:)``, also where the file is shorter
  ///   than its header says.
  public static func open(_ path: String) throws(TensorError) -> StoredArray {
    let file = try RandomAccessFile(path)
    let header = try header(of: path, fileSize: file.byteCount) { count throws(TensorError) in try file.bytes(0..<count)
    }
    return StoredArray(header) { () throws(TensorError) in try tensor(in: file, header) }
  }

  /// Reads a tensor. A large file is mapped, not copied, unless its bytes must be changed; it must then not be cut short
  /// while the tensor is in use.
  ///
  /// - Throws: ``TensorError/cannotRead(path:reason:)`` or ``TensorError/npy(path:fault:)``.
  public static func read(_ path: String) throws(TensorError) -> Tensor { try open(path).tensor() }

  /// Reads a tensor from the bytes of a `.npy` file; `name` is for the error.
  ///
  /// - Throws: ``TensorError/npy(path:fault:)``.
  public static func decode(_ bytes: [UInt8], name: String) throws(TensorError) -> Tensor {
    let header = try header(of: name, fileSize: bytes.count) { Array(bytes.prefix($0)) }
    return header.tensor(
      TensorStorage(byteCount: header.byteCount) { target in
        target.copyBytes(from: bytes[header.dataRange])
        header.arrange(target)
      })
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

  /// Reads the header of a file, of which `start` gives the first bytes.
  static func header(
    of name: String, fileSize: Int, start: (Int) throws(TensorError) -> [UInt8]
  ) throws(TensorError) -> NpyHeader {
    func named<Result>(_ read: () throws(NpyError) -> Result) throws(TensorError) -> Result {
      do throws(NpyError) { return try read() } catch { throw .npy(path: name, fault: error.fault) }
    }
    var bytes = try start(min(fileSize, NpyHeader.usualEnd))
    let end = try named { () throws(NpyError) in try NpyHeader.end(in: bytes, fileSize: fileSize) }
    if end > bytes.count { bytes = try start(end) }
    return try named { () throws(NpyError) in try NpyHeader(bytes, end: end, fileSize: fileSize) }
  }

  /// Reads the data, which are mapped where the file is large and they can stay as they are.
  private static func tensor(in file: RandomAccessFile, _ header: NpyHeader) throws(TensorError) -> Tensor {
    let isMapped = file.byteCount >= RandomAccessFile.mappingThreshold && header.staysAsItIs
    let data = isMapped ? try file.mapped(header.dataRange) : try file.storage(header.dataRange, header.arrange)
    return header.tensor(data)
  }
}

extension TensorStorage {
  /// A copy of some bytes.
  convenience init(copying bytes: [UInt8]) {
    self.init(byteCount: bytes.count) { $0.copyBytes(from: bytes) }
  }
}
