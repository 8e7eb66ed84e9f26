import Foundation
import TFDiffTensor
import Testing

@testable import TFDiffArtefacts

/// Protects: an index whose checksums are all right, and which lies: each lie is named, and none is believed.
@Suite struct HostileIndexTests {
  @Test func refusesHeadersItCannotRead() throws {
    try expect(.noHeader, entries: [("x", Self.entry())], header: nil)
    try expect(.badHeader, header: Data([0xFF]))
    try expect(.badHeader) { $0.numShards = 0 }
    try expect(.badHeader) { $0.numShards = -1 }
    try expect(.bigEndian) { $0.endianness = .big }
    try expect(.newerFormat(needs: 2)) { $0.version.minConsumer = 2 }
    try expect(.newerFormat(needs: 0)) { $0.version.badConsumers = [1] }
  }

  /// Two thousand million data files: the first one that is missing is the answer.
  @Test func refusesMoreDataFilesThanThereAre() throws {
    let error = try #require(throws: CheckpointError.self) {
      try open([], header: { $0.numShards = .max })
    }
    guard case .missingShard(let path, 2_147_483_647) = error else {
      Issue.record("\(error)")
      return
    }
    #expect(path.hasSuffix(".data-00000-of-2147483647"))
  }

  @Test func refusesEntriesThatCannotBe() throws {
    try expect(.noElementType) { $0.dtype = .dtInvalid }
    try expect(.badShape) { $0.shape.unknownRank = true }
    try expect(.badShape) { $0.shape.dim[0].size = -1 }
    try expect(.badShape) { $0.shape.dim[0].size = .max }
    // No elements, and strides that overflow all the same.
    try expect(.badShape) { $0.shape.dim = [0, 1 << 40, 1 << 40].map { size in .with { $0.size = size } } }
    try expect(.noSuchShard(1, count: 1)) { $0.shardID = 1 }
    try expect(.noSuchShard(-1, count: 1)) { $0.shardID = -1 }
    try expect(.badPlace(offset: -1, size: 12)) { $0.offset = -1 }
    try expect(.badPlace(offset: 0, size: -1)) { $0.size = -1 }
    try expect(.badPlace(offset: .max, size: 12)) { $0.offset = .max }
    try expect(.wrongSize(stated: 13, needed: 12)) { $0.size = 13 }
    try expect(.wrongSize(stated: 12, needed: 12_000_004)) {
      $0.dtype = .dtString
      $0.shape.dim[0].size = 12_000_000
    }
    try expect(.wrongSize(stated: 12, needed: 15)) { $0.dtype = .dtVariant }
  }

  @Test func refusesKeysThatCannotBe() throws {
    try expect(entry: .keyIsNotText, [(Key(bytes: [0x61, 0xFF]), Self.entry())])
    try expect(entry: .overlaps(key: "a"), [("a", Self.entry()), ("b", Self.entry { $0.offset = 8 })])
    try expect(entry: .unreadable, [("a", Data([0xFF]))])
    let swapped = Self.table([("b", Self.entry()), ("a", Self.entry { $0.offset = 12 })], Self.header())
    let error = try #require(throws: CheckpointError.self) { try open(table: swapped) }
    guard case .index(_, .keyOrder) = error else { Issue.record("\(error)"); return }
  }

  /// A tensor larger than its file, and one larger than any memory in a file with a hole in it.
  @Test func readsNoMoreThanThereIs() throws {
    let long = Self.entry { $0.offset = 4096 }
    let error = try #require(throws: CheckpointError.self) { try open([("x", long)]) }
    guard case .data(_, "x", .cutOff(4108, 4096)) = error else { Issue.record("\(error)"); return }
    let size = (PhysicalMemory.byteCount >> 12 + 1) << 12
    let huge = Self.entry {
      $0.shape.dim[0].size = Int64(size / 4)
      $0.size = Int64(size)
    }
    let tooLarge = try #require(throws: CheckpointError.self) {
      try open([("x", huge)], dataSize: size) { checkpoint in _ = try checkpoint.tensor("x") }
    }
    guard case .tooLarge(_, size, _) = tooLarge else { Issue.record("\(tooLarge)"); return }
  }

  @Test func refusesPartsThatAreNotTheWhole() throws {
    func whole(_ parts: [(Int, Int)]) -> Data {
      Self.entry { entry in
        entry.size = 0
        entry.slices = parts.map { TensorPart([.init(start: $0.0, length: $0.1)]).proto }
      }
    }
    func part(_ start: Int, _ length: Int, at offset: Int) -> (Key, Data) {
      let key = TensorPart([.init(start: start, length: length)]).key(of: Array("x".utf8))
      return (
        Key(bytes: key),
        Self.entry {
          $0.shape.dim[0].size = Int64(length)
          $0.size = Int64(length * 4)
          $0.offset = Int64(offset)
        }
      )
    }
    let (first, last) = (part(0, 1, at: 0), part(1, 2, at: 4))
    _ = try open([first, last, ("x", whole([(0, 1), (1, 2)]))])
    try expect(entry: .incompleteSlices(elements: 1, of: 3), [first, ("x", whole([(0, 1)]))])
    try expect(entry: .missingSlice("1,2"), [first, ("x", whole([(0, 1), (1, 2)]))])
    try expect(entry: .badSlice("2,2"), [first, last, ("x", whole([(2, 2)]))])
    try expect(entry: .badSlice("with negative numbers"), [("x", whole([(-1, 2)]))])
    try expect(
      entry: .overlappingSlices,
      [
        part(0, 1, at: 0), part(0, 2, at: 4), ("x", whole([(0, 2), (0, 1)])),
      ])
  }

  @Test func refusesAGraphThatNamesWhatIsNotThere() throws {
    try withTemporaryFolder { folder in
      var graph = Tensorflow_TrackableObjectGraph()
      graph.nodes = [.with { $0.attributes = [.with { ($0.name, $0.checkpointKey) = ("VARIABLE_VALUE", "gone") }] }]
      let texts = [[0xFF], try graph.serializedBytes() as [UInt8]]
      let faults = [ObjectGraphFault.unreadable, .missingVariable(name: "gone", key: "gone")]
      for (text, fault) in zip(texts, faults) {
        var writer = CheckpointWriter(folder + "/x")
        writer.add(ObjectGraph.key, strings: [text], shape: .scalar)
        try writer.write()
        let path = folder + "/x.data-00000-of-00001"
        #expect(throws: CheckpointError.objectGraph(path: path, fault: fault)) { try Checkpoint(folder + "/x") }
      }
      var writer = CheckpointWriter(folder + "/x")
      writer.add(ObjectGraph.key, Tensor(scalar: 1 as Float))
      try writer.write()
      let path = folder + "/x.index"
      #expect(throws: CheckpointError.objectGraph(path: path, fault: .unreadable)) { try Checkpoint(folder + "/x") }
    }
  }

  /// Two objects with a variable of one name: neither is taken for the other.
  @Test func knowsVariablesOfOneNameApart() throws {
    try withTemporaryFolder { folder in
      var graph = Tensorflow_TrackableObjectGraph()
      graph.nodes = ["a", "b"].map { name in
        .with { node in
          node.attributes = [
            .with { ($0.name, $0.fullName, $0.checkpointKey) = ("VARIABLE_VALUE", "kernel", name) }
          ]
        }
      }
      var writer = CheckpointWriter(folder + "/x")
      writer.add(ObjectGraph.key, strings: [try graph.serializedBytes()], shape: .scalar)
      writer.add("a", Tensor(scalar: 1 as Float))
      writer.add("b", Tensor(scalar: 2 as Float))
      try writer.write()
      let checkpoint = try Checkpoint(folder + "/x")
      #expect(checkpoint[variable: "kernel"] == nil && checkpoint[variable: "a"] == nil)
      #expect(checkpoint.variables(named: "kernel").map(\.key) == ["a", "b"])
    }
  }

  /// Lengths that promise more than there is, inside a string tensor whose place and size are right.
  @Test func refusesStringsThatLie() {
    let (bytes, checksum) = StringTensor.encode([Array("ab".utf8), [], Array("c".utf8)])
    #expect(StringTensor.checked(bytes, count: 3)?.checksum == checksum)
    #expect(StringTensor.checked(bytes, count: 3)?.joined.elementsEqual("abc".utf8) == true)
    for count in [0, 1, 2, 4] { #expect(StringTensor.checked(bytes, count: count) == nil) }
    #expect(StringTensor.checked(bytes + [0], count: 3) == nil)
    #expect(StringTensor.checked(bytes.dropLast(), count: 3) == nil)
    let lengths = UInt64(Int.max).varint
    let checksumOfLengths = Checksum.crc32c(of: UInt64(Int.max).littleEndianBytes[...])
    let lie = lengths + MaskedChecksum(masking: checksumOfLengths).stored.littleEndianBytes
    #expect(StringTensor.checked(lie, count: 1) == nil)
    // Lengths whose sum is that of the bytes only where it overflows.
    let two = lengths + lengths
    #expect(StringTensor.checked(two, count: 2) == nil)
  }

  // MARK: Making an index

  /// Text, or the bytes that stand for a part of a tensor.
  private struct Key: ExpressibleByStringLiteral {
    let bytes: [UInt8]
    init(bytes: [UInt8]) { self.bytes = bytes }
    init(stringLiteral text: String) { bytes = Array(text.utf8) }
  }

  private static func header(_ change: (inout Tensorflow_BundleHeaderProto) -> Void = { _ in }) -> Data {
    var header = Tensorflow_BundleHeaderProto()
    header.numShards = 1
    header.version.producer = 1
    change(&header)
    return (try? header.serializedData()) ?? Data()
  }

  /// Three float32 at the beginning of the data file.
  private static func entry(_ change: (inout Tensorflow_BundleEntryProto) -> Void = { _ in }) -> Data {
    var entry = Tensorflow_BundleEntryProto()
    entry.dtype = .dtFloat
    entry.shape.dim = [.with { $0.size = 3 }]
    entry.size = 12
    change(&entry)
    return (try? entry.serializedData()) ?? Data()
  }

  private static func table(_ entries: [(Key, Data)], _ header: Data?) -> [UInt8] {
    var table = TableWriter()
    if let header { table.add([], Array(header)) }
    for (key, value) in entries { table.add(key.bytes, Array(value)) }
    return table.finished()
  }

  /// Opens an index beside a data file of zeros, and lets `use` have the checkpoint.
  private func open(
    table: [UInt8], dataSize: Int = 4096, use: (Checkpoint) throws -> Void = { _ in }
  ) throws {
    try withTemporaryFolder { folder in
      try write(table, to: folder + "/x.index")
      try write([], to: folder + "/x.data-00000-of-00001")
      #expect(truncate(folder + "/x.data-00000-of-00001", dataSize) == 0)
      try use(Checkpoint(folder + "/x"))
    }
  }

  private func open(
    _ entries: [(Key, Data)], dataSize: Int = 4096, use: (Checkpoint) throws -> Void = { _ in },
    header: (inout Tensorflow_BundleHeaderProto) -> Void = { _ in }
  ) throws {
    try open(table: Self.table(entries, Self.header(header)), dataSize: dataSize, use: use)
  }

  private func expect(_ fault: IndexFault, entries: [(Key, Data)] = [], header: Data?) throws {
    let error = try #require(throws: CheckpointError.self) { try open(table: Self.table(entries, header)) }
    guard case .index(_, fault) = error else { Issue.record("\(error), expected \(fault)"); return }
  }

  private func expect(_ fault: IndexFault, header: (inout Tensorflow_BundleHeaderProto) -> Void) throws {
    try expect(fault, header: Self.header(header))
  }

  private func expect(_ fault: EntryFault, entry: (inout Tensorflow_BundleEntryProto) -> Void) throws {
    try expect(entry: fault, [("x", Self.entry(entry))])
  }

  private func expect(entry fault: EntryFault, _ entries: [(Key, Data)]) throws {
    let table = Self.table(entries, Self.header())
    let error = try #require(throws: CheckpointError.self) { try open(table: table) }
    guard case .entry(_, _, fault) = error else { Issue.record("\(error), expected \(fault)"); return }
  }
}
