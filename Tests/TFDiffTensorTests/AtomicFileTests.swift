import Foundation
import TFDiffTensor
import Testing

/// Protects: a written file replaces the old one whole, keeps its mode and links, leaves no temporary
/// one behind, and a failure says why.
@Suite struct AtomicFileTests {
  @Test func writesAndReplaces() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/report.json"
      for text in ["first", "", "a longer text than before\n"] {
        try AtomicFile.write(text, to: path)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
      }
      #expect(try Self.contents(folder) == ["report.json"])
    }
  }

  @Test func keepsTheModeOfWhatItReplaces() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/x"
      try AtomicFile.write("1", to: path)
      try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
      try AtomicFile.write("2", to: path)
      let attributes = try FileManager.default.attributesOfItem(atPath: path)
      #expect(attributes[.posixPermissions] as? Int == 0o640)
    }
  }

  @Test func followsLinks() throws {
    try withTemporaryFolder { folder in
      try AtomicFile.write("old", to: folder + "/target")
      try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "target")
      try AtomicFile.write("new", to: folder + "/link")
      #expect(try String(contentsOfFile: folder + "/target", encoding: .utf8) == "new")
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == "target")
    }
  }

  @Test func devicesAreWrittenNotReplaced() throws {
    try AtomicFile.write("gone", to: "/dev/null")
    let attributes = try FileManager.default.attributesOfItem(atPath: "/dev/null")
    #expect(attributes[.type] as? FileAttributeType == .typeCharacterSpecial)
  }

  @Test func failuresSayWhyAndLeaveNothingBehind() throws {
    try withTemporaryFolder { folder in
      Self.expectFailure(writingTo: folder, "it is a folder")
      Self.expectFailure(writingTo: folder + "/no/report.json", "No such file or directory")
      let left = try Self.contents(folder)
      #expect(left.isEmpty)
    }
    try withTemporaryFolder { folder in
      let path = folder + "/report.json"
      try Self.expectFailureHalfWay(writingTo: path)
      #expect(try Self.contents(folder).isEmpty)
      try AtomicFile.write("the earlier one", to: path)
      try Self.expectFailureHalfWay(writingTo: path)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "the earlier one")
      #expect(try Self.contents(folder) == ["report.json"])
    }
    Self.expectFailure(writingTo: "", "No such file or directory")
    Self.expectFailure(writingTo: "/dev/full", "No space left on device")
  }

  /// Writes what can be read, and then a page of memory that the kernel may not read: on every disk, and for everyone, that
  /// fails once the first part is in the file.
  private static func expectFailureHalfWay(writingTo path: String) throws {
    let size = 4096
    let page = try #require(mmap(nil, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
    try #require(page != MAP_FAILED)
    defer { munmap(page, size) }
    let readable = [UInt8](repeating: 0x20, count: 1 << 20)
    let error = readable.withUnsafeBytes { first in
      tensorError { try AtomicFile.write([first, UnsafeRawBufferPointer(start: page, count: size)], to: path) }
    }
    #expect(error == .cannotWrite(path: path, reason: "Bad address"))
  }

  private static func expectFailure(writingTo path: String, _ reason: String) {
    let error = tensorError { try AtomicFile.write("x", to: path) }
    #expect(error == .cannotWrite(path: path, reason: reason))
    #expect(
      error?.description
        == "cannot write '\(path)': \(reason); choose a folder that exists and that you may write to")
  }

  private static func contents(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder)
  }
}
