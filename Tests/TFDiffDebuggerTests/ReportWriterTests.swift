import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: a path that no report can be written to is refused before the run, and writing leaves nothing but the report.
@Suite struct ReportWriterTests {
  private let state = CheckRunner(target: ScriptedTarget.diverging().target).run().state

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = NSTemporaryDirectory() + "tfdiff-report-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  @Test func theEndingPicksTheKind() throws {
    try withFolder { folder in
      for (name, start) in [("r.json", "{"), ("r.md", "## ✗"), ("R.JSON", "{")] {
        try ReportWriter.write(state, to: "\(folder)/\(name)")
        let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
        #expect(text.hasPrefix(start))
        #expect(text.hasSuffix("\n"))
      }
      let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(files.sorted() == ["R.JSON", "r.json", "r.md"], "no temporary file is left")
    }
  }

  @Test(arguments: ["report.htm", "report.yaml", "report", "report.json.gz", ".json"])
  func unknownEndingsNameTheKnownOnes(path: String) {
    #expect(throws: ReportError.unknownEnding(path: path)) { try ReportWriter.validate(path) }
    #expect(ReportError.unknownEnding(path: path).description.contains(".json, .md"))
    #expect(ReportError.unknownEnding(path: path).description.hasPrefix("\(path): "))
  }

  @Test func foldersAreCheckedBeforeTheRun() throws {
    try withFolder { folder in
      try ReportWriter.validate("\(folder)/r.json")
      #expect(throws: ReportError.obstacle(path: "\(folder)/no/r.json", .noFolder("\(folder)/no"))) {
        try ReportWriter.validate("\(folder)/no/r.json")
      }
      try "x".write(toFile: "\(folder)/file", atomically: false, encoding: .utf8)
      #expect(throws: ReportError.obstacle(path: "\(folder)/file/r.json", .notAFolder("\(folder)/file"))) {
        try ReportWriter.validate("\(folder)/file/r.json")
      }
      try FileManager.default.createDirectory(atPath: "\(folder)/d.md", withIntermediateDirectories: false)
      #expect(throws: ReportError.obstacle(path: "\(folder)/d.md", .isAFolder)) {
        try ReportWriter.validate("\(folder)/d.md")
      }
      let files = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(files.sorted() == ["d.md", "file"], "validating writes nothing")
    }
  }

  @Test func aFileOfTheWorkingFolderIsFine() throws {
    try ReportWriter.validate("r-\(UUID().uuidString).json")
  }

  /// A folder of the system's that not even the superuser can write to. What fails half-way, `FullDiskTests` try.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self")))
  func aFailureIsTold() throws {
    let error = #expect(throws: ReportError.self) { try ReportWriter.write(state, to: "/proc/self/r.json") }
    #expect(error?.description.hasPrefix("/proc/self/r.json: ") == true)
  }
}
