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

  /// Over several links, relative to where each of them is, to a file that is not there yet.
  @Test func followsLinksToWhatIsNotThere() throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createDirectory(atPath: folder + "/a/b", withIntermediateDirectories: true)
      try FileManager.default.createSymbolicLink(atPath: folder + "/first", withDestinationPath: "a/second")
      try FileManager.default.createSymbolicLink(atPath: folder + "/a/second", withDestinationPath: "b/../b/new")
      try AtomicFile.write("text", to: folder + "/first")
      #expect(try String(contentsOfFile: folder + "/a/b/new", encoding: .utf8) == "text")
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/first") == "a/second")
      #expect(AtomicFile.obstacle(at: folder + "/first") == nil)
      #expect(AtomicFile.folder(for: folder + "/first") == folder + "/a/b/../b")
    }
  }

  @Test func linksInACircleAreAnError() throws {
    try withTemporaryFolder { folder in
      try FileManager.default.createSymbolicLink(atPath: folder + "/x", withDestinationPath: "y")
      try FileManager.default.createSymbolicLink(atPath: folder + "/y", withDestinationPath: "x")
      Self.expectFailure(writingTo: folder + "/x", "Too many levels of symbolic links")
      #expect(AtomicFile.obstacle(at: folder + "/x") == .impossible(.system(ELOOP)))
    }
  }

  @Test func pipesAndSocketsDoNotHoldUp() throws {
    try withTemporaryFolder { folder in
      let pipe = folder + "/pipe"
      try #require(mkfifo(pipe, 0o600) == 0)
      #expect(AtomicFile.obstacle(at: pipe) == nil, "a reader may still come")
      Self.expectFailure(writingTo: pipe, "it is a pipe that has no reader (start the reader first)")
      let reader = open(pipe, O_RDONLY | O_NONBLOCK)
      defer { close(reader) }
      try AtomicFile.write("text", to: pipe)
      var buffer = [UInt8](repeating: 0, count: 16)
      #expect(read(reader, &buffer, 16) == 4)
    }
  }

  /// A name of an open file means that file as it is open, in the middle of what was written to it.
  @Test func anOpenFileIsWrittenToWhereItStands() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/log"
      let descriptor = open(path, O_RDWR | O_CREAT, 0o600)
      defer { close(descriptor) }
      try DescriptorWriting.write(Array("before ".utf8), to: descriptor)
      for name in ["/dev/fd/\(descriptor)", "/proc/self/fd/\(descriptor)"] { try AtomicFile.write("[in]", to: name) }
      try DescriptorWriting.write(Array(" after".utf8), to: descriptor)
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "before [in][in] after")
      Self.expectFailure(writingTo: "/dev/fd/987", "Bad file descriptor")
    }
  }

  @Test func whatIsTheOwnersAloneIsSoWhateverItWas() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/x"
      for mode in [nil, 0o644, 0o400] {
        if let mode { try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path) }
        try AtomicFile.write(Array("secret".utf8), to: path, access: .ownerOnly)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
      }
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
