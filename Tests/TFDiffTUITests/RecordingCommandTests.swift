import Foundation
import Testing

/// Protects: record and compare do on the command line what their help says, with the exit statuses of check; what is wrong is said with
/// the remedy.
@Suite struct RecordingCommandTests {
  private static let fixtures =
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("TFDiffArtefactsTests/Fixtures").path + "/"

  @Test func twoSidesThatWereRecordedAreCompared() throws {
    try Program.withFolder { folder in
      for side in ["reference", "candidate"] {
        let made = try Program.run(["record", "digits", "--side", side, "-o", "\(side).npz"], in: folder)
        #expect(made.status == 0 && made.output.contains("9 endpoints written to \(side).npz"), "\(made)")
      }
      let equal = try Program.run(["compare", "reference.npz", "candidate.npz", "--check", "--quiet"], in: folder)
      #expect(equal.status == 0 && equal.output.hasPrefix("✓ equal: 9 of 9 endpoints match"), "\(equal)")
      let strict = try Program.run(
        ["compare", "reference.npz", "candidate.npz", "--check", "--rtol", "0", "--atol", "0", "--report", "r.json"],
        in: folder)
      #expect(strict.status == 1, "\(strict)")
      let report = try String(contentsOfFile: folder + "/r.json", encoding: .utf8)
      #expect(
        report.contains("check --rtol 0 --atol 0 --against candidate.npz reference.npz"), "the command to reproduce it")
      let other = try Program.run(["compare", "reference.npz", "digits", "--check", "--seed", "43"], in: folder)
      #expect(other.status == 1 && other.output.contains("First divergence: conv1"), "\(other)")
    }
  }

  /// A run that ends half-way leaves no file, and what was there before.
  @Test func aCancelledRecordingLeavesNothing() throws {
    try Program.withFolder { folder in
      let result = try Program.run(
        ["record", "inception-resnet-v2", "--side", "candidate", "-o", "run.npz"], in: folder, interrupt: (SIGINT, 0.1))
      #expect(result.status == 2 && result.errors.contains("Stopped by Ctrl-C; nothing was written."), "\(result)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
  }

  @Test(
    arguments: [
      (["compare", "tf115_infer.npz"], "Missing expected argument"),
      (["check", "tf115_infer.npz"], "has one side alone"),
      (["compare", "tf115_infer.npz", "nothing.npz", "--check"], "nothing.npz"),
      (["compare", "tf115_infer.npz", "npz/no.npy", "--check"], "npz/no.npy"),
      (["compare", "tf115_infer.npz", "expected.json", "--check"], "expected.json"),
      (
        ["compare", "tf115_infer.npz", "tf115_infer.npz", "--check", "--fault", "x@y"],
        "--fault does not go with two recordings"
      ),
      (
        ["compare", "tf115_infer.npz", "tf115_infer.npz", "--check", "--steps", "2"],
        "--steps does not go with a recording"
      ),
      (["compare", "tf115_infer.npz", "tf115_infer.npz", "--quiet"], "add --check"),
      (["compare", "tf115_infer.npz", "tf115_infer.npz", "--against", "x"], "leave it out"),
      (["record", "digits", "--side", "candidate", "-o", "x.txt"], "should end in .npz"),
      (["record", "digits", "--side", "candidate", "-o", "x.npz", "--budget", "-1"], "--budget"),
      (["record", "tf115_infer.npz", "--side", "candidate", "-o", "x.npz"], "is a recording already"),
      (["record", "digits", "--side", "both", "-o", "x.npz"], "reference"),
      (["triage", "tf115_infer.npz", "--against", "tf115_infer.npz"], "nothing to triage"),
      (["preflight", "tf115_infer.npz", "--against", "tf115_infer.npz"], "Nothing is known"),
    ] as [([String], String)])
  func whatIsWrongIsSaid(_ arguments: [String], _ words: String) throws {
    let result = try Program.run(arguments, in: Self.fixtures)
    #expect(result.status == 2 && result.errors.contains(words), "\(arguments): \(result)")
  }
}
