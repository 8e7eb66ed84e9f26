import Foundation
import TFDiffTensor

/// Finds the checkpoint that a path means.
enum CheckpointLocation {
  /// The prefix of a checkpoint named by its prefix, its index, or a folder.
  ///
  /// - Throws: ``CheckpointError``: what is there instead, and which checkpoints are near.
  static func prefix(of path: String) throws(CheckpointError) -> String {
    let suffix = CheckpointFiles.indexSuffix
    if FileKind(path + suffix) == .regular { return path }
    if path.hasSuffix(suffix), FileKind(path) == .regular { return String(path.dropLast(suffix.count)) }
    switch FileKind(path) {
    case .folder: return try latest(in: path)
    case .regular: throw try isTable(path) ? .version1(path: path) : .notACheckpoint(path: path)
    case .other: throw .notACheckpoint(path: path)
    case .missing: throw try absence(of: path.hasSuffix(suffix) ? String(path.dropLast(suffix.count)) : path)
    }
  }

  /// The checkpoint that the folder's `checkpoint` file names. One that is not where it was written, as when the whole
  /// folder was moved, is looked for in the folder.
  private static func latest(in folder: String) throws(CheckpointError) -> String {
    let path = join(folder, CheckpointState.fileName)
    guard FileKind(path) == .regular else {
      throw .noStateFile(folder: folder, nearby: prefixes(in: folder))
    }
    guard let named = try CheckpointState(path)?.latest else { throw .badStateFile(path: path) }
    let candidates = [named.hasPrefix("/") ? named : join(folder, named), join(folder, lastComponent(named))]
    let found = candidates.first { FileKind($0 + CheckpointFiles.indexSuffix) == .regular }
    guard let found else { throw .notFound(prefix: candidates[0], nearby: prefixes(in: folder)) }
    return found
  }

  /// Why there is no checkpoint of a prefix: it lacks its index, or is in several tables of the old format
  /// (`PREFIX-00000-of-00002`), or nothing is there.
  private static func absence(of prefix: String) throws(CheckpointError) -> CheckpointError {
    let folder = prefix.lastIndex(of: "/").map { String(prefix[...$0]) } ?? "."
    let name = lastComponent(prefix)
    for file in names(in: folder) where file.hasPrefix(name) {
      let rest = file.dropFirst(name.count)
      if rest.wholeMatch(of: #/\.data-\d{5,}-of-\d{5,}/#) != nil { return .missingIndex(prefix: prefix) }
      let path = join(folder, file)
      if rest.wholeMatch(of: #/-\d{5,}-of-\d{5,}/#) != nil, FileKind(path) == .regular, try isTable(path) {
        return .version1(path: path)
      }
    }
    return .notFound(prefix: prefix, nearby: prefixes(in: folder))
  }

  private static func isTable(_ path: String) throws(CheckpointError) -> Bool {
    try Table.isTable(try .opening(path))
  }

  /// The prefixes of the checkpoints in a folder, in alphabetical order.
  private static func prefixes(in folder: String) -> [String] {
    let suffix = CheckpointFiles.indexSuffix
    return names(in: folder).filter { $0.hasSuffix(suffix) }.map { join(folder, String($0.dropLast(suffix.count))) }
  }

  /// None where the folder cannot be listed: the path that led here is what the message is about.
  private static func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }

  private static func lastComponent(_ path: String) -> String {
    String(path[(path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex)...])
  }

  private static func join(_ folder: String, _ name: String) -> String {
    if folder == "." { return name }
    return folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }
}
