import Foundation

extension InterpreterSearch {
  /// The interpreter that a person means: a path, a name that `PATH` has, or the folder of a virtual environment; nil
  /// where there is none.
  public func path(ofProgram name: String) -> String? {
    let onPath = (environment["PATH"] ?? "").split(separator: ":").filter { $0.hasPrefix("/") }.map { "\($0)/\(name)" }
    let candidates = name.contains("/") || Self.isFolder(absolute(name)) ? [absolute(name)] : onPath
    for candidate in candidates {
      let path = Self.isFolder(candidate) ? candidate + "/bin/python" : candidate
      if FileManager.default.isExecutableFile(atPath: path) && !Self.isFolder(path) { return path }
    }
    return nil
  }

  private func absolute(_ name: String) -> String {
    if let home = environment["HOME"], name.hasPrefix("~/") { return home + name.dropFirst() }
    return name.hasPrefix("/") ? name : "\(folder)/\(name)"
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }
}
