import Foundation
import TFDiffTensor

/// `.npy` files in a folder and its folders, each called by its path in there without the ending, in natural order.
enum FolderRecording: RecordingFormat {
  static func claims(_ path: String) -> Bool { FileKind(path) == .folder }

  /// More files than anybody records endpoints.
  private static let most = 100_000

  static func open(_ path: String) throws(RecordingError) -> Recording {
    guard FileManager.default.isReadableFile(atPath: path), let walk = FileManager.default.enumerator(atPath: path)
    else {
      throw .folder(path: path, reason: "it cannot be listed")
    }
    var files: [String] = []
    while let file = walk.nextObject() as? String {
      if file.hasSuffix(NpyRecording.suffix), FileKind("\(path)/\(file)") == .regular { files.append(file) }
      guard files.count <= most else { throw .folder(path: path, reason: "it has more than \(most) files") }
    }
    guard !files.isEmpty else { throw .unknownFormat(path: path) }
    var endpoints: [RecordedEndpoint] = []
    var unreadable: [(name: String, reason: String)] = []
    for file in files.sorted(by: { $0.compare($1, options: .numeric) == .orderedAscending }) {
      let name = String(file.dropLast(NpyRecording.suffix.count))
      do throws(RecordingError) {
        endpoints.append(try NpyRecording.endpoint("\(path)/\(file)", name: name))
      } catch {
        guard case .file(.npy(_, .unsupportedDType)) = error else { throw error }
        unreadable.append((name, error.description))
      }
    }
    return Recording(path: path, kind: "folder of arrays", endpoints: endpoints, unreadable: unreadable)
  }
}
