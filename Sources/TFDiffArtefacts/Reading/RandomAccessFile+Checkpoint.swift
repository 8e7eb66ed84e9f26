import TFDiffTensor

/// The same reading, its errors those of checkpoints.
extension RandomAccessFile {
  /// The bytes of a part of the file.
  ///
  /// - Throws: ``CheckpointError/file(_:)``.
  func part(_ range: Range<Int>) throws(CheckpointError) -> [UInt8] {
    do throws(TensorError) { return try bytes(range) } catch { throw .file(error) }
  }

  /// Fills memory with the bytes from an offset on.
  ///
  /// - Throws: ``CheckpointError/file(_:)``.
  func fill(_ target: UnsafeMutableRawBufferPointer, at offset: Int) throws(CheckpointError) {
    do throws(TensorError) { try read(into: target, at: offset) } catch { throw .file(error) }
  }

  /// Opens a file.
  ///
  /// - Throws: ``CheckpointError/file(_:)``.
  static func opening(_ path: String) throws(CheckpointError) -> RandomAccessFile {
    do throws(TensorError) { return try RandomAccessFile(path) } catch { throw .file(error) }
  }
}
