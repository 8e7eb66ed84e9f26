import Foundation

/// The Python modules that a worker runs, and how they get there: through the connection, so that a worker's host needs
/// nothing but Python and TensorFlow.
struct Probe: Sendable {
  /// Sources by module name.
  var modules: [String: String]

  /// What comes with the program: all modules of the package that is embedded, which the build lists.
  static let standard = Probe(modules: embedded.mapValues { text($0) })

  /// What an interpreter is started with: its own prompt, read from stdin. Nothing in it needs quoting, so that it passes
  /// unchanged through whatever shell a launch command may have on its way.
  static let interpreterArguments = ["-m", "code"]

  /// The line that the prompt is given: greets, then reads the modules as one frame and runs `main`.
  static var bootstrap: String {
    let source = text(PackageResources.bootstrap_py)
    let escaped = source.unicodeScalars.map { scalar in
      switch scalar {
      case "\n": "\\n"
      case "\\": "\\\\"
      case "'": "\\'"
      default: String(scalar)
      }
    }
    return "exec('\(escaped.joined())')"
  }

  private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
}
