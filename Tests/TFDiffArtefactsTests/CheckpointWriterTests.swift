import Foundation
import TFDiffTensor
import Testing

@testable import TFDiffArtefacts

/// Protects: what the checkpoint writer writes, the reader reads; and it is what TensorFlow writes, so
/// that TensorFlow reads it, too.
@Suite struct CheckpointWriterTests {
  private static func samples() -> [(String, Tensor)] {
    [
      ("a/float32", Tensor((0..<300_000).map { Float($0) }, shape: [300, 1000])),
      ("a/float64", Tensor([1.5, .nan, -.infinity] as [Double])),
      ("int32", Tensor([1, -2] as [Int32], shape: [2, 1])),
      ("int64", Tensor(scalar: Int64.min)),
      ("uint8", Tensor([0, 255] as [UInt8])),
      ("bool", Tensor([true, false, true])),
      ("empty", Tensor([Float](), shape: [0, 4])),
      ("name é", Tensor(scalar: 1 as Float)),
    ]
  }

  @Test func writesWhatTensorFlowWrites() throws {
    try withTemporaryFolder { folder in
      let original = try Checkpoint(Fixtures.folder + "ckpt_tf1/model.ckpt-400")
      var writer = CheckpointWriter(folder + "/model")
      for entry in original.entries { writer.add(entry.key, try original.tensor(entry.key)) }
      try writer.write()
      for suffix in [".index", ".data-00000-of-00001"] {
        #expect(try contents(folder + "/model" + suffix) == contents(original.prefix + suffix), "\(suffix)")
      }
    }
  }

  @Test(arguments: [1, 3]) func roundTrips(_ shardCount: Int) throws {
    try withTemporaryFolder { folder in
      var writer = CheckpointWriter(folder + "/model", shardCount: shardCount)
      let samples = Self.samples()
      for (number, (key, tensor)) in samples.enumerated() { writer.add(key, tensor, shard: number % shardCount) }
      writer.add("text", strings: [[1], []], shape: [2])
      try writer.write()
      let checkpoint = try Checkpoint(folder + "/model")
      try checkpoint.verify()
      #expect(checkpoint.entries.count == samples.count + 1)
      for (key, tensor) in samples { #expect(try checkpoint.tensor(key).isIdentical(to: tensor), "\(key)") }
    }
  }

  /// Parts along the first dimension are read to their place, along others by way of memory aside.
  @Test(arguments: [0, 1, 2]) func joinsParts(_ axis: Int) throws {
    try withTemporaryFolder { folder in
      let tensor = Tensor((0..<5 * 7 * 6).map { Int32($0) }, shape: [5, 7, 6])
      for partitions in 1...5 {
        var writer = CheckpointWriter(folder + "/model", shardCount: 2)
        writer.add("x", tensor, partitions: partitions, along: axis)
        try writer.write()
        let checkpoint = try Checkpoint(folder + "/model")
        try checkpoint.verify()
        #expect(checkpoint.entries.map(\.shape) == [tensor.shape])
        #expect(try checkpoint.tensor("x").isIdentical(to: tensor), "\(partitions) parts")
      }
    }
  }

  /// Tensors of several pieces are summed by several threads; a change in any piece is found.
  @Test func findsDamageInLargeTensors() throws {
    try withTemporaryFolder { folder in
      let large = Tensor((0..<5 << 20).map { Float($0) }, shape: [5 << 20])
      var writer = CheckpointWriter(folder + "/model")
      writer.add("large", large)
      try writer.write()
      let path = folder + "/model.data-00000-of-00001"
      let checkpoint = try Checkpoint(folder + "/model")
      #expect(try checkpoint.tensor("large").isIdentical(to: large))
      let file = try PatchedFile(path)
      for offset in stride(from: 0, to: large.byteCount, by: 3_000_001) {
        let byte = large.bytes[offset]
        try file.set(byte ^ 16, at: offset)
        #expect(throws: CheckpointError.self) { try checkpoint.tensor("large") }
        #expect(throws: CheckpointError.self) { try checkpoint.verify() }
        try file.set(byte, at: offset)
      }
      try checkpoint.verify()
    }
  }

  /// A Bool of Swift's is 0 or 1, whatever a file says.
  @Test func makesBoolsOfOtherBytes() throws {
    try withTemporaryFolder { folder in
      let bytes = TensorStorage(byteCount: 3) { $0.copyBytes(from: [0, 2, 255]) }
      var writer = CheckpointWriter(folder + "/model")
      writer.add("x", Tensor(shape: [3], dtype: .bool, storage: bytes))
      try writer.write()
      let tensor = try Checkpoint(folder + "/model").tensor("x")
      #expect(tensor.bytes.elementsEqual([0, 1, 1]))
    }
  }

  @Test func refusesKeysThatCannotBe() throws {
    try withTemporaryFolder { folder in
      var writer = CheckpointWriter(folder + "/model")
      writer.add("x", Tensor(scalar: 1 as Float))
      writer.add("x", Tensor(scalar: 2 as Float))
      #expect(throws: CheckpointError.badKey("x", prefix: folder + "/model")) { try writer.write() }
      var unnamed = CheckpointWriter(folder + "/model")
      unnamed.add("", Tensor(scalar: 1 as Float))
      #expect(throws: CheckpointError.badKey("", prefix: folder + "/model")) { try unnamed.write() }
      let left = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(left.isEmpty)
      var lost = CheckpointWriter(folder + "/no/folder")
      lost.add("x", Tensor(scalar: 1 as Float))
      #expect(throws: CheckpointError.self) { try lost.write() }
    }
  }
}
