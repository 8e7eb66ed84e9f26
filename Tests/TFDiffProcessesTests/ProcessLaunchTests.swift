import Foundation
import Testing

@testable import TFDiffProcesses

/// Protects: a child process has the streams, the environment, the group and the signals that it is started with, and one that
/// cannot be started says why.
struct ProcessLaunchTests {
  private func exit(_ id: pid_t) -> ProcessExit {
    var status: Int32 = 0
    while waitpid(id, &status, 0) == -1, errno == EINTR {}
    return ProcessExit(waitStatus: status)
  }

  /// What a shell's script prints.
  private func output(_ script: String, _ change: (inout ProcessLaunch) -> Void = { _ in }) throws -> String {
    let pipe = Pipe()
    var launch = ProcessLaunch(
      ["sh", "-c", script], input: .null, output: .descriptor(pipe.fileHandleForWriting.fileDescriptor), group: .own)
    change(&launch)
    let id = try launch.start()
    try pipe.fileHandleForWriting.close()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    #expect(exit(id) == .status(0))
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  @Test func streamsGoWhereTheyAreSent() throws {
    #expect(try output("cat; echo out; echo err >&2") { $0.errors = .null } == "out")
    #expect(try output("echo err >&2") { ($0.errors, $0.output) = ($0.output, .null) } == "err")
  }

  @Test func theEnvironmentIsOursOrTheOneThatIsGiven() throws {
    #expect(try output("echo $PATH") == ProcessInfo.processInfo.environment["PATH"])
    #expect(try output("echo $ONE:$HOME") { $0.environment = ["ONE": "1"] } == "1:")
  }

  @Test(arguments: [
    (ProcessLaunch.Group.inherited, false, false), (.own, true, false), (.session, true, true),
  ])
  func theGroupIsTheOneThatIsWanted(group: ProcessLaunch.Group, leadsGroup: Bool, leadsSession: Bool) throws {
    // Fields of /proc/PID/stat after the name in parentheses: state, parent, group, session.
    let fields = try output("echo $$ $(sed 's/.*) //' /proc/$$/stat)") { $0.group = group }.split(separator: " ")
    try #require(fields.count > 4)
    #expect((fields[0] == fields[3]) == leadsGroup)
    #expect((fields[0] == fields[4]) == leadsSession)
  }

  @Test func aSignalThatWeIgnoreEndsTheChild() throws {
    let before = signal(SIGPIPE, SIG_IGN)
    defer { signal(SIGPIPE, before) }
    let id = try ProcessLaunch(["sh", "-c", "kill -PIPE $$"], input: .null).start()
    #expect(exit(id) == .signal(SIGPIPE))
  }

  @Test func whatCannotBeStartedSaysWhy() throws {
    let error = try #require(throws: ProcessLaunchError.self) {
      _ = try ProcessLaunch(["/nonexistent/program"]).start()
    }
    #expect(error == ProcessLaunchError(command: ["/nonexistent/program"], code: ENOENT))
  }
}
