import Foundation

/// The Python modules that a worker runs, and how they get there: through the connection, so that a worker's host needs
/// nothing but Python and TensorFlow.
struct Probe: Sendable {
  /// Sources by module name.
  var modules: [String: String]

  /// What comes with the program: all modules of the package that is embedded, which the build lists.
  static let standard = Probe(modules: embedded.mapValues { text($0) })

  /// What an interpreter is started with: its own prompt, read from stdin, isolated so that no module of the current folder
  /// takes the place of Python's. Nothing in it needs quoting, so that it passes unchanged through whatever shell a launch
  /// command may have on its way.
  static let interpreterArguments = ["-I", "-m", "code"]

  /// The line that the prompt is given: the interpreter begins anew, with the user's environment that isolation leaves out,
  /// and runs the bootstrap.
  static var bootstrap: String {
    "import os, sys; os.execv(sys.executable, [sys.executable, '-c', '\(escaped(bootstrapSource))'])"
  }

  /// What the interpreter that begins anew is given: it greets, takes in the probe's modules and runs them.
  static var bootstrapSource: String { text(PackageResources.bootstrap_py) }

  private static func escaped(_ source: String) -> String {
    source.unicodeScalars.map { scalar in
      switch scalar {
      case "\n": "\\n"
      case "\\": "\\\\"
      case "'": "\\'"
      default: String(scalar)
      }
    }.joined()
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
