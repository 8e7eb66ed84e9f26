import Foundation
import Testing

/// Protects: every golden file and fixture can be made again: its folder's README names what makes it, and that is there.
@Suite struct GoldenGeneratorTests {
  /// A folder of golden files, by its path from `Tests`.
  struct Folder: Sendable, CustomTestStringConvertible {
    let path: String
    /// The files in it and in its subfolders, by their paths from it, without the README and the scripts.
    let data: [String]
    let scripts: [String]
    var testDescription: String { path }
  }

  /// A line of a README: patterns of files, and what makes them.
  struct Entry {
    let patterns: [String]
    let generator: String
  }

  private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

  /// All files under `Tests`, by their paths from there, but what an interpreter caches.
  private static let files: [String] = {
    let all = FileManager.default.enumerator(atPath: tests.path)?.compactMap { $0 as? String } ?? []
    return all.filter { path in
      var isFolder: ObjCBool = false
      let there = FileManager.default.fileExists(
        atPath: tests.appendingPathComponent(path).path, isDirectory: &isFolder)
      return there && !isFolder.boolValue && !path.contains("__pycache__/")
    }
  }()

  static let folders: [Folder] = {
    let names = ["Golden", "Fixtures"]
    let paths = Set(
      files.compactMap { file -> String? in
        let parts = file.split(separator: "/")
        return parts.firstIndex { names.contains(String($0)) }.map { parts[...$0].joined(separator: "/") }
      })
    return paths.sorted().map { path in
      let inside = files.filter { $0.hasPrefix(path + "/") }.map { String($0.dropFirst(path.count + 1)) }.sorted()
      let scripts = inside.filter { $0.hasSuffix(".py") }
      return Folder(path: path, data: inside.filter { $0 != "README.md" && !scripts.contains($0) }, scripts: scripts)
    }
  }()

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Self.tests.appendingPathComponent(path), encoding: .utf8)
  }

  /// What a README lists: items that begin with files in backticks, and say "made by" and a path from its folder.
  private func entries(of folder: Folder) throws -> [Entry] {
    let lines = try text(folder.path + "/README.md").split(separator: "\n", omittingEmptySubsequences: false)
    let items = lines.reduce(into: [String]()) { items, line in
      if line.hasPrefix("- `") { items.append(String(line)) }
      if line.hasPrefix("  "), let last = items.popLast() { items.append(last + " " + line.drop { $0 == " " }) }
    }
    return try items.map { item in
      let files = try #require(item.split(separator: ": ", maxSplits: 1).first)
      let generator = try #require(item.firstMatch(of: /made by\s+`([^`]+)`/), "what makes them: \(item)")
      return Entry(
        patterns: files.matches(of: /`([^`]+)`/).map { String($0.output.1) }, generator: String(generator.output.1))
    }
  }

  /// A pattern's last part may be `**`, for all that is in a folder and its folders.
  private func matches(_ file: String, _ pattern: String) -> Bool {
    pattern.hasSuffix("/**") ? file.hasPrefix(pattern.dropLast(2)) : fnmatch(pattern, file, FNM_PATHNAME) == 0
  }

  @Test func goldenFilesAreInFoldersThatAreLookedAt() {
    let kinds = ["swift", "py", "md", "toml"]
    // What a parser is fed is no result: seeds, and inputs that were found, are kept as they came.
    let corpus = "TFDiffFuzz/Corpus/"
    let elsewhere = Self.files.filter { file in
      !file.hasPrefix(corpus) && !kinds.contains((file as NSString).pathExtension)
        && !Self.folders.contains { file.hasPrefix($0.path + "/") }
    }
    #expect(elsewhere == [], "data outside of a folder called Golden or Fixtures")
    #expect(Self.folders.count >= 5)
  }

  @Test(arguments: folders) func everyFileHasItsGenerator(folder: Folder) throws {
    let entries = try entries(of: folder)
    #expect(!folder.data.isEmpty)
    for file in folder.data {
      let naming = entries.filter { $0.patterns.contains { matches(file, $0) } }
      #expect(naming.count == 1, "\(file): named by \(naming.count) items of the README")
    }
    for pattern in entries.flatMap(\.patterns) {
      #expect(folder.data.contains { matches($0, pattern) }, "\(pattern) is no file")
    }
  }

  /// A generator names what it writes: a file by its name, a subfolder by the folder's, files of one ending by that.
  @Test(arguments: folders) func everyGeneratorIsThereAndWritesItsFiles(folder: Folder) throws {
    let entries = try entries(of: folder)
    for entry in entries {
      let code = try text(folder.path + "/" + entry.generator)
      for pattern in entry.patterns {
        let written = pattern.replacing("/*", with: "").replacing("*", with: "")
        #expect(code.contains(written), "\(entry.generator) does not write \(written)")
      }
    }
    let unused = Set(folder.scripts).subtracting(entries.map(\.generator))
    #expect(unused == [], "scripts that make nothing that the README names")
  }
}
