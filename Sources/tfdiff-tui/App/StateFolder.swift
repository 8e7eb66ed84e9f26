import Foundation
import TFDiffTensor
import TFDiffUI

/// What is remembered of each target from one start to the next, in the XDG state folder, for its user alone.
struct StateFolder {
  /// The folder; nil without a home.
  let path: String?

  init(environment: [String: String]) {
    if let home = environment["XDG_STATE_HOME"], home.hasPrefix("/") {
      path = home + "/tfdiff-tui"
    } else {
      path = environment["HOME"].map { $0 + "/.local/state/tfdiff-tui" }
    }
  }

  /// What was remembered of a target; nil where nothing was.
  ///
  /// - Throws: ``StateError`` where something was and cannot be read.
  func load(target: String) throws(StateError) -> Settings? {
    guard let file = file(target), FileManager.default.fileExists(atPath: file) else { return nil }
    guard let text = SourceFile.text(file) else { throw StateError(file: file, reason: "it cannot be read") }
    do {
      return try JSONDecoder().decode(Settings.self, from: Data(text.utf8))
    } catch {
      throw StateError(file: file, reason: "it is damaged")
    }
  }

  /// - Throws: where the folder cannot be made or the file not be written.
  func save(_ settings: Settings, target: String) throws {
    guard let file = file(target) else { return }
    try make()
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    try AtomicFile.write(Array(encoder.encode(settings)), to: file, access: .ownerOnly)
  }

  /// Makes the folder, for its user alone.
  ///
  /// - Throws: where it cannot be made.
  func make() throws {
    guard let path else { return }
    try FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    // One that was there before may be open to others.
    chmod(path, 0o700)
  }

  /// By the target's name; where a file cannot be called that, by as much of it as it can, and a checksum that tells it
  /// from others.
  private func file(_ target: String) -> String? {
    let isPlain = { (character: Character) in character.isLetter || character.isNumber || "-_.".contains(character) }
    let limit = 64
    var name = String(target.prefix(limit).map { isPlain($0) ? $0 : "_" })
    if name != target { name += "-\(hexadecimal(Checksum.crc32c(of: Array(target.utf8)[...])))" }
    return path.map { "\($0)/\(name).json" }
  }
}

/// What was remembered cannot be used; it is replaced when something is to be remembered again.
struct StateError: Error, CustomStringConvertible {
  let file: String
  let reason: String

  var description: String { "what was remembered in \(file) is left out: \(reason)" }
}
