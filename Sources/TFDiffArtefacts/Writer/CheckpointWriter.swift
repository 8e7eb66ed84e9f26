import SwiftProtobuf
import TFDiffTensor

/// Writes a name-based checkpoint that TensorFlow reads.
///
///     var writer = CheckpointWriter("run/model.ckpt-1")
///     writer.add("conv1/weights", weights)
///     try writer.write()
///
public struct CheckpointWriter {
  private let files: CheckpointFiles
  private var shards: [ShardContents]
  private var entries: [(key: [UInt8], proto: Tensorflow_BundleEntryProto)] = []

  /// - Precondition: at least one data file.
  public init(_ prefix: String, shardCount: Int = 1) {
    precondition(shardCount > 0, "\(shardCount) data files")
    files = CheckpointFiles(prefix: prefix, shardCount: shardCount)
    shards = Array(repeating: ShardContents(), count: shardCount)
  }

  /// Adds a tensor to a data file.
  public mutating func add(_ key: String, _ tensor: Tensor, shard: Int = 0) {
    add(Array(key.utf8), tensor, shard)
  }

  /// Adds a tensor in parts of about the same length along a dimension, each to the next data file, as a partitioned
  /// variable is saved.
  ///
  /// - Precondition: the dimension is at least as long as there are parts.
  public mutating func add(_ key: String, _ tensor: Tensor, partitions: Int, along axis: Int) {
    let length = tensor.shape[axis]
    precondition(1...length ~= partitions, "\(partitions) parts of a dimension of \(length)")
    var whole = Tensorflow_BundleEntryProto()
    whole.dtype = Tensorflow_DataType(tensor.dtype)
    whole.shape = Self.proto(tensor.shape)
    for part in 0..<partitions {
      let range = length * part / partitions..<length * (part + 1) / partitions
      let place = TensorPart(
        tensor.shape.dimensions.indices.map { dimension in
          dimension == axis ? .init(start: range.lowerBound, length: range.count) : .init(start: 0, length: nil)
        })
      whole.slices.append(place.proto)
      add(place.key(of: Array(key.utf8)), tensor.part(range, along: axis), part % shards.count)
    }
    entries.append((Array(key.utf8), whole))
  }

  /// Adds a tensor of strings.
  ///
  /// - Precondition: as many strings as the shape has elements.
  public mutating func add(_ key: String, strings: [[UInt8]], shape: Shape, shard: Int = 0) {
    precondition(strings.count == shape.elementCount, "\(strings.count) strings for shape \(shape)")
    let (bytes, checksum) = StringTensor.encode(strings)
    let storage = TensorStorage(byteCount: bytes.count) { $0.copyBytes(from: bytes) }
    append(Array(key.utf8), .dtString, shape, storage, checksum, shard)
  }

  /// Writes the data files, then the index, so that a reader never meets an index without its data.
  ///
  /// - Throws: ``CheckpointError/badKey(_:prefix:)`` where two tensors have one key or a key is empty,
  ///   ``CheckpointError/file(_:)``.
  public func write() throws(CheckpointError) {
    let index = try indexBytes()
    do throws(TensorError) {
      for (shard, contents) in shards.enumerated() {
        try withExtendedLifetime(contents) { () throws(TensorError) in
          try AtomicFile.write(contents.parts.map(\.bytes), to: files.dataPath(shard))
        }
      }
      try AtomicFile.write(index, to: files.prefix + CheckpointFiles.indexSuffix)
    } catch {
      throw .file(error)
    }
  }

  private func indexBytes() throws(CheckpointError) -> [UInt8] {
    var header = Tensorflow_BundleHeaderProto()
    header.numShards = Int32(shards.count)
    header.version.producer = 1
    var table = TableWriter()
    var last: [UInt8] = []
    table.add(last, Self.encoded(header))
    for (key, proto) in entries.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      guard key != last else { throw .badKey(BundleEntry.name(key), prefix: files.prefix) }
      table.add(key, Self.encoded(proto))
      last = key
    }
    return table.finished()
  }

  private static func encoded(_ message: some Message) -> [UInt8] {
    do {
      return try message.serializedBytes()
    } catch {
      preconditionFailure("a message without required fields cannot fail to be encoded: \(error)")
    }
  }

  private mutating func add(_ key: [UInt8], _ tensor: Tensor, _ shard: Int) {
    let checksum = withExtendedLifetime(tensor.storage) { Checksum.crc32c(tensor.bytes) }
    let storage = tensor.storage.part(0..<tensor.byteCount)
    append(key, Tensorflow_DataType(tensor.dtype), tensor.shape, storage, checksum, shard)
  }

  private mutating func append(
    _ key: [UInt8], _ type: Tensorflow_DataType, _ shape: Shape, _ bytes: TensorStorage, _ checksum: UInt32,
    _ shard: Int
  ) {
    precondition(shards.indices ~= shard, "data file \(shard) of \(shards.count)")
    var proto = Tensorflow_BundleEntryProto()
    proto.dtype = type
    proto.shape = Self.proto(shape)
    proto.shardID = Int32(shard)
    proto.offset = Int64(shards[shard].byteCount)
    proto.size = Int64(bytes.byteCount)
    proto.crc32C = MaskedChecksum(masking: checksum).stored
    shards[shard].append(bytes)
    entries.append((key, proto))
  }

  private static func proto(_ shape: Shape) -> Tensorflow_TensorShapeProto {
    .with { proto in
      proto.dim = shape.dimensions.map { dimension in .with { $0.size = Int64(dimension) } }
    }
  }
}

/// What goes into one data file.
private struct ShardContents {
  private(set) var parts: [TensorStorage] = []
  private(set) var byteCount = 0

  mutating func append(_ part: TensorStorage) {
    parts.append(part)
    byteCount += part.byteCount
  }
}

extension Tensor {
  /// A copy of the elements with an index in a range along a dimension.
  fileprivate func part(_ range: Range<Int>, along axis: Int) -> Tensor {
    let inner = shape.dimensions[(axis + 1)...].reduce(dtype.byteCount, *)
    let outer = shape.dimensions[..<axis].reduce(1, *)
    var dimensions = shape.dimensions
    dimensions[axis] = range.count
    let length = range.count * inner
    let storage = withExtendedLifetime(self.storage) {
      TensorStorage(byteCount: outer * length) { target in
        for row in 0..<outer {
          let start = (row * shape[axis] + range.lowerBound) * inner
          UnsafeMutableRawBufferPointer(rebasing: target[row * length..<(row + 1) * length])
            .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[start..<start + length]))
        }
      }
    }
    return Tensor(shape: Shape(dimensions), dtype: dtype, storage: storage)
  }
}
