import Foundation
import Testing

@testable import TFDiffTensor

/// Protects: a large array that an archive has as it is is read where it stands, without taking memory, and no less carefully than
/// a small one; and an archive is written piece by piece.
@Suite struct MappedArchiveTests {
  /// Larger than what is copied.
  private static let count = RandomAccessFile.mappingThreshold / 4 + 1000

  private static let tensor = Tensor(
    shape: [count], of: Float.self,
    initializingWith: { target in for place in target.indices { target.initializeElement(at: place, to: Float(place)) }
    })

  @Test func valuesAreThoseThatWereWritten() throws {
    try withTemporaryFolder { folder in
      let writer = try NpzWriter(folder + "/x.npz")
      try writer.add("small", Tensor([1, 2] as [Float]))
      try writer.add("large", Self.tensor)
      try writer.add(member: "note.json", Array("{}".utf8))
      #expect(!FileManager.default.fileExists(atPath: folder + "/x.npz"), "it is there before it is whole")
      try writer.finish()
      let file = try NpzFile(folder + "/x.npz")
      #expect(file.names == ["small", "large"])
      #expect(try file.bytes(ofMember: "note.json", greatest: 10) == Array("{}".utf8))
      #expect(throws: TensorError.self) { try file.bytes(ofMember: "note.json", greatest: 1) }
      let large = try file.tensor("large")
      #expect(large.storage.isMapped && large.isIdentical(to: Self.tensor))
      #expect(try !file.tensor("small").storage.isMapped)
      // What has been let go is there again.
      large.letGo()
      #expect(Statistics(of: large) == Statistics(of: Self.tensor))
      #expect(try Comparison(reference: large, candidate: Self.tensor, tolerance: .standard).isMatch)
      let pair = try TensorPair(reference: large, candidate: large)
      #expect(ErrorMeasures(of: pair).relativeL2 == 0)
    }
  }

  @Test func aChangedByteIsFound() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/x.npz"
      try NpzFile.write([("large", Self.tensor)], to: path)
      let handle = try FileHandle(forUpdating: URL(fileURLWithPath: path))
      try handle.seek(toOffset: 9_000_000)
      try handle.write(contentsOf: [0x55])
      try handle.close()
      let file = try NpzFile(path)
      #expect(throws: TensorError.self) { try file.tensor("large") }
    }
  }

  @Test func whatIsNotFinishedLeavesNothing() throws {
    try withTemporaryFolder { folder in
      try Data("before".utf8).write(to: URL(fileURLWithPath: folder + "/x.npz"))
      do {
        let writer = try NpzWriter(folder + "/x.npz")
        try writer.add("large", Self.tensor)
      }
      #expect(try contents(folder + "/x.npz") == Array("before".utf8))
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["x.npz"])
      let writer = try NpzWriter(folder + "/y.npz")
      try writer.add("a", Tensor([1] as [Float]))
      #expect(throws: TensorError.npz(path: folder + "/y.npz", fault: .duplicate(member: "a"))) {
        try writer.add("a", Tensor([2] as [Float]))
      }
    }
  }

  @Test func axesAreMovedAsNumPyMovesThem() {
    let tensor = Tensor((0..<24).map { Int64($0) }, shape: [2, 3, 4])
    let moved = tensor.transposed([2, 0, 1])
    #expect(moved.shape == [4, 2, 3])
    // np.arange(24).reshape(2, 3, 4).transpose(2, 0, 1).ravel()[:7]
    #expect(moved.elements(of: Int64.self).prefix(7) == [0, 4, 8, 12, 16, 20, 1])
    #expect(moved.transposed([1, 2, 0]).isIdentical(to: tensor))
    #expect(Tensor([true, false], shape: [2, 1]).transposed([1, 0]).elements(of: Bool.self) == [true, false])
  }
}
