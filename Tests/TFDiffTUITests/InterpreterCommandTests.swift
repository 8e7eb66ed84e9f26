import Foundation
import Testing

/// Protects: what `doctor` and `setup-tensorflow` print and end with, as a person runs them.
@Suite struct InterpreterCommandTests {
  @Test func doctorListsInterpretersBesideTheRest() throws {
    try Program.withFolder { folder in
      let python = try Self.script("\(folder)/bin/python3", "echo \(Self.facts)")
      try Self.script("\(folder)/bin/python3.9", "echo broken >&2; exit 1")
      let result = try Program.run(["doctor"], environment: ["PATH": "\(folder)/bin"], in: folder)
      #expect(result.status == 0, "\(result.errors)")
      #expect(result.output.contains("processors"))
      #expect(result.output.contains("interpreters    2 found"))
      #expect(result.output.contains(python))
      #expect(result.output.contains("Python 3.11.2"))
      #expect(result.output.contains("neither side: TensorFlow is not installed"))
      #expect(result.output.contains("neither side: ended with status 1: broken"))
      #expect(result.output.contains("tfdiff-tui setup-tensorflow"), "what to do where none serves")
    }
  }

  @Test func doctorOutlivesAnInterpreterThatHangsAndEndsAtCtrlC() throws {
    try Program.withFolder { folder in
      try Self.script("\(folder)/bin/python3", "> \(folder)/asked; exec /bin/sleep 1000")
      let started = ContinuousClock.now
      let result = try Program.run(
        ["doctor"], environment: ["PATH": "\(folder)/bin"], in: folder, interrupt: (SIGINT, 0.2),
        onceThereIs: "\(folder)/asked")
      #expect(result.status == 2)
      #expect(ContinuousClock.now - started < .seconds(9), "before the interpreter's time is over")
    }
  }

  @Test(arguments: [
    (["--version", "2.13"], "--version has no value '2.13'. Did you mean '2.12'? It takes 2.12, 1.15, latest."),
    (["--python", "/nonexistent/python3"], "--python /nonexistent/python3: there is no such program"),
    (["--python", "/bin/true"], "--python /bin/true: does not answer as Python does"),
    (["--folder", "/bin"], "--folder /bin has something in it that setup-tensorflow did not make"),
    (["--folder", "/proc/nowhere/x", "--python", "FAKE"], "--folder /proc/nowhere/x cannot be written"),
    (["--version", "1.15", "--python", "FAKE"], "is Python 3.11.2, but TensorFlow 1.15 takes Python 3.7"),
  ])
  func badInputNamesTheRemedyAndEndsWithTwo(arguments: [String], remedy: String) throws {
    try Program.withFolder { folder in
      let python = try Self.script("\(folder)/python3", "echo \(Self.facts)")
      let words = arguments.map { $0 == "FAKE" ? python : $0 }
      let result = try Program.run(["setup-tensorflow"] + words, environment: ["XDG_DATA_HOME": "\(folder)/data"])
      #expect(result.status == 2)
      #expect(result.errors.contains(remedy), "\(result.errors)")
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/data"), "nothing is made for bad input")
    }
  }

  @Test func withoutAHomeItAsksForAFolder() throws {
    let result = try Program.run(["setup-tensorflow"])
    #expect(result.status == 2)
    #expect(result.errors.contains("name a folder with --folder"))
  }

  @Test(arguments: [SIGINT, SIGTERM]) func aSignalEndsPipAndLeavesNothing(signal: Int32) throws {
    try Program.withFolder { folder in
      let python = try Self.script(
        "\(folder)/python3",
        """
        case "$1 $2" in
          "-m venv") mkdir -p "$3/bin"; cp "$0" "$3/bin/python" ;;
          "-m pip") echo Collecting; echo $$ > \(folder)/pip; while :; do sleep 0.1; done ;;
          *) echo \(Self.facts) ;;
        esac
        """)
      let result = try Program.run(
        ["setup-tensorflow", "--python", python, "--folder", "\(folder)/made"], interrupt: (signal, 0.2),
        onceThereIs: "\(folder)/pip")
      #expect(result.status == 2)
      #expect(result.output.contains("Collecting"), "pip is heard while it works")
      #expect(result.errors.contains("Stopped; nothing was left in \(folder)/made"))
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/made"))
      let pip = try #require(pid_t(try String(contentsOfFile: "\(folder)/pip", encoding: .utf8).dropLast()))
      #expect(kill(pip, 0) == -1, "pip is gone")
    }
  }

  /// A Python 3.11 that makes environments and has no TensorFlow, as a word of the shell.
  private static let facts =
    #"'tfdiff-interpreter: {"python":"3.11.2","prefix":"/x","makesEnvironments":true,"hasTensorFlowPackage":false,"#
    + #""runsSessions":false,"hasOpCallbacks":false}'"#

  @discardableResult private static func script(_ path: String, _ text: String) throws -> String {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    // Closed to the children of other tests: what one of them holds open for writing cannot be run.
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o755)
    try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).write(
      contentsOf: Data("#!/bin/sh\n\(text)\n".utf8))
    return path
  }
}
