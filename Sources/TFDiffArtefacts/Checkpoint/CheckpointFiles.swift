import TFDiffTensor

/// The names of a checkpoint's files. Source: tensorflow/core/util/tensor_bundle/naming.cc.
struct CheckpointFiles {
  static let indexSuffix = ".index"

  let prefix: String
  let shardCount: Int

  func dataPath(_ shard: Int) -> String { "\(prefix).data-\(Self.padded(shard))-of-\(Self.padded(shardCount))" }

  /// - Throws: ``CheckpointError/missingShard(path:count:)`` or ``CheckpointError/file(_:)``.
  func open(_ shard: Int) throws(CheckpointError) -> RandomAccessFile {
    let path = dataPath(shard)
    guard FileKind(path) != .missing else { throw .missingShard(path: path, count: shardCount) }
    return try .opening(path)
  }

  /// Whether all data files are there and as long as the index says.
  ///
  /// - Throws: as ``open(_:)``, and ``CheckpointError/data(path:key:fault:)``.
  func check(_ index: BundleIndex) throws(CheckpointError) {
    let last = Dictionary(grouping: index.stored, by: \.shard)
      .compactMapValues { entries in entries.max { $0.range.upperBound < $1.range.upperBound } }
    for shard in 0..<shardCount {
      let file = try open(shard)
      guard let entry = last[shard], entry.range.upperBound > file.byteCount else { continue }
      throw .data(
        path: file.path, key: entry.name, fault: .cutOff(needs: entry.range.upperBound, has: file.byteCount))
    }
  }

  private static func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 5 - digits.count)) + digits
  }
}
