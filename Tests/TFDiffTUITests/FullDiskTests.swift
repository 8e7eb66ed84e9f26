import Foundation
import Testing

/// Protects: where there is no room for a whole report, the program says so and ends with 2, and the earlier report is as it
/// was. The room is a limit on the size of files, which anyone can set and which fails a write half-way.
@Suite struct FullDiskTests {
  /// Room for an error, but not for a report.
  private func runWithLittleRoom(_ arguments: [String]) throws -> Program.Result {
    // The limit's signal would end the program before it could say anything.
    let script = #"trap '' XFSZ; ulimit -f 1; exec "$0" "$@" > /dev/null"#
    return try Program.run(["-c", script, Program.path] + arguments, program: "/bin/sh")
  }

  @Test(arguments: [
    ["check", "digits", "--quiet", "--report", "r.json"], ["check", "digits", "--quiet", "--report", "r.md"],
    ["triage", "digits", "--report", "r.json"],
  ])
  func anEarlierReportSurvivesAFailedOne(arguments: [String]) throws {
    try Program.withFolder { folder in
      let name = arguments[arguments.count - 1]
      let path = "\(folder)/\(name)"
      let command = arguments.dropLast() + [path]
      #expect(try Program.run(Array(command)).status == 0)
      let before = try #require(FileManager.default.contents(atPath: path))
      // Blocks are of 512 bytes or of 1024.
      #expect(before.count > 1024, "larger than the room that is left below")
      let failed = try runWithLittleRoom(Array(command))
      #expect(failed.status == 2, "\(failed.output)\(failed.errors)")
      #expect(
        failed.errors.contains("--report \(path)") && failed.errors.contains("File too large"), "\(failed.errors)")
      #expect(FileManager.default.contents(atPath: path) == before)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [name], "nothing half-written is left")
    }
  }
}
