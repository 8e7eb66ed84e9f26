import Foundation
import Testing

@testable import TFDiffTensor

/// Protects: no damage to an archive crashes, hangs or takes the machine's memory, and none to the data goes unnoticed.
@Suite struct NpzDamageTests {
  /// The checksums of all arrays; throws the first error that is not about an element type.
  @discardableResult private static func readAll(_ path: String) throws -> [String: UInt32] {
    let file = try NpzFile(path)
    var checksums: [String: UInt32] = [:]
    for name in file.names {
      do throws(TensorError) {
        checksums[name] = try file.tensor(name).crc32
      } catch .npy(_, .unsupportedDType) {
        continue
      } catch {
        throw error
      }
    }
    return checksums
  }

  /// Every byte of a member's data is covered by its checksum. What makes no difference to the decompressed data, such
  /// as the bits that fill up a stream's last byte, may change.
  @Test(arguments: ["npz/stored.npz", "npz/compressed.npz"])
  func findsEveryChangedByteOfTheData(_ path: String) throws {
    try withCopies(of: [path]) { folder in
      let copy = folder + "/" + URL(fileURLWithPath: path).lastPathComponent
      let bytes = try contents(copy)
      let original = try Self.readAll(copy)
      let file = try PatchedFile(copy)
      var harmless = 0
      for member in try ZipArchive(RandomAccessFile(copy)).members
      where original[String(member.name.dropLast(4))] != nil {
        var reader = LittleEndianReader(bytes[(member.offset + 26)...])
        let lengths = [reader.integer(UInt16.self), reader.integer(UInt16.self)].compactMap { $0.map(Int.init) }
        let start = lengths.reduce(member.offset + 30, +)
        for offset in start..<start + member.compressedSize {
          try file.set(bytes[offset] ^ 1 << UInt8(offset % 8), at: offset)
          if let found = try? Self.readAll(copy) {
            // A header that names another element type is refused before the data are read.
            let isRefused = found.count < original.count
            #expect(isRefused || member.method == 8, "\(member.name), byte \(offset)")
            #expect(found.allSatisfy { original[$0.key] == $0.value }, "\(member.name), byte \(offset)")
            if !isRefused { harmless += 1 }
          }
          try file.set(bytes[offset], at: offset)
        }
      }
      #expect(harmless < 20)
      try Self.readAll(copy)
    }
  }

  @Test(arguments: ["npz/stored.npz", "npz/compressed.npz", "npz/zip64.npz"])
  func refusesAnArchiveCutAtAnyLength(_ path: String) throws {
    try withTemporaryFolder { folder in
      let bytes = try contents(Fixtures.folder + path)
      for length in 0..<bytes.count {
        try write(bytes[..<length], to: folder + "/x.npz")
        #expect(throws: TensorError.self, "\(length) bytes") { try NpzFile(folder + "/x.npz") }
      }
    }
  }

  /// A file with holes can say that it has a list of members of any size.
  @Test func refusesAListOfMembersThatNoProgramWrites() throws {
    try withTemporaryFolder { folder in
      let (path, size) = (folder + "/x.npz", 3_000_000_000)
      try write([UInt8](), to: path)
      let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      try file.truncate(atOffset: UInt64(size))
      try file.seekToEnd()
      let counts =
        UInt16.zero.littleEndianBytes + UInt16.zero.littleEndianBytes + UInt16.max.littleEndianBytes
        + UInt16.max.littleEndianBytes
      let place = UInt32(size).littleEndianBytes + UInt32.zero.littleEndianBytes
      try file.write(contentsOf: ZipFormat.end.littleEndianBytes + counts + place + [0, 0])
      try file.close()
      #expect(
        throws: TensorError.npz(
          path: path, fault: .directoryTooLarge(byteCount: size, greatest: ZipFormat.greatestDirectory))
      ) { try NpzFile(path) }
    }
  }

  @Test func survivesRandomChanges() throws {
    var random = SeededGenerator(seed: 9)
    try withTemporaryFolder { folder in
      for path in ["npz/stored.npz", "npz/compressed.npz", "npz/zip64.npz", "npz/streamed.npz"] {
        let bytes = try contents(Fixtures.folder + path)
        for _ in 0..<1000 {
          var changed = bytes
          for _ in 0..<Int.random(in: 1...8, using: &random) {
            let place = Int.random(in: changed.indices, using: &random)
            changed[place] = UInt8.random(in: 0...255, using: &random)
          }
          try write(changed, to: folder + "/x.npz")
          do { try Self.readAll(folder + "/x.npz") } catch { #expect(error is TensorError) }
        }
      }
    }
  }

  /// The 64-bit records are believed no more than the plain ones.
  @Test func survivesChangesOfTheDirectory() throws {
    var random = SeededGenerator(seed: 10)
    try withTemporaryFolder { folder in
      let bytes = try contents(Fixtures.folder + "npz/zip64.npz")
      for _ in 0..<3000 {
        var changed = bytes
        let place = Int.random(in: bytes.count - 1100..<bytes.count, using: &random)
        let extremes = [0, 1, 0x7F, 0x80, 0xFE, 0xFF] as [UInt8]
        for offset in place..<min(place + Int.random(in: 1...8, using: &random), bytes.count) {
          changed[offset] = extremes.randomElement(using: &random) ?? 0
        }
        try write(changed, to: folder + "/x.npz")
        do { try Self.readAll(folder + "/x.npz") } catch { #expect(error is TensorError) }
      }
    }
  }

  // MARK: Archives made by hand

  /// One deflated member whose directory says what it is told to.
  private struct Archive {
    var method: UInt16 = 8
    var flags: UInt16 = 0
    var data: [UInt8]
    var size: UInt32
    var checksum: UInt32
    var copies = 1

    func bytes() -> [UInt8] {
      let name = Array("x.npy".utf8)
      func common(_ size: UInt32) -> [UInt8] {
        [20, 0] + flags.littleEndianBytes + method.littleEndianBytes + [0, 0, 0, 0] + checksum.littleEndianBytes
          + UInt32(data.count).littleEndianBytes + size.littleEndianBytes + [UInt8(name.count), 0, 0, 0]
      }
      let local = [0x50, 0x4B, 3, 4] + common(size) + name + data
      let entry = [0x50, 0x4B, 1, 2, 20, 0] + common(size) + [UInt8](repeating: 0, count: 14) + name
      let directory = [[UInt8]](repeating: entry, count: copies).flatMap { $0 }
      let counts = UInt16(copies).littleEndianBytes + UInt16(copies).littleEndianBytes
      return local + directory + [0x50, 0x4B, 5, 6, 0, 0, 0, 0] + counts
        + UInt32(directory.count).littleEndianBytes + UInt32(local.count).littleEndianBytes + [0, 0]
    }
  }

  /// A DEFLATE stream of stored blocks.
  private static func deflated(_ bytes: [UInt8]) -> [UInt8] {
    [1] + UInt16(bytes.count).littleEndianBytes + (~UInt16(bytes.count)).littleEndianBytes + bytes
  }

  private static let array = NpyFile.encode(Tensor([1, 2, 3] as [Float]))
  private static var whole: Archive {
    Archive(
      data: deflated(array), size: UInt32(array.count),
      checksum: array.withUnsafeBytes { Checksum.crc32($0) })
  }

  private func expect(_ fault: NpzMemberFault, _ change: (inout Archive) -> Void) throws {
    try withTemporaryFolder { folder in
      var archive = Self.whole
      change(&archive)
      try write(archive.bytes(), to: folder + "/x.npz")
      let file = try NpzFile(folder + "/x.npz")
      let expected = TensorError.npz(path: file.path, fault: .member("x.npy", fault: fault))
      #expect(throws: expected) { try file.tensor("x") }
    }
  }

  @Test func refusesMembersThatLie() throws {
    try withTemporaryFolder { folder in
      try write(Self.whole.bytes(), to: folder + "/x.npz")
      #expect(try NpzFile(folder + "/x.npz").tensor("x").elements(of: Float.self) == [1, 2, 3])
    }
    let size = Self.array.count
    try expect(.encrypted) { $0.flags = 1 }
    try expect(.unsupportedMethod(14)) { $0.method = 14 }
    try expect(.wrongSize(stated: size)) { $0.method = 0 }
    try expect(.wrongSize(stated: size + 1)) { $0.size += 1 }
    // Four gigabytes of memory for 140 bytes of data are not taken.
    try expect(.wrongSize(stated: Int(UInt32.max) - 1)) { $0.size = .max - 1 }
    try expect(.checksum(stated: 7, computed: Self.whole.checksum)) { $0.checksum = 7 }
    try expect(.damagedData) { $0.data = [7] + $0.data.dropFirst() }
    try expect(.damagedData) { $0.data.removeLast() }
    try expect(.damagedData) { $0.data = [] }
    try expect(.damagedData) { $0.data += [0] }
    // A block that never ends, and one that points back before the beginning.
    try expect(.damagedData) { $0.data = [0] + Self.deflated(Self.array).dropFirst() }
    try expect(.damagedData) { $0.data = [0x4B, 0x04, 0x42, 0x00] + $0.data }
  }

  /// The stream has more than the directory says: it is stopped at the directory's word, which the array's header contradicts.
  @Test func refusesAnArrayThatEndsBeforeItsHeadersWord() throws {
    try withTemporaryFolder { folder in
      var archive = Self.whole
      archive.size -= 1
      try write(archive.bytes(), to: folder + "/x.npz")
      #expect { try NpzFile(folder + "/x.npz").tensor("x") } throws: { error in
        if case TensorError.npy(_, .truncatedData) = error { true } else { false }
      }
    }
  }

  @Test func refusesTwoMembersOfOneName() throws {
    try withTemporaryFolder { folder in
      var archive = Self.whole
      archive.copies = 2
      try write(archive.bytes(), to: folder + "/x.npz")
      #expect(throws: TensorError.npz(path: folder + "/x.npz", fault: .duplicate(member: "x"))) {
        try NpzFile(folder + "/x.npz")
      }
    }
  }

  /// A thousand times as much as the file holds, all of it zeros: read in full where the sizes agree.
  @Test func readsWhatIsCompressedWell() throws {
    let file = try NpzFile(Fixtures.folder + "npz/compressed.npz")
    let zeros = try file.tensor("zeros")
    #expect(zeros.elementCount == 100_000 && zeros.elements(of: Float.self).allSatisfy { $0 == 0 })
  }

  /// What the errors say: the file, the member, and what to do.
  @Test func saysWhatToDo() {
    let faults: [NpzFault] = [
      .notZip, .severalDisks, .damagedDirectory, .duplicate(member: "x"), .noMember("x", members: ["y"]),
      .member("x", fault: .encrypted), .member("x", fault: .checksum(stated: 1, computed: 2)),
    ]
    for fault in faults {
      let text = TensorError.npz(path: "run.npz", fault: fault).description
      #expect(text.hasPrefix("'run.npz': ") && (text.contains("write") || text.contains("it has 'y'")), "\(text)")
    }
  }
}
