import TFDiffTensor

extension Checkpoint {
  /// Reads a tensor by its key, comparing its checksum.
  ///
  /// - Throws: ``CheckpointError``.
  public func tensor(_ key: String) throws(CheckpointError) -> Tensor {
    guard let tensor = try tensors([key])[key] else { throw unknown(key) }
    return tensor
  }

  /// Reads tensors by their keys on all cores, comparing their checksums.
  ///
  /// They share one piece of memory, which is kept as long as any of them is.
  ///
  /// - Throws: ``CheckpointError``; of several faults, the first in the order of the data files.
  public func tensors(_ keys: some Sequence<String>) throws(CheckpointError) -> [String: Tensor] {
    var wanted: [(BundleTensor, DType)] = []
    for key in Set(keys).sorted() {
      guard let tensor = tensors[Array(key.utf8)] else { throw unknown(key) }
      guard let dtype = tensor.type.dtype else {
        throw .unsupportedDType(tensor.type.name, key: key, prefix: prefix)
      }
      wanted.append((tensor, dtype))
    }
    let plan = LoadPlan(wanted)
    guard plan.byteCount <= PhysicalMemory.byteCount else {
      throw .tooLarge(prefix: prefix, byteCount: plan.byteCount, memory: PhysicalMemory.byteCount)
    }
    return try plan.load(files)
  }

  /// Reads every byte of the data files and compares all checksums, on all cores and in little memory, so that a byte
  /// that was changed anywhere is found.
  ///
  /// - Throws: ``CheckpointError``; of several faults, the first in the order of the data files.
  public func verify() throws(CheckpointError) {
    for shard in 0..<index.shardCount {
      let file = try files.open(shard)
      var jobs: [ShardJob] = []
      var end = 0
      for entry in index.stored(inShard: shard) {
        if entry.range.lowerBound > end { jobs.append(.zeros(end..<entry.range.lowerBound)) }
        jobs.append(.check(entry))
        end = max(end, entry.range.upperBound)
      }
      if file.byteCount > end { jobs.append(.zeros(end..<file.byteCount)) }
      try ShardScan(file, jobs).run()
    }
  }

  private var files: CheckpointFiles { CheckpointFiles(prefix: prefix, shardCount: index.shardCount) }

  private func unknown(_ key: String) -> CheckpointError {
    .unknownKey(key, prefix: prefix, similar: SimilarKeys(entries.map(\.key)).to(key), count: entries.count)
  }
}
