import Foundation

/// Where Python interpreters are looked for: the active environment, `.venv` folders, `PATH`, pyenv's versions, and the
/// environments made by `setup-tensorflow`; in this order, which is the order of preference.
public struct InterpreterSearch: Sendable {
  public var environment: [String: String]
  /// The current directory.
  public var folder: String

  public init(environment: [String: String], folder: String) {
    self.environment = environment
    self.folder = folder
  }

  /// The paths of executable files, each interpreter once as far as paths tell.
  public func locations() -> [InterpreterLocation] {
    var seen: Set<String> = []
    return candidates().filter {
      Self.isExecutable($0.path) && seen.insert($0.identity).inserted
    }
  }

  /// What `--python` means where it is not given: the active environment's Python, else the first `python3` on `PATH`;
  /// nil where there is neither.
  public func standard() -> InterpreterLocation? {
    let onPath = pathFolders.map { InterpreterLocation(path: $0 + "/python3", origin: .path) }
    return (activeEnvironments() + onPath).first { Self.isExecutable($0.path) }
  }

  /// The folders in which `setup-tensorflow` was broken off, or is still at work.
  public func unfinishedEnvironments() -> [String] {
    environmentsOfSetup().filter { $0.state == .unfinished }.map(\.path)
  }

  private func candidates() -> [InterpreterLocation] {
    activeEnvironments() + folderEnvironments() + onPath() + ofPyenv() + fromSetup()
  }

  private func activeEnvironments() -> [InterpreterLocation] {
    ["VIRTUAL_ENV", "CONDA_PREFIX"].compactMap { environment[$0] }.filter { $0.hasPrefix("/") }
      .map { InterpreterLocation(path: $0 + "/bin/python", origin: .activeEnvironment) }
  }

  private func folderEnvironments() -> [InterpreterLocation] {
    Self.entries(of: folder).filter { $0.hasPrefix(".venv") }
      .map { InterpreterLocation(path: "\(folder)/\($0)/bin/python", origin: .folderEnvironment) }
  }

  private func onPath() -> [InterpreterLocation] {
    pathFolders.flatMap { folder in
      Self.entries(of: folder).filter(Self.isInterpreterName)
        .map { InterpreterLocation(path: "\(folder)/\($0)", origin: .path) }
    }
  }

  private func ofPyenv() -> [InterpreterLocation] {
    guard let root = environment["PYENV_ROOT"] ?? environment["HOME"].map({ $0 + "/.pyenv" }) else { return [] }
    return Self.entries(of: root + "/versions")
      .map { InterpreterLocation(path: "\(root)/versions/\($0)/bin/python3", origin: .pyenv) }
  }

  private func fromSetup() -> [InterpreterLocation] {
    environmentsOfSetup().filter { $0.record != nil }.map { InterpreterLocation(path: $0.python, origin: .setup) }
  }

  private func environmentsOfSetup() -> [EnvironmentFolder] {
    guard let root = EnvironmentFolder.root(environment: environment) else { return [] }
    return Self.entries(of: root).map { EnvironmentFolder(path: "\(root)/\($0)") }
  }

  /// The folders of `PATH`. Relative ones would lend the name of an interpreter to whatever lies in the current folder.
  private var pathFolders: [String] {
    (environment["PATH"] ?? "").split(separator: ":").map(String.init).filter { $0.hasPrefix("/") }
  }

  /// Names in a folder, such that python3 comes before python3.9, and that before python3.11.
  private static func entries(of folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
      .sorted { $0.compare($1, options: .numeric) == .orderedAscending }
  }

  private static func isInterpreterName(_ name: String) -> Bool {
    name == "python3" || (name.hasPrefix("python3.") && name.dropFirst(8).allSatisfy(\.isNumber) && name.count > 8)
  }

  private static func isExecutable(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
      && FileManager.default.isExecutableFile(atPath: path)
  }
}
