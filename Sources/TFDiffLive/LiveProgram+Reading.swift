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

  /// The same program with its file as it is now.
  func readAnew() throws(LiveError) -> LiveProgram {
    guard let file else { return self }
    var program = self
    program.source = try Self.read(file, in: folder).source
    return program
  }

  /// The files that it names, by absolute paths; of a module, where it would be in the folder.
  var files: [String] {
    let named = [tf1, tf2].compactMap(\.self).compactMap { $0.split(separator: ":").first.map(String.init) }
    let paths = named.map { $0.hasSuffix(".py") ? $0 : $0.replacing(".", with: "/") + ".py" }
    let folder = URL(fileURLWithPath: folder, isDirectory: true)
    let modules = paths.map { URL(fileURLWithPath: $0, relativeTo: folder).standardized.path }
    return [file].compactMap(\.self) + modules
  }
}
