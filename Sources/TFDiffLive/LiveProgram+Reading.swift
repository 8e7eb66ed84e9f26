import Foundation

extension LiveProgram {
  /// The absolute path of a file and its text.
  static func read(_ path: String, in folder: String) throws(LiveError) -> (path: String, source: String) {
    let full = URL(fileURLWithPath: path, relativeTo: URL(fileURLWithPath: folder, isDirectory: true)).standardized
    do {
      return (full.path, try String(contentsOf: full, encoding: .utf8))
    } catch let error as CocoaError where error.code == .fileReadNoSuchFile {
      throw .unreadableFile(path, reason: "there is no such file")
    } catch let error as CocoaError where error.code == .fileReadInapplicableStringEncoding {
      throw .unreadableFile(path, reason: "it is not UTF-8 text")
    } catch {
      throw .unreadableFile(path, reason: error.localizedDescription)
    }
  }
}
