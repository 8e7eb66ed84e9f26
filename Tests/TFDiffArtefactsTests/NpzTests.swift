import Foundation
import TFDiffTensor
import Testing

/// Protects: NumPy's archives are read as NumPy reads them, ours are read back as they were written,
/// and what is no array or archive is told.
@Suite struct NpzTests {
  static let archives = [
    "tf115_infer.npz", "tf212_eager_infer.npz", "npz/stored.npz", "npz/compressed.npz", "npz/zip64.npz",
    "npz/streamed.npz",
  ]
  private static let supported = Set(DType.allCases.map(\.rawValue))

  @Test(arguments: archives) func readsWhatNumPyReads(_ path: String) throws {
    let expected = try #require(try Fixtures.expected().archives[path])
    let file = try NpzFile(Fixtures.folder + path)
    #expect(Set(file.names) == Set(expected.keys) && file.names.count == expected.count)
    for (name, array) in expected where Self.supported.contains(array.dtype) {
      let tensor = try file.tensor(name)
      #expect(tensor.dtype.rawValue == array.dtype && tensor.shape.dimensions == array.shape, "\(name)")
      #expect(tensor.crc32 == array.crc32, "\(name)")
    }
  }

  /// One array of a type that is not supported does not stand in the way of the others, and is named.
  @Test func refusesAnArrayOnlyWhenItIsAskedFor() throws {
    let file = try NpzFile(Fixtures.folder + "npz/compressed.npz")
    for (name, descr) in [("float16", "<f2"), ("text", "<U2")] {
      let fault = TensorError.npy(path: file.path + "/\(name).npy", fault: .unsupportedDType(descr))
      #expect(throws: fault) { try file.tensor(name) }
    }
    #expect(throws: TensorError.npz(path: file.path, fault: .noMember("x", members: file.names))) {
      try file.tensor("x")
    }
    let bzip2 = try NpzFile(Fixtures.folder + "npz/bzip2.npz")
    let fault = NpzFault.member("uint8.npy", fault: .unsupportedMethod(12))
    #expect(throws: TensorError.npz(path: bzip2.path, fault: fault)) { try bzip2.tensor("uint8") }
  }

  /// A comment that looks like the end of an archive, and a member that is no array.
  @Test func leavesOutWhatIsNoArray() throws {
    let file = try NpzFile(Fixtures.folder + "npz/other_members.npz")
    #expect(file.names == ["int32"])
    #expect(try file.tensor("int32").elements(of: Int32.self) == Array(-3..<3))
  }

  @Test func refusesOtherFiles() throws {
    try withTemporaryFolder { folder in
      for bytes in [[], [0x50, 0x4B, 5, 6], [UInt8](repeating: 0x50, count: 70_000)] as [[UInt8]] {
        try write(bytes, to: folder + "/x.npz")
        #expect(throws: TensorError.npz(path: folder + "/x.npz", fault: .notZip)) { try NpzFile(folder + "/x.npz") }
      }
      // An archive without members.
      try write([0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18), to: folder + "/x.npz")
      #expect(try NpzFile(folder + "/x.npz").names.isEmpty)
    }
    #expect(throws: TensorError.self) { try NpzFile(Fixtures.folder) }
    #expect(throws: TensorError.self) { try NpzFile("/dev/zero") }
    #expect(throws: TensorError.self) { try NpzFile(Fixtures.folder + "no.npz") }
  }

  @Test func roundTrips() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/x.npz"
      let arrays: [(name: String, tensor: Tensor)] = [
        ("a/b:0", Tensor([1, .nan] as [Float])), ("empty", Tensor([Int64](), shape: [0, 2])),
        ("é", Tensor([true, false], shape: [2, 1])), ("scalar", Tensor(scalar: 2.5)),
        ("large", Tensor((0..<100_000).map { Int32($0) }, shape: [100, 1000])),
      ]
      try NpzFile.write(arrays, to: path)
      let file = try NpzFile(path)
      #expect(file.names == arrays.map(\.name))
      for (name, tensor) in arrays { #expect(try file.tensor(name).isIdentical(to: tensor), "\(name)") }
      let first = try contents(path)
      try NpzFile.write(arrays, to: path)
      #expect(try contents(path) == first)
      let twice = TensorError.npz(path: path, fault: .duplicate(member: "é"))
      #expect(throws: twice) { try NpzFile.write([arrays[2], arrays[2]], to: path) }
      try NpzFile.write([], to: path)
      #expect(try NpzFile(path).names.isEmpty)
    }
  }

  /// More members than the plain record can count need that of the 64-bit extension.
  @Test func writesManyMembers() throws {
    try withTemporaryFolder { folder in
      let tensor = Tensor(scalar: 1 as Float)
      try NpzFile.write((0..<65_536).map { ("x\($0)", tensor) }, to: folder + "/x.npz")
      let file = try NpzFile(folder + "/x.npz")
      #expect(file.names.count == 65_536)
      #expect(try file.tensor("x65535").isIdentical(to: tensor))
    }
  }

  /// Storage that a tensor takes only a part of.
  @Test func writesOnlyATensorsOwnBytes() throws {
    try withTemporaryFolder { folder in
      let tensor = Tensor(shape: [2], dtype: .uint8, storage: Tensor([1, 2, 3] as [UInt8]).storage)
      try NpzFile.write([("x", tensor)], to: folder + "/x.npz")
      #expect(try NpzFile(folder + "/x.npz").tensor("x").elements(of: UInt8.self) == [1, 2])
    }
  }
}
