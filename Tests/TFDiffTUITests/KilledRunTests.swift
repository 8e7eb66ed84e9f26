import Foundation
import Testing

/// Protects: a run that is killed, wherever it is in writing, leaves the report before it whole, and nothing else that the
/// next start does not remove.
@Suite struct KilledRunTests {
  private let model = "fixed-scaling-layer"

  private func contents(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  /// The system ends the process in the write that goes beyond a limit; the limit goes through the whole report.
  @Test func killedInEachBlockOfAReportTheOldOneStays() throws {
    try Program.withFolder { folder in
      let (report, old) = ("\(folder)/r.json", "the report of an earlier run")
      #expect(try Program.run(["check", model, "--report", report]).status == 0)
      let size = try #require(FileManager.default.contents(atPath: report)?.count)
      for blocks in 0..<(size + 511) / 512 {
        try old.write(toFile: report, atomically: false, encoding: .utf8)
        let line = "ulimit -c 0; ulimit -f \(blocks); exec $P check \(model) --quiet --report \(report) > /dev/null"
        let result = try Program.run(["-c", line], environment: ["P": Program.path], program: "/bin/sh")
        #expect(result.status == SIGXFSZ, "after \(blocks) blocks: \(result.errors)")
        #expect(try String(contentsOfFile: report, encoding: .utf8) == old, "after \(blocks) blocks")
      }
      #expect(try Program.run(["check", model, "--report", report]).status == 0)
      #expect(try contents(folder) == ["r.json"])
    }
  }

  /// At any moment of runs that do little else than write.
  @Test func killedAtAnyMomentNothingIsLeftAfterTheNextStart() throws {
    try Program.withFolder { folder in
      let reports = (0..<8).flatMap { ["--report", "\(folder)/r\($0).json", "--report", "\(folder)/r\($0).md"] }
      let arguments = ["check", model, "--quiet"] + Array(repeating: reports, count: 10).flatMap(\.self)
      var generator = SystemRandomNumberGenerator()
      for _ in 0..<6 {
        let first = "\(folder)/r0.json"
        unlink(first)
        let moment = Double.random(in: 0...0.3, using: &generator)
        let result = try Program.run(arguments, interrupt: (SIGKILL, moment), onceThereIs: first)
        #expect(result.status == SIGKILL || result.status == 0)
      }
      for name in try contents(folder) where name.hasSuffix(".json") {
        let data = try #require(FileManager.default.contents(atPath: "\(folder)/\(name)"))
        #expect((try? JSONSerialization.jsonObject(with: data)) is [String: Any], "\(name) is whole")
      }
      #expect(try Program.run(["check", model, "--report", "\(folder)/r0.json"]).status == 0)
      #expect(try contents(folder).filter { !$0.hasPrefix("r") } == [])
    }
  }

  /// Where a file system has no files without names, a killed run does leave one.
  @Test func theNextStartRemovesWhatIsLeftEverywhere() throws {
    try Program.withFolder { folder in
      let places = ["work", "reports", "tmp", "state/tfdiff-tui"].map { "\(folder)/\($0)" }
      let (left, others) = (".tfdiff-0123456789abcdef.tmp", [".tfdiff-notes.tmp", "tfdiff-0123456789abcdef.tmp"])
      for place in places {
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
        for name in [left] + others { try "half".write(toFile: "\(place)/\(name)", atomically: false, encoding: .utf8) }
      }
      let environment = ["TMPDIR": places[2], "XDG_STATE_HOME": "\(folder)/state", "XDG_DATA_HOME": "\(folder)/data"]
      let unfinished = "\(folder)/data/tfdiff-tui/tensorflow-2.12"
      try FileManager.default.createDirectory(atPath: "\(unfinished)/lib", withIntermediateDirectories: true)
      try Data().write(to: URL(fileURLWithPath: "\(unfinished)/.tfdiff-unfinished"))
      let result = try Program.run(
        ["check", model, "--report", "\(folder)/reports/r.json"], environment: environment, in: places[0])
      #expect(result.status == 0, "\(result.errors)")
      for place in places {
        #expect(try contents(place).filter { $0 != "r.json" } == others.sorted(), "\(place)")
      }
      #expect(!FileManager.default.fileExists(atPath: unfinished))
    }
  }
}
