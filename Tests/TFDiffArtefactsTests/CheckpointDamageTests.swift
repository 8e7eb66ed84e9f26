import Foundation
import TFDiffArtefacts
import TFDiffTensor
import Testing

/// Protects: no damage to a checkpoint goes unnoticed, and none crashes, hangs or takes the machine's memory.
@Suite struct CheckpointDamageTests {
  /// One bit of each byte, and all of them; what is caught by opening alone must not need the data to be read.
  @Test(arguments: ["ckpt_tf1/model.ckpt-400", "ckpt_tf2/ckpt-1", "partitioned/model", "keras/model"])
  func findsEveryChangedByteOfAnIndex(_ prefix: String) throws {
    try withCheckpoint(prefix) { copy in
      let index = try contents(copy + ".index")
      let file = try PatchedFile(copy + ".index")
      for (offset, byte) in index.enumerated() {
        for mask in [1, 2, 4, 8, 16, 32, 64, 128, 255] as [UInt8] {
          try file.set(byte ^ mask, at: offset)
          #expect(throws: CheckpointError.self, "byte \(offset), bits \(mask)") { try Checkpoint(copy).verify() }
        }
        try file.set(byte, at: offset)
      }
      try Checkpoint(copy).verify()
    }
  }

  @Test(arguments: [
    ("ckpt_tf2/ckpt-1", ".data-00000-of-00001"), ("dtypes/all", ".data-00000-of-00001"),
    ("partitioned/model", ".data-00001-of-00002"),
  ]) func findsEveryChangedByteOfADataFile(_ prefix: String, _ suffix: String) throws {
    try withCheckpoint(prefix) { copy in
      let data = try contents(copy + suffix)
      let file = try PatchedFile(copy + suffix)
      let checkpoint = try Checkpoint(copy)
      for (offset, byte) in data.enumerated() {
        try file.set(byte ^ 1 << UInt8(offset % 8), at: offset)
        #expect(throws: CheckpointError.self, "byte \(offset)") { try checkpoint.verify() }
        try file.set(byte, at: offset)
      }
      try Checkpoint(copy).verify()
    }
  }

  /// The message leads to the file and the tensor.
  @Test func namesTheTensorThatIsDamaged() throws {
    try withCheckpoint("ckpt_tf1/model.ckpt-400") { copy in
      let path = copy + ".data-00000-of-00001"
      let data = try contents(path)
      try write(data.dropLast() + [data[data.count - 1] ^ 1], to: path)
      let checkpoint = try Checkpoint(copy)
      let error = try #require(throws: CheckpointError.self) { try checkpoint.verify() }
      guard case .data(path, let key, .checksum) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(throws: error) { try checkpoint.tensor(key) }
      #expect(throws: error) { try checkpoint.tensors(checkpoint.entries.map(\.key)) }
      // The others are still to be had.
      for entry in checkpoint.entries where entry.key != key { _ = try checkpoint.tensor(entry.key) }
      #expect(error.description.contains(key))
    }
  }

  @Test(arguments: ["ckpt_tf1/model.ckpt-400", "ckpt_tf2/ckpt-1"])
  func refusesAnIndexCutAtAnyLength(_ prefix: String) throws {
    try withCheckpoint(prefix) { copy in
      let index = try contents(copy + ".index")
      for length in 0..<index.count {
        try write(index[..<length], to: copy + ".index")
        #expect(throws: CheckpointError.self, "\(length) bytes") { try Checkpoint(copy) }
      }
      try write(index + [0], to: copy + ".index")
      #expect(throws: CheckpointError.self) { try Checkpoint(copy) }
    }
  }

  @Test func refusesADataFileCutAtAnyLength() throws {
    try withCheckpoint("dtypes/all") { copy in
      let path = copy + ".data-00000-of-00001"
      let data = try contents(path)
      for length in 0..<data.count {
        try write(data[..<length], to: path)
        let error = try #require(throws: CheckpointError.self) { try Checkpoint(copy) }
        guard case .data(path, _, .cutOff(_, length)) = error else {
          Issue.record("\(length) bytes: \(error)")
          continue
        }
      }
      // Zeros fill up to a multiple of a page where TensorFlow is told to align tensors; anything else is no padding.
      try write(data + [0, 0, 0], to: path)
      try Checkpoint(copy).verify()
      try write(data + [0, 0, 1], to: path)
      #expect(throws: CheckpointError.strayBytes(path: path, range: data.count..<data.count + 3)) {
        try Checkpoint(copy).verify()
      }
    }
  }

  /// A file cut short between opening and reading is an error, where a mapped one would end the process.
  @Test func survivesAFileThatIsCutWhileItIsOpen() throws {
    try withCheckpoint("ckpt_tf1/model.ckpt-400") { copy in
      let checkpoint = try Checkpoint(copy)
      try write([1, 2, 3], to: copy + ".data-00000-of-00001")
      #expect(throws: CheckpointError.self) { try checkpoint.verify() }
      #expect(throws: CheckpointError.self) { try checkpoint.tensors(checkpoint.entries.map(\.key)) }
    }
  }

  @Test func survivesRandomChanges() throws {
    var random = SeededGenerator(seed: 7)
    for prefix in ["ckpt_tf2/ckpt-1", "partitioned/model"] {
      try withCheckpoint(prefix) { copy in
        let index = try contents(copy + ".index")
        for round in 0..<2000 {
          var changed = index
          for _ in 0..<Int.random(in: 2...8, using: &random) {
            let place = Int.random(in: changed.indices, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: changed[place] = UInt8.random(in: 0...255, using: &random)
            case 1: changed.remove(at: place)
            default: changed.insert(UInt8.random(in: 0...255, using: &random), at: place)
            }
          }
          guard changed != index else { continue }
          try write(changed, to: copy + ".index")
          #expect(throws: CheckpointError.self, "\(prefix), round \(round)") { try Checkpoint(copy).verify() }
        }
      }
    }
  }

  @Test func survivesGarbage() throws {
    var random = SeededGenerator(seed: 8)
    try withTemporaryFolder { folder in
      for round in 0..<1000 {
        var bytes = (0..<Int.random(in: 0..<400, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        // Every other one ends as a table does, so that it is looked into.
        if round % 2 == 0 { bytes += [0x57, 0xFB, 0x80, 0x8B, 0x24, 0x75, 0x47, 0xDB] }
        try write(bytes, to: folder + "/x.index")
        #expect(throws: CheckpointError.self) { try Checkpoint(folder + "/x") }
      }
    }
  }
}

/// A checkpoint's files copied to where they can be changed.
func withCheckpoint(_ prefix: String, _ body: (String) throws -> Void) throws {
  let folder = URL(fileURLWithPath: Fixtures.folder + prefix).deletingLastPathComponent()
  let name = URL(fileURLWithPath: prefix).lastPathComponent
  let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix(name + ".") }
  try withCopies(of: files.map { folder.lastPathComponent + "/" + $0 }) { try body($0 + "/" + name) }
}
