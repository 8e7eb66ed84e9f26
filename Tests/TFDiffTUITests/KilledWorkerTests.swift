import Foundation
import Testing

/// Protects: a worker that is killed, at whichever message of a small run, on either side, is named as the side that failed; the
/// program ends, and leaves neither a process nor a file behind. Without TensorFlow: `Tests/Python/dying_worker.py` is the worker.
@Suite struct KilledWorkerTests {
  struct Case: Sendable, CustomTestStringConvertible {
    /// The side that dies, and how the names of its options begin.
    var side: String
    var option: String
    /// The same of the one that lives.
    var other: String
    var otherOption: String
    /// Whether it dies of what it receives, or within what it sends.
    var way: String
    var testDescription: String { "\(side), \(way)" }
  }

  static let cases = ["received", "sent"].flatMap { way in
    [
      Case(side: "reference", option: "--tf1", other: "candidate", otherOption: "--tf2", way: way),
      Case(side: "candidate", option: "--tf2", other: "reference", otherOption: "--tf1", way: way),
    ]
  }

  private static let worker = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../Python/dying_worker.py").standardized.path

  /// A check in a folder of its own, whose worker on one side is told by variables what to do. One that hangs is ended, with
  /// status 124.
  private func check(_ each: Case, _ variables: String, in folder: String) throws -> Program.Result {
    try "def tf1_model(inputs): pass\ndef tf2_model(): pass\n".write(
      toFile: folder + "/port.py", atomically: true, encoding: .utf8)
    try FileManager.default.createDirectory(atPath: folder + "/tmp", withIntermediateDirectories: true)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let result = try Program.run(
      [
        "120", Program.path, "check", "port.py", "--python", Self.worker, "\(each.option)-launch",
        "env \(variables) python3", "\(each.otherOption)-launch", "python3", "--report", "report.json",
      ],
      environment: ["PATH": path, "XDG_STATE_HOME": folder + "/state", "TMPDIR": folder + "/tmp"], in: folder,
      program: "/usr/bin/timeout")
    Processes.awaitEnd(of: folder)
    let left = try FileManager.default.subpathsOfDirectory(atPath: folder).filter { $0 != "ledger" }
    #expect(left.sorted() == ["port.py", "report.json", "tmp"], "\(variables)")
    return result
  }

  @Test(arguments: cases) func theSideIsNamedAndNothingIsLeft(each: Case) throws {
    let ledger = try Program.withFolder { folder in
      let result = try check(each, "LEDGER=ledger", in: folder)
      #expect(result.status == 1, "undisturbed, the runs diverge: \(result.output) \(result.errors)")
      return try String(contentsOfFile: folder + "/ledger", encoding: .utf8).split(separator: "\n").map(String.init)
    }
    // What comes after it belongs to a second run, which looks into the divergence that was found.
    let end = try #require(ledger.firstIndex(of: "sent ended"))
    let fatal = ledger.indices.filter { ledger[$0].hasPrefix(each.way) }
    #expect(fatal.count >= 15 && fatal.contains { $0 > end })
    let death = "The \(each.side)'s Python process was ended by signal 9"
    for (number, place) in zip(1..., fatal) {
      let result = try Program.withFolder { try check(each, "'DIES=\(each.way) \(number)'", in: $0) }
      let comment: Comment = "\(each.way) \(number), \(ledger[place]): \(result.output) \(result.errors)"
      #expect(result.status == (place < end ? 2 : 1), comment)
      if place < end { #expect(result.output.contains(death), comment) }
      #expect(result.output.contains("the \(each.side) failed") == (place < end), comment)
      #expect(!result.output.contains("the \(each.other) failed"), comment)
      #expect(place < end || result.output.contains(death) || result.output.contains("Operation: net/op1"), comment)
    }
  }
}
