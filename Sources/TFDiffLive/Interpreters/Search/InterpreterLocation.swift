import Foundation

/// A path at which there may be a Python interpreter, and how it was found.
public struct InterpreterLocation: Sendable, Equatable {
  public enum Origin: Sendable, Equatable {
    /// `$VIRTUAL_ENV` or `$CONDA_PREFIX`.
    case activeEnvironment
    /// A `.venv` folder in the current directory.
    case folderEnvironment
    /// `python3` or `python3.X` on `PATH`.
    case path
    /// A Python that pyenv installed, whether or not its shim leads there now.
    case pyenv
    /// Made by `setup-tensorflow`.
    case setup
  }

  public var path: String
  public var origin: Origin

  public init(path: String, origin: Origin) {
    self.path = path
    self.origin = origin
  }

  /// The same for two paths that lead to the same interpreter. A virtual environment's `python` is a link to the Python
  /// it was made with and yet another interpreter, so there it is the environment's folder.
  var identity: String {
    let url = URL(fileURLWithPath: path)
    let environment = url.deletingLastPathComponent().deletingLastPathComponent().resolvingSymlinksInPath().path
    if FileManager.default.fileExists(atPath: environment + "/pyvenv.cfg") { return environment }
    return url.resolvingSymlinksInPath().path
  }
}
