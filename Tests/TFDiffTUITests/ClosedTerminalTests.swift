import Foundation
import Testing

/// Protects: a terminal that goes away ends the program in whatever state it is; settings are kept, nothing else is left,
/// and no worker stays behind.
@Suite(.serialized, .enabled(if: TmuxProgram.isThere, "tmux is not installed: apt-get install tmux"))
struct ClosedTerminalTests {
  /// A state of the screen: what to start, what to type, and what is to be seen then.
  struct State: Sendable, CustomTestStringConvertible {
    var name: String
    var target = "digits"
    var arguments = ""
    var keys: [String] = []
    var shows: String
    var testDescription: String { name }
  }

  static let states = [
    State(name: "nothing run", shows: "not run"),
    State(name: "running", target: "inception-resnet-v2", keys: ["c"], shows: "running"),
    State(name: "over", keys: ["c"], shows: "equal"),
    State(name: "inside an endpoint", keys: ["s"], shows: "Conv2D"),
    State(name: "help", keys: ["?"], shows: "Here: the list"),
    State(name: "tolerance editor", keys: ["t", "Up"], shows: "Tolerance"),
    State(name: "a half-typed command", keys: [":", "break lo"], shows: "break lo"),
    State(name: "breakpoints", keys: ["B"], shows: "any mismatch"),
    State(name: "a report's name", keys: ["e"], shows: "digits-report.md"),
    State(name: "a question", keys: ["C-c"], shows: "Quit?"),
    State(name: "the ladder", arguments: "--ladder", shows: "Variables are created once"),
    State(name: "suspended", keys: ["C-z"], shows: "Stopped"),
  ]

  @Test(arguments: states) func theProgramEndsAndKeepsTheSettings(state: State) throws {
    try Program.withFolder { folder in
      let environment = "LANG=C.UTF-8 XDG_STATE_HOME=\(folder)/state XDG_CONFIG_HOME=\(folder)/config"
      // A shell that gives jobs process groups of their own, so that one can be suspended.
      let line =
        "set -m; env \(environment) \(Program.path) debug \(state.target) \(state.arguments); echo Stopped; cat"
      let tmux = try Tmux("cd \(folder); exec bash --norc -c '\(line)'", columns: 100, rows: 30)
      try tmux.see("rtol")
      if state.arguments.isEmpty {
        try tmux.keys(":", "tolerance 0.125 0", "Enter")
        try tmux.see("rtol 0.125!")
      }
      for key in state.keys { try tmux.keys(key) }
      try tmux.see(state.shows)
      #expect(!Processes.with(folder).isEmpty, "it runs")
      try tmux.run(["kill-server"])
      Processes.awaitEnd(of: folder)
      if state.arguments.isEmpty { #expect(try SavedSettings(folder, target: state.target).rtol(nil) == 0.125) }
      let left = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/state/tfdiff-tui")
      #expect(Set(left) == ["\(state.target).json", "recent.json"])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["state"])
    }
  }

  private static let python = ProcessInfo.processInfo.environment["TFDIFF_TEST_PYTHON"]

  @Test(.enabled(if: python != nil, "TFDIFF_TEST_PYTHON names no interpreter with TensorFlow"))
  func noWorkerStays() throws {
    try Program.withFolder { folder in
      try """
      import tensorflow as tf

      def tf1_model(inputs, training):
        return {'twice': inputs * 2.0}

      def tf2_model():
        return lambda inputs, training: {'twice': inputs + inputs}

      def inputs():
        return [1.0, 2.0]
      """.write(toFile: "\(folder)/port.py", atomically: true, encoding: .utf8)
      let environment = "LANG=C.UTF-8 XDG_STATE_HOME=\(folder)/state XDG_CONFIG_HOME=\(folder)/config"
      let python = try #require(Self.python)
      let line = "cd \(folder); exec env \(environment) \(Program.path) debug port.py --python \(python)"
      let tmux = try Tmux(line, columns: 100, rows: 30)
      try tmux.see("rtol")
      try tmux.keys("n")
      try tmux.see("twice")
      #expect(Processes.with(folder).count > 1, "workers run")
      try tmux.run(["kill-server"])
      Processes.awaitEnd(of: folder)
    }
  }
}

/// The processes of a test, by a folder that their environment names.
enum Processes {
  static func with(_ folder: String) -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return all.filter { id in
      guard Int(id) != nil, let environment = FileManager.default.contents(atPath: "/proc/\(id)/environ") else {
        return false
      }
      return String(decoding: environment, as: UTF8.self).contains("XDG_STATE_HOME=\(folder)/state")
    }
  }

  static func awaitEnd(of folder: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let deadline = ContinuousClock.now + .seconds(60)
    while !with(folder).isEmpty {
      if ContinuousClock.now > deadline {
        Issue.record("\(with(folder)) still run", sourceLocation: sourceLocation)
        return
      }
      usleep(20_000)
    }
  }
}
