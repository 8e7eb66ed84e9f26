import Foundation
import Testing

/// Protects: an input that does not fit is refused by its header, so that neither its size nor what it would be decompressed to
/// costs memory; the program has little to be run in here.
@Suite struct InputMemoryTests {
  /// A file of a size, of which all but the header is a hole.
  private func hole(_ folder: String, _ dtype: String, _ shape: String, byteCount: UInt64) throws -> String {
    let path = folder + "/input.npy"
    try Data(header(dtype, shape)).write(to: URL(fileURLWithPath: path))
    let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
    try file.truncate(atOffset: byteCount + 128)
    try file.close()
    return path
  }

  private func header(_ dtype: String, _ shape: String) -> [UInt8] {
    let text = "{'descr': '\(dtype)', 'fortran_order': False, 'shape': \(shape), }"
    let padded = text + String(repeating: " ", count: 117 - text.utf8.count) + "\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(padded.utf8)
  }

  private func check(_ path: String, model: String = "inception-resnet-v2") throws -> Program.Result {
    // Of addresses, 4 GB, into which the program and its libraries fit more than twice.
    let command = "ulimit -v 4000000; exec \"$0\" check \(model) --input \"$1\""
    return try Program.run(["-c", command, Program.path, path], program: "/bin/sh")
  }

  @Test(arguments: [
    (">f8", "(700, 900, 1000)", UInt64(5_040_000_000), "has shape [700, 900, 1000]"),
    (">i4", "(4500, 299, 299, 3)", 4_827_654_000, "has dtype int32"),
    ("|u1", "(20000, 299, 299, 3)", 5_364_060_000, "has 20000 items"),
    ("<f4", "(1000000, 299, 299, 3)", 1_072_812_000_000, "has 1000000 items"),
    ("<f4", "(9, 299, 299, 3)", 1000, "the data is cut off"),
  ])
  func whatTheHeaderTellsCostsNothing(dtype: String, shape: String, byteCount: UInt64, words: String) throws {
    try Program.withFolder { folder in
      let result = try check(hole(folder, dtype, shape, byteCount: byteCount))
      #expect(result.status == 2 && result.errors.contains(words), "\(result)")
    }
  }

  @Test func aBatchThatIsTooLargeIsToldHowManyItemsWouldDo() throws {
    try Program.withFolder { folder in
      let result = try check(hole(folder, "|u1", "(30000, 299, 299, 3)", byteCount: 8_046_090_000))
      #expect(result.errors.contains("GiB") && result.errors.contains("np.save('batch.npy', x[:"), "\(result)")
    }
  }

  /// Five gigabytes in thirty megabytes, of the wrong shape, and of more bytes than the array has.
  @Test(arguments: [(true, "has shape"), (false, "of which its array takes")])
  func whatIsCompressedIsNotDecompressedToBeRefused(tellsAll: Bool, words: String) throws {
    try Program.withFolder { folder in
      let path = folder + "/input.npz"
      let zeros = ZeroArchive.zeros(periods: 2_400_000)
      let shape = tellsAll ? "(\(zeros),)" : "(1, 299, 299, 3)"
      let archive = ZeroArchive(header: header("|u1", shape), periods: 2_400_000)
      try Data(archive.bytes).write(to: URL(fileURLWithPath: path))
      let result = try check(path)
      #expect(zeros > 4_900_000_000 && result.status == 2 && result.errors.contains(words), "\(result)")
    }
  }
}

/// An archive of one member, `x.npy`, that begins with a header and goes on with zeros, compressed by DEFLATE's fixed codes
/// (RFC 1951, 3.2.6): a zero, then runs of 258 zeros that repeat it in 13 bits each.
private struct ZeroArchive {
  let header: [UInt8]
  /// Eight runs fill thirteen bytes.
  let periods: Int

  static func zeros(periods: Int) -> Int { 1 + 258 * (1 + 8 * periods) }

  var bytes: [UInt8] {
    let (name, data) = (Array("x.npy".utf8), deflated)
    let extra =
      Self.little(1, 2) + Self.little(16, 2) + Self.little(header.count + Self.zeros(periods: periods), 8)
      + Self.little(data.count, 8)
    let versionFlagsMethod = Self.little(45, 2) + Self.little(0, 2) + Self.little(8, 2)
    let timeAndChecksum = Self.little(0, 8)
    let common =
      versionFlagsMethod + timeAndChecksum + Self.little(0xFFFF_FFFF, 4) + Self.little(0xFFFF_FFFF, 4)
      + Self.little(name.count, 2) + Self.little(extra.count, 2)
    let local = Self.little(0x0403_4B50, 4) + common + name + extra
    let entry = Self.little(0x0201_4B50, 4) + Self.little(45, 2) + common + Self.little(0, 14) + name + extra
    let end =
      Self.little(0x0605_4B50, 4) + Self.little(0, 4) + Self.little(1, 2) + Self.little(1, 2)
      + Self.little(entry.count, 4)
      + Self.little(local.count + data.count, 4) + Self.little(0, 2)
    return local + data + entry + end
  }

  private var deflated: [UInt8] {
    let stored = [0] + Self.little(header.count, 2) + Self.little(0xFFFF - header.count, 2) + header
    let (zero, run) = ("00110000", "11000101" + "00000")
    // A last block of fixed codes; with it the first run ends where a byte does.
    let start = Self.packed("110" + zero + run)
    let period = Self.packed(String(repeating: run, count: 8))
    return stored + start + [UInt8](repeatElement(period, count: periods).joined()) + Self.packed("0000000")
  }

  /// Bits in the order in which they are sent, the lowest of each byte first.
  private static func packed(_ bits: String) -> [UInt8] {
    let bits = Array(bits)
    return stride(from: 0, to: bits.count, by: 8).map { start in
      bits[start..<min(start + 8, bits.count)].enumerated().reduce(UInt8(0)) { byte, bit in
        bit.element == "1" ? byte | 1 << UInt8(bit.offset) : byte
      }
    }
  }

  private static func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { $0 < 8 ? UInt8(truncatingIfNeeded: value >> (8 * $0)) : 0 }
  }
}
