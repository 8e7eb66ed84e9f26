import Foundation
import TFDiffTensor
import TFDiffUI

/// What is remembered of each target from one start to the next, in the XDG state folder.
struct StateFolder {
  private let folder: String?

  init(environment: [String: String]) {
    if let home = environment["XDG_STATE_HOME"], home.hasPrefix("/") {
      folder = home + "/tfdiff-tui"
    } else {
      folder = environment["HOME"].map { $0 + "/.local/state/tfdiff-tui" }
    }
  }

  /// What was remembered of a target; nil where nothing was, or where it cannot be read any more.
  func load(target: String) -> Settings? {
    guard let path = path(target), let data = FileManager.default.contents(atPath: path) else { return nil }
    return try? JSONDecoder().decode(Settings.self, from: data)
  }

  /// - Throws: where the folder cannot be made or the file not be written.
  func save(_ settings: Settings, target: String) throws {
    guard let folder, let path = path(target) else { return }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try AtomicFile.write(Array(encoder.encode(settings)), to: path)
  }

  private func path(_ target: String) -> String? {
    let name = String(target.map { $0.isLetter || $0.isNumber || "-_.".contains($0) ? $0 : "_" })
    return folder.map { "\($0)/\(name).json" }
  }
}
