import Foundation
import Testing

/// Protects: what cannot be written to standard output or standard error is never taken for written, by no command.
@Suite struct StandardStreamTests {
  /// Each way in which the program speaks: rows as they come, the whole at the end, a table, the parser's own texts.
  static let commands = [
    "check fixed-scaling-layer", "check digits --quiet", "check fixed-scaling-layer --ladder", "triage digits",
    "models",
    "keys", "doctor", "help triage", "setup-tensorflow --help", "--version", "--generate-completion-script zsh",
  ]

  /// A shell's line, in which `$P` is the program.
  private func shell(_ line: String) throws -> Program.Result {
    try Program.run(["-c", line], environment: ["P": Program.path], program: "/bin/sh")
  }

  @Test(arguments: commands) func aFullDiskIsSaidAndEndsWithTwo(command: String) throws {
    let result = try shell("$P \(command) > /dev/full")
    #expect(result.status == 2)
    #expect(result.errors.contains("standard output takes nothing more: No space left on device"), "\(result.errors)")
  }

  @Test(arguments: commands) func aClosedStandardOutputIsSaidAndEndsWithTwo(command: String) throws {
    let result = try shell("$P \(command) >&-")
    #expect(result.status == 2)
    #expect(result.errors.contains("standard output takes nothing more: Bad file descriptor"), "\(result.errors)")
  }

  /// A reader that has gone before anything is written: quiet, with the status of a program that SIGPIPE ends.
  @Test(arguments: commands) func aReaderThatIsGoneEndsTheProgramQuietly(command: String) throws {
    try Program.withFolder { folder in
      let result = try shell("{ sleep 0.2; $P \(command); echo $? > \(folder)/status; } | true; sleep 0.1")
      #expect(result.errors == "")
      // A pipeline ends with its last command; the first may still be at it.
      let path = "\(folder)/status"
      for _ in 0..<2000 where FileManager.default.contents(atPath: path)?.isEmpty ?? true { usleep(10_000) }
      #expect(try String(contentsOfFile: path, encoding: .utf8) == "141\n")
    }
  }

  /// Nothing can be shown then; the exit status says it all the same.
  @Test(arguments: ["2> /dev/full", "2>&-", "> /dev/full 2>&1", ">&- 2>&-"])
  func withoutStandardErrorTheStatusIsTwo(redirection: String) throws {
    #expect(try shell("$P check digits --mode sideways \(redirection)").status == 2)
    if redirection.hasPrefix(">") { #expect(try shell("$P models \(redirection)").status == 2) }
  }

  /// The number of a stream that is closed goes to no file that the program opens.
  @Test func aReportIsNotMixedWithAClosedStream() throws {
    try Program.withFolder { folder in
      let report = "\(folder)/r.json"
      let result = try shell("$P check fixed-scaling-layer --quiet --report \(report) 0>&- 2>&-; echo $?")
      #expect(result.output.hasSuffix("Report written to \(report)\n0\n") || result.output.hasSuffix("\n0\n"))
      let data = try #require(FileManager.default.contents(atPath: report))
      #expect(try JSONSerialization.jsonObject(with: data) is [String: Any])
    }
  }

  /// Another program may have made the shared pipe non-blocking: nothing of what does not fit at once is lost.
  @Test func aPipeThatDoesNotBlockGetsEverything() throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    for end in ends { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
    // As small as it can be, a page: less than the manual.
    _ = fcntl(ends[1], 1031, 4096)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = ["keys"]
    process.standardOutput = FileHandle(fileDescriptor: ends[1], closeOnDealloc: false)
    try process.run()
    var (got, part) = ([UInt8](), [UInt8](repeating: 0, count: 1000))
    var isOver = false
    while true {
      let count = read(ends[0], &part, part.count)
      if count > 0 { got += part[..<count] }
      if count < 0 && isOver { break }
      isOver = !process.isRunning
      usleep(5000)
    }
    ends.forEach { close($0) }
    #expect(process.terminationStatus == 0)
    #expect(got.count > 4096)
    #expect(String(decoding: got, as: UTF8.self) == (try Program.run(["keys"]).output))
  }

  @Test func nohupKeepsACheckRunning() throws {
    let line = "trap '' HUP; $P check inception-resnet-v2 --quiet & sleep 0.5; kill -HUP $!; wait $!"
    let result = try shell(line)
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.contains("equal"))
  }
}
