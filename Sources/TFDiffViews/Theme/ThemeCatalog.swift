import Foundation
import TFDiffTOML
import TFDiffUI

/// The themes there are: files named `NAME.toml` in folders searched in order, and those that are built in.
public struct ThemeCatalog: Sendable {
  public let directories: [String]
  private let read: @Sendable (String) throws(TOMLFile.Fault) -> String?
  private let list: @Sendable (String) -> [String]

  public init(directories: [String]) {
    self.init(
      directories: directories, read: { (path) throws(TOMLFile.Fault) in try TOMLFile.text(path) },
      list: { (try? FileManager.default.contentsOfDirectory(atPath: $0)) ?? [] })
  }

  /// - Parameters:
  ///   - read: a file's text; nil where there is no such file.
  ///   - list: the names in a folder.
  package init(
    directories: [String], read: @escaping @Sendable (String) throws(TOMLFile.Fault) -> String?,
    list: @escaping @Sendable (String) -> [String]
  ) {
    self.directories = directories
    self.read = read
    self.list = list
  }

  /// The catalog of an installed program or a checkout: the user's folder first, then `$TFDIFF_THEMES`, then
  /// the folders `themes` and `share/tfdiff-tui/themes` beside the executable and up to five folders above it.
  public static func standard(
    environment: [String: String] = ProcessInfo.processInfo.environment,
    executable: String = ProcessInfo.processInfo.arguments.first ?? ""
  ) -> ThemeCatalog {
    var directories: [String] = []
    if let configuration = UserConfiguration.directory(environment: environment) {
      directories.append(configuration + "/themes")
    }
    if let named = environment["TFDIFF_THEMES"], !named.isEmpty { directories.append(named) }
    var folder = executableURL(fallback: executable).deletingLastPathComponent()
    for _ in 0..<6 {
      directories.append(folder.appendingPathComponent("themes").path)
      directories.append(folder.appendingPathComponent("share/tfdiff-tui/themes").path)
      folder = folder.deletingLastPathComponent()
    }
    var seen: Set<String> = []
    return ThemeCatalog(directories: directories.filter { seen.insert($0).inserted })
  }

  private static func executableURL(fallback: String) -> URL {
    let url = Bundle.main.executableURL ?? URL(fileURLWithPath: fallback)
    return url.resolvingSymlinksInPath()
  }

  /// Every theme's name once, in alphabetical order.
  public var names: [String] {
    let found = directories.flatMap { list($0) }.filter { $0.hasSuffix(".toml") && !$0.hasPrefix(".") }
    return Set(found.map { String($0.dropLast(5)) }).union(BuiltInTheme.texts.keys).sorted()
  }

  /// The theme of a name, with what it inherits; a name that is not there gives the built-in theme and a warning.
  public func load(_ name: String) -> (Theme, [ConfigurationWarning]) {
    guard let first = file(name, from: 0) else {
      let warning = ConfigurationWarning(
        file: "theme", problem: .unknownTheme(name, known: names))
      return (BuiltInTheme.theme, [warning])
    }
    var merged = first.file
    var chain = [first]
    while let parent = merged.inherits {
      let isShadow = parent == chain.last?.name
      let next = file(parent, from: isShadow ? (chain.last?.depth ?? 0) + 1 : 0)
      guard let next else {
        merged.removeParent()
        merged.warn("inherits", .inheritsUnknown(parent, known: names))
        break
      }
      if chain.contains(where: { $0.name == next.name && $0.depth == next.depth }) {
        merged.removeParent()
        merged.warn("inherits", .inheritanceCycle(chain.map(\.name) + [parent]))
        break
      }
      chain.append(next)
      merged = merged.laid(over: next.file)
    }
    return merged.laid(over: BuiltInTheme.file).resolve(name: name)
  }

  private struct Found {
    let name: String
    /// Which of the directories it is in; the built-in themes come after all of them.
    let depth: Int
    let file: ThemeFile
  }

  private func file(_ name: String, from depth: Int) -> Found? {
    guard !name.isEmpty, !name.contains("/") else { return nil }
    for index in directories.indices.dropFirst(depth) {
      let path = directories[index] + "/\(name).toml"
      if let file = file(at: path) { return Found(name: name, depth: index, file: file) }
    }
    guard let text = BuiltInTheme.texts[name], depth <= directories.count else { return nil }
    return Found(name: name, depth: directories.count, file: ThemeFile(text: text, file: "built-in theme \(name)"))
  }

  /// nil where there is no such file.
  private func file(at path: String) -> ThemeFile? {
    do throws(TOMLFile.Fault) {
      return try read(path).map { ThemeFile(text: $0, file: path) }
    } catch {
      return ThemeFile(unreadable: error, file: path)
    }
  }
}
