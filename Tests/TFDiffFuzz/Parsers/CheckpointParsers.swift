import TFDiffArtefacts
import TFDiffTensor

extension FuzzParser {
  private static let words = [
    "\u{0}", "_CHECKPOINTABLE_OBJECT_GRAPH", "VARIABLE_VALUE", "/.ATTRIBUTES/", "model", ".S", "..", "\u{8}\u{1}",
    "\u{12}\u{2}",
    "\u{7F}\u{1}",
  ]

  /// The bytes of an index as they stand in its file: most end at a checksum.
  static let checkpointIndex = FuzzParser(name: "checkpoint-index", cost: 4, tokens: words) { folder in
    try readCheckpoint(in: folder) { $0 }
  }

  /// Keys and values of an index, in a file whose checksums are right: a byte with the length of the key, two with that of
  /// the value, the lower first, and both.
  static let checkpointEntries = FuzzParser(name: "checkpoint-entries", cost: 4, tokens: words) { folder in
    try readCheckpoint(in: folder) { bytes in
      var reader = LittleEndianReader(bytes)
      var writer = TableWriter()
      while let keyLength = reader.integer(UInt8.self), let valueLength = reader.integer(UInt16.self) {
        let key = reader.take(min(Int(keyLength), reader.remaining)) ?? []
        writer.add(Array(key), Array(reader.take(min(Int(valueLength), reader.remaining)) ?? []))
      }
      return writer.finished()
    }
  }

  private static func readCheckpoint(in folder: String, index: @escaping ([UInt8]) -> [UInt8]) throws -> Reader {
    let prefix = folder + "/model"
    try ScratchFile(prefix + ".data-00000-of-00001").fill([UInt8](repeating: 0, count: 4096))
    let file = try ScratchFile(prefix + ".index")
    return { bytes in
      file.fill(index(bytes))
      return isTaken {
        let checkpoint = try Checkpoint(prefix)
        try checkpoint.verify()
        _ = try checkpoint.tensors(checkpoint.entries.map(\.key))
      }
    }
  }

  /// The data file of a small checkpoint.
  static let checkpointData = FuzzParser(name: "checkpoint-data", cost: 4) { folder in
    let prefix = folder + "/model"
    try writeSample(to: prefix)
    let file = try ScratchFile(prefix + ".data-00000-of-00001")
    return { bytes in
      file.fill(bytes)
      return isTaken {
        let checkpoint = try Checkpoint(prefix)
        try checkpoint.verify()
        for entry in checkpoint.entries { _ = try checkpoint.tensor(entry.key) }
      }
    }
  }

  /// The graph of objects of a small checkpoint.
  static let objectGraph = FuzzParser(name: "object-graph", tokens: words) { folder in
    let prefix = folder + "/model"
    try writeSample(to: prefix)
    let checkpoint = try Checkpoint(prefix)
    return { bytes in isTaken { _ = try checkpoint.variables(inGraph: bytes) } }
  }

  /// Writes a checkpoint of two variables.
  private static func writeSample(to prefix: String) throws {
    var writer = CheckpointWriter(prefix)
    writer.add("kernel", Tensor([1, 2, 3, 4] as [Float], shape: [2, 2]))
    writer.add("bias", Tensor([5, 6] as [Float]))
    try writer.write()
  }
}
