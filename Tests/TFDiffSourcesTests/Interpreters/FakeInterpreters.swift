import Foundation
import TFDiffLive

/// A folder of a test's own with programs that pass for Python interpreters.
final class FakeInterpreters {
  let root: String

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tfdiff-\(UUID())")
    // As the programs will see it, so that paths can be compared.
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    root = folder.resolvingSymlinksInPath().path
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  /// `PATH` with `bin` in front of what shell scripts need.
  var environment: [String: String] { ["PATH": "\(root)/bin:/usr/bin:/bin", "HOME": "\(root)/home"] }

  /// Looks nowhere but in this folder.
  var search: InterpreterSearch {
    InterpreterSearch(environment: ["PATH": "\(root)/bin", "HOME": "\(root)/home"], folder: root)
  }

  func inspector(limit: Duration = .seconds(20)) -> InterpreterInspector {
    InterpreterInspector(environment: environment, timeLimit: limit, importTimeLimit: limit)
  }

  /// Writes a file, and the folders it lies in.
  @discardableResult func file(_ path: String, _ text: String = "") throws -> String {
    let url = URL(fileURLWithPath: "\(root)/\(path)")
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    return url.path
  }

  /// Writes a shell script that can be run.
  @discardableResult func script(_ path: String, _ text: String) throws -> String {
    let file = try file(path)
    // Closed to the children of other tests: what one of them holds open for writing cannot be run.
    unlink(file)
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o755)
    try FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).write(
      contentsOf: Data("#!/bin/sh\n\(text)\n".utf8))
    return file
  }

  /// A script that answers as an interpreter does.
  @discardableResult func interpreter(_ path: String, _ facts: InterpreterFacts) throws -> String {
    try script(path, "echo '\(try Self.answer(facts))'")
  }

  /// A script that also makes environments, into which it copies itself, and there plays pip.
  @discardableResult func setupPython(
    _ path: String, pip: String, imported: String = #"{"version":"2.12.1","problems":{}}"#
  ) throws -> String {
    try script(
      path,
      """
      case "$1 $2" in
        "-m venv") mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; echo > "$3/pyvenv.cfg" ;;
        "-m pip") shift 2; \(pip) ;;
        *) echo '\(try Self.answer(.complete()))'
          [ "$3" = import ] && echo 'tfdiff-import: \(imported)' ;;
      esac
      """)
  }

  /// A folder made as `venv` makes them, with a link to an interpreter.
  @discardableResult func environment(_ path: String, linkingTo python: String) throws -> String {
    try file("\(path)/pyvenv.cfg", "home = /usr/bin\n")
    try FileManager.default.createDirectory(atPath: "\(root)/\(path)/bin", withIntermediateDirectories: true)
    let link = "\(root)/\(path)/bin/python"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: python)
    return link
  }

  static func answer(_ facts: InterpreterFacts) throws -> String {
    "tfdiff-interpreter: " + String(decoding: try JSONEncoder().encode(facts), as: UTF8.self)
  }
}

extension InterpreterFacts {
  /// A Python that has everything, to take from.
  static func complete(python: String = "3.11.2", prefix: String = "/fake") -> Self {
    var facts = InterpreterFacts(python: python, prefix: prefix)
    facts.makesEnvironments = true
    facts.distribution = "tensorflow-cpu"
    facts.tensorFlow = "2.12.1"
    facts.hasTensorFlowPackage = true
    facts.numPy = "1.23.5"
    facts.tfSlim = "1.1.0"
    facts.runsSessions = true
    facts.hasOpCallbacks = true
    facts.variableShim = "keras.legacy_tf_layers.variable_scope_shim"
    facts.randomTestTool = "keras.legacy_tf_layers.migration_utils"
    return facts
  }
}
