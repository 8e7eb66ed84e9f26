import TFDiffTensor
import Testing

@testable import TFDiffArtefacts

/// Protects: the layers under a checkpoint's index: checksums, numbers, keys and blocks are those of
/// TensorFlow and LevelDB, and damaged ones are refused.
@Suite struct TableTests {
  /// The check value that every catalogue of CRCs has, and the vectors of RFC 3720, B.4.
  @Test func computesCastagnolisChecksum() {
    #expect(Checksum.crc32c(of: Array("123456789".utf8)[...]) == 0xE306_9283)
    #expect(Checksum.crc32c(of: [UInt8](repeating: 0, count: 32)[...]) == 0x8A91_36AA)
    #expect(Checksum.crc32c(of: [UInt8](repeating: 0xFF, count: 32)[...]) == 0x62A8_AB43)
    #expect(Checksum.crc32c(of: Array(0..<32)[...]) == 0x46DD_794E)
    #expect(Checksum.crc32c(of: []) == 0)
    Array("123456789".utf8).withUnsafeBytes { #expect(Checksum.crc32($0) == 0xCBF4_3926) }
  }

  /// Parts of a tensor are summed by different threads.
  @Test func joinsChecksumsOfParts() {
    let bytes = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 37 ^ $0 >> 8) }
    let whole = Checksum.crc32c(of: bytes[...])
    for cut in [0, 1, 7, 8, 4095, 4096, 4999, 5000] {
      let (first, second) = (Checksum.crc32c(of: bytes[..<cut]), Checksum.crc32c(of: bytes[cut...]))
      #expect(Checksum.crc32c(first, followedBy: second, ofLength: 5000 - cut) == whole, "cut at \(cut)")
      #expect(Checksum.crc32c(of: bytes[cut...], after: first) == whole, "cut at \(cut)")
    }
  }

  /// LevelDB's own test of the mask (util/crc32c_test.cc): it changes the value, and back.
  @Test func masksChecksums() {
    let checksum = Checksum.crc32c(of: Array("foo".utf8)[...])
    let masked = MaskedChecksum(masking: checksum)
    #expect(masked.stored != checksum && masked.checksum == checksum)
    #expect(MaskedChecksum(masking: 0).stored == 0xA282_EAD8)
  }

  @Test func readsVarintsAsShortAsTheyCanBe() {
    for number in [0, 1, 127, 128, 300, 1 << 32, 1 << 63, UInt64.max] {
      var reader = LittleEndianReader(number.varint)
      #expect(reader.varint() == number && reader.remaining == 0)
    }
    let overlong: [[UInt8]] = [[0x80, 0], [0xFF, 0x80, 0]]
    let tooLarge = [[UInt8](repeating: 0xFF, count: 9) + [2], [UInt8](repeating: 0x80, count: 11)]
    for bytes in overlong + tooLarge + [[], [0x80]] {
      var reader = LittleEndianReader(bytes)
      #expect(reader.varint() == nil, "\(bytes)")
    }
  }

  /// Bytes of OrderedCode::WriteSignedNumIncreasing around the ends of each length (ordered_code_test.cc).
  @Test func encodesKeysOfPartsInOrder() {
    func key(_ start: Int, _ length: Int?) -> [UInt8] { TensorPart([.init(start: start, length: length)]).key(of: []) }
    let head: [UInt8] = [0, 0, 1, 1, 1]
    #expect(key(0, nil) == head + [0x80, 0x7F])
    #expect(key(63, 64) == head + [0xBF, 0xC0, 0x40])
    #expect(key(8191, 8192) == head + [0xDF, 0xFF, 0xE0, 0x20, 0])
    let large = key(1 << 55, 1 << 62)
    #expect(large == head + [0xFF, 0x80, 0x80, 0, 0, 0, 0, 0, 0] + [0xFF, 0xC0, 0x40, 0, 0, 0, 0, 0, 0, 0])
    #expect(TensorPart([]).key(of: [0, 0xFF, 7]) == [0, 0, 0xFF, 0xFF, 0, 7, 0, 1, 0])
    let starts = [0, 1, 63, 64, 8191, 8192, 1 << 20, 1 << 27, 1 << 40, 1 << 55, 1 << 62]
    let keys = starts.map { key($0, 1) }
    #expect(zip(keys, keys.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
  }

  /// Several blocks, several restarts in each, and keys that share what can be shared.
  @Test func readsTheTablesItWrites() throws {
    var writer = TableWriter()
    let entries = (0..<20_000).map { number in
      let digits = String(number)
      return (
        key: Array("scope/\(String(repeating: "0", count: 6 - digits.count))\(digits)".utf8),
        value: [UInt8](repeating: UInt8(number % 251), count: number % 40)
      )
    }
    for entry in entries { writer.add(entry.key, entry.value) }
    let bytes = writer.finished()
    #expect(bytes.count > TableFormat.blockSize)
    try withTemporaryFolder { folder in
      try write(bytes, to: folder + "/table")
      let table = try Table(RandomAccessFile(folder + "/table"))
      #expect(table.entries.count == entries.count)
      #expect(zip(table.entries, entries).allSatisfy { $0.key == $1.key && Array($0.value) == $1.value })
      // An empty table has blocks and a footer, too.
      var empty = TableWriter()
      try write(empty.finished(), to: folder + "/empty")
      #expect(try Table(RandomAccessFile(folder + "/empty")).entries.isEmpty)
    }
  }

  /// Each key one byte longer than the last: a few kilobytes must not become gigabytes of keys.
  @Test func refusesABlockThatExpandsWithoutBound() {
    var block: [UInt8] = []
    for number in 0..<100_000 { block += UInt64(number).varint + [1, 0, 0x61] }
    #expect(TableBlock((block + [0, 0, 0, 0, 1, 0, 0, 0])[...]) == nil)
    #expect(TableBlock([0, 1, 0, 0x61, 0, 0, 0, 0, 1, 0, 0, 0])?.entries.count == 1)
  }

  @Test func refusesDamagedBlocks() {
    let end: [UInt8] = [0, 0, 0, 0, 1, 0, 0, 0]
    for bytes in [
      [], [0, 0, 0], [0, 0, 0, 2], [1, 0, 0] + end, [0, 5, 0, 0x61] + end, [0, 1, 9, 0x61] + end, [0, 1] + end,
      [0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0] + end, [0xFF, 0xFF, 0xFF, 0xFF],
    ] as [[UInt8]] { #expect(TableBlock(bytes[...]) == nil, "\(bytes)") }
  }

  /// Literals of each length field, copies of each offset field, and a copy that runs over itself.
  @Test func decompressesSnappy() {
    let text = Array("Wikipedia is a free, web-based, collaborative, multilingual encyclopedia project.".utf8)
    #expect(Snappy.decompressed(([UInt8(text.count), 60 << 2, UInt8(text.count - 1)] + text)[...]) == text)
    let long = [UInt8](repeating: 7, count: 300)
    #expect(Snappy.decompressed(([0xAC, 2, 61 << 2, 0x2B, 1] + long)[...]) == long)
    #expect(Snappy.decompressed([9, 0, 0x61, 1 | 4 << 2, 1]) == [UInt8](repeating: 0x61, count: 9))
    #expect(Snappy.decompressed([8, 3 << 2, 1, 2, 3, 4, 2 | 3 << 2, 4, 0]) == [1, 2, 3, 4, 1, 2, 3, 4])
    #expect(Snappy.decompressed([3, 1 << 2, 1, 2, 3, 2, 0, 0, 0]) == [1, 2, 1])
    #expect(Snappy.decompressed([0]) == [])
    for bytes in [
      [], [1], [2, 0, 1], [0, 0, 1], [5, 0, 1, 1, 0], [5, 0, 1, 1, 2], [4, 62 << 2, 1], [4, 2, 1],
      [0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0, 1],
    ] as [[UInt8]] { #expect(Snappy.decompressed(bytes[...]) == nil, "\(bytes)") }
  }

  /// An index as TensorFlow 1.1 wrote it, its block compressed by Snappy itself.
  @Test func readsACompressedIndex() throws {
    try withCheckpoint("ckpt_tf1/model.ckpt-400") { copy in
      let plain = try Table(RandomAccessFile(copy + ".index"))
      let block = try contents(Fixtures.folder + "index_block.snappy")
      try write(Self.table(of: block, TableFormat.snappy), to: copy + ".index")
      #expect(try Table(RandomAccessFile(copy + ".index")).entries == plain.entries)
      try Checkpoint(copy).verify()
      try write(Self.table(of: block, 9), to: copy + ".index")
      #expect(throws: CheckpointError.index(path: copy + ".index", fault: .unknownCompression(9, offset: 0))) {
        try Checkpoint(copy)
      }
      // Damage that has the right checksum all the same.
      for place in block.indices {
        var damaged = block
        damaged[place] ^= 1 << UInt8(place % 8)
        try write(Self.table(of: damaged, TableFormat.snappy), to: copy + ".index")
        _ = try? Checkpoint(copy).verify()
      }
    }
  }

  /// A table of one data block, compressed in some way.
  private static func table(of block: [UInt8], _ kind: UInt8) -> [UInt8] {
    let link = BlockBytes(entries: [(Array("z".utf8), BlockHandle(offset: 0, size: block.count).encoded)])
    let data = withTrailer(block, kind)
    let metaindex = withTrailer(BlockBytes(entries: []).bytes, TableFormat.stored)
    let index = withTrailer(link.bytes, TableFormat.stored)
    let footer = TableFooter(
      metaindex: BlockHandle(offset: data.count, size: metaindex.count - TableFormat.trailerSize),
      index: BlockHandle(offset: data.count + metaindex.count, size: index.count - TableFormat.trailerSize))
    return data + metaindex + index + footer.encoded
  }
}

/// A block and its trailer.
func withTrailer(_ content: [UInt8], _ kind: UInt8) -> [UInt8] {
  let covered = content + [kind]
  return covered + MaskedChecksum(masking: Checksum.crc32c(of: covered[...])).stored.littleEndianBytes
}

/// A block whose keys are all written in full.
struct BlockBytes {
  let entries: [(key: [UInt8], value: [UInt8])]

  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for (key, value) in entries { bytes += [0] + UInt64(key.count).varint + UInt64(value.count).varint + key + value }
    return bytes + [0, 0, 0, 0, 1, 0, 0, 0]
  }
}
