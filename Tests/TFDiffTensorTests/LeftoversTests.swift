import Foundation
import TFDiffTensor
import Testing

/// Protects: what a killed writer left is removed by the next, and nothing that is another's or still being written.
@Suite struct LeftoversTests {
  private func contents(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  private func make(_ name: String, in folder: String) throws {
    try "half a report".write(toFile: "\(folder)/\(name)", atomically: false, encoding: .utf8)
  }

  @Test func onlyWhatIsSurelyOursGoes() throws {
    try withTemporaryFolder { folder in
      let own = Leftovers.newName()
      let others = [
        ".tfdiff-12-1.tmp", ".tfdiff-0123456789abcdef.tmp.bak", ".tfdiff-0123456789abcdeg.tmp", "report.json",
        ".tfdiff-0123456789abcdef0.tmp",
      ]
      for name in others + [own] { try make(name, in: folder) }
      let (link, inner) = (Leftovers.newName(), Leftovers.newName())
      try FileManager.default.createSymbolicLink(atPath: "\(folder)/\(link)", withDestinationPath: "report.json")
      try FileManager.default.createDirectory(atPath: "\(folder)/\(inner)", withIntermediateDirectories: false)
      Leftovers.sweep(folder)
      #expect(try contents(folder) == (others + [link, inner]).sorted())
      Leftovers.sweep(folder + "/nowhere")
    }
  }

  /// On a file system without unnamed files too, where the lock alone tells.
  @Test func whatIsBeingWrittenStays() throws {
    try withTemporaryFolder { folder in
      do {
        let file = try TemporaryFile(in: folder, mode: 0o666, hasName: true)
        #expect(try contents(folder).count == 1)
        Leftovers.sweep(folder)
        #expect(try contents(folder).count == 1)
        try file.move(to: "\(folder)/report.json")
        Leftovers.sweep(folder)
        #expect(try contents(folder) == ["report.json"])
      }
      do {
        let given = try TemporaryFile(in: folder, mode: 0o666, hasName: true)
        withExtendedLifetime(given) {}
      }
      #expect(try contents(folder) == ["report.json"], "one that was given up is gone")
    }
  }

  @Test func withoutANameNothingIsSeenUntilItTakesItsPlace() throws {
    try withTemporaryFolder { folder in
      let file = try TemporaryFile(in: folder, mode: 0o666)
      try DescriptorWriting.write(Array("new".utf8), to: file.descriptor)
      #expect(try contents(folder) == [], "this file system has files without names")
      try make("report.json", in: folder)
      try file.move(to: "\(folder)/report.json")
      #expect(try contents(folder) == ["report.json"])
      #expect(try String(contentsOfFile: "\(folder)/report.json", encoding: .utf8) == "new")
    }
  }
}
