import Foundation
import Testing

/// Protects: a report goes where its path leads, whatever is there, or an error says why it cannot; nothing hangs.
@Suite struct OddReportTests {
  private func check(_ report: String, in folder: String) throws -> Program.Result {
    try Program.run(["check", "fixed-scaling-layer", "--quiet", "--report", report], in: folder)
  }

  private func link(_ path: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
  }

  private func isReport(_ path: String) throws -> Bool {
    guard let data = FileManager.default.contents(atPath: path) else { return false }
    return (try JSONSerialization.jsonObject(with: data) as? [String: Any])?["format"] as? String == "tfdiff-report"
  }

  @Test func aPipeWithoutAReaderIsAnError() throws {
    try Program.withFolder { folder in
      try #require(mkfifo("\(folder)/pipe.json", 0o600) == 0)
      let result = try check("pipe.json", in: folder)
      #expect(result.status == 2)
      #expect(result.errors.contains("it is a pipe that has no reader"), "\(result.errors)")
    }
  }

  @Test func aPipeWithAReaderGetsTheReport() throws {
    try Program.withFolder { folder in
      try #require(mkfifo("\(folder)/pipe.json", 0o600) == 0)
      let line =
        "cat pipe.json > copy.json & $P check fixed-scaling-layer --quiet --report pipe.json; s=$?; wait; exit $s"
      let result = try Program.run(["-c", line], environment: ["P": Program.path], in: folder, program: "/bin/sh")
      #expect(result.status == 0, "\(result.errors)")
      #expect(try isReport("\(folder)/copy.json"))
    }
  }

  /// One that is full and that nobody empties.
  @Test(arguments: [SIGTERM, SIGHUP]) func aPipeThatTakesNothingCanBeGivenUp(signal: Int32) throws {
    try Program.withFolder { folder in
      let path = "\(folder)/pipe.json"
      try #require(mkfifo(path, 0o600) == 0)
      let reader = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
      defer { close(reader) }
      let filling = [UInt8](repeating: 0, count: 4096)
      while write(reader, filling, filling.count) > 0 {}
      let others = ["first.json", "last.json"].map { "\(folder)/\($0)" }
      let arguments = [others[0], path, others[1]].flatMap { ["--report", $0] }
      let result = try Program.run(
        ["check", "fixed-scaling-layer"] + arguments, interrupt: (signal, 0.5), onceThereIs: others[0])
      #expect(result.status == signal)
      #expect(result.output.contains("equal"), "what was found is said before")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["first.json", "pipe.json"])
    }
  }

  /// To a file beside it, elsewhere, and over a second link.
  @Test(arguments: ["new.json", "deep/er/new.json", "second.json"]) func aDanglingLinkIsFollowed(target: String) throws
  {
    try Program.withFolder { folder in
      try FileManager.default.createDirectory(atPath: "\(folder)/deep/er", withIntermediateDirectories: true)
      try link("\(folder)/link.json", to: target)
      try link("\(folder)/second.json", to: "\(folder)/deep/last.json")
      let result = try check("link.json", in: folder)
      #expect(result.status == 0, "\(result.errors)")
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/link.json") == target)
      #expect(try isReport(target == "second.json" ? "\(folder)/deep/last.json" : "\(folder)/\(target)"))
    }
  }

  @Test(arguments: [
    ("a/b.json", "there is no folder"), ("circle.json", "Too many levels of symbolic links"),
    ("nowhere.json", "there is no folder /nonexistent"), ("folder.json", "this is a folder"),
    ("file.txt/r.json", "is not a folder"),
  ])
  func whatCannotBeWrittenIsSaidBeforeTheRun(path: String, reason: String) throws {
    try Program.withFolder { folder in
      try link("\(folder)/circle.json", to: "circle.json")
      try link("\(folder)/nowhere.json", to: "/nonexistent/r.json")
      try FileManager.default.createDirectory(atPath: "\(folder)/folder.json", withIntermediateDirectories: false)
      try "text".write(toFile: "\(folder)/file.txt", atomically: false, encoding: .utf8)
      let result = try check(path, in: folder)
      #expect(result.status == 2)
      #expect(result.errors.contains(reason), "\(result.errors)")
      #expect(result.output == "", "nothing was run")
    }
  }

  @Test func devicesAreWrittenTo() throws {
    try Program.withFolder { folder in
      try link("\(folder)/full.json", to: "/dev/full")
      try link("\(folder)/null.json", to: "/dev/null")
      let full = try check("full.json", in: folder)
      #expect(full.status == 2)
      #expect(full.errors.contains("No space left on device"))
      #expect(try check("null.json", in: folder).status == 0)
    }
  }

  /// Standard output that goes to a file: the report takes its turn there, and replaces nothing.
  @Test func theLinkToStandardOutputKeepsWhatWasSaid() throws {
    try Program.withFolder { folder in
      try link("\(folder)/out.json", to: "/dev/stdout")
      let result = try check("out.json", in: folder)
      #expect(result.status == 0, "\(result.errors)")
      let report = try #require(result.output.range(of: "{"))
      #expect(result.output[..<report.lowerBound].contains("equal"))
      #expect(result.output.hasSuffix("}\n"))
    }
  }
}
