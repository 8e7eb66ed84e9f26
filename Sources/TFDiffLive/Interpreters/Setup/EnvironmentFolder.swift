import Foundation
import TFDiffTensor

/// A folder with a virtual environment of `setup-tensorflow`.
///
/// A virtual environment cannot be moved, so it is made in place. A mark that it is unfinished is put into the folder
/// first and a record of what it holds last; it is finished where there is a record.
public struct EnvironmentFolder: Sendable {
  public enum State: Sendable, Equatable {
    /// There is nothing, or an empty folder.
    case absent
    case unfinished
    case finished(EnvironmentRecord)
    /// Something that `setup-tensorflow` did not make, and must not remove.
    case foreign
  }

  static let mark = ".tfdiff-unfinished"
  static let recordName = "tfdiff-environment.json"

  public let path: String

  public init(path: String) { self.path = path }

  /// Where environments are made by default: `$XDG_DATA_HOME/tfdiff-tui`, else `~/.local/share/tfdiff-tui`; nil without
  /// a home.
  public static func root(environment: [String: String]) -> String? {
    if let home = environment["XDG_DATA_HOME"], home.hasPrefix("/") { return home + "/tfdiff-tui" }
    return environment["HOME"].map { $0 + "/.local/share/tfdiff-tui" }
  }

  public static func standard(_ release: TensorFlowRelease, environment: [String: String]) -> Self? {
    root(environment: environment).map { Self(path: "\($0)/tensorflow-\(release.rawValue)") }
  }

  /// What to give to `--python`.
  public var python: String { path + "/bin/python" }

  public var state: State {
    if let record { return .finished(record) }
    guard let entries = try? FileManager.default.contentsOfDirectory(atPath: path) else {
      return FileManager.default.fileExists(atPath: path) ? .foreign : .absent
    }
    return entries.isEmpty ? .absent : entries.contains(Self.mark) ? .unfinished : .foreign
  }

  /// nil where the environment is not finished.
  var record: EnvironmentRecord? {
    guard let data = FileManager.default.contents(atPath: "\(path)/\(Self.recordName)") else { return nil }
    return try? JSONDecoder().decode(EnvironmentRecord.self, from: data)
  }

  /// Says that the environment is finished.
  ///
  /// - Throws: what writing the file throws.
  func finish(_ record: EnvironmentRecord) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write(Array(encoder.encode(record)), to: "\(path)/\(Self.recordName)")
    unlink("\(path)/\(Self.mark)")
  }

  /// Makes the folder empty but for the mark. The record goes first, so that what is left of it when this is broken off
  /// is unfinished.
  func clear() throws {
    unlink("\(path)/\(Self.recordName)")
    for entry in try FileManager.default.contentsOfDirectory(atPath: path) where entry != Self.mark {
      try FileManager.default.removeItem(atPath: "\(path)/\(entry)")
    }
  }

  /// Removes the folder, the mark last.
  func remove() {
    try? clear()
    try? FileManager.default.removeItem(atPath: path)
  }
}
