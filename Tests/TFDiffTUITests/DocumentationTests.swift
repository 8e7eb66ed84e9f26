import Foundation
import Testing

/// Protects: the page on the report's fields names what the code has, no more and no less; what users read calls an endpoint one
/// word, as DESIGN.md, TF-Slim's `final_endpoint` and the report's fields do.
@Suite struct DocumentationTests {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private func text(_ path: String) throws -> String {
    try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
  }

  private func sources(in folder: String, _ isWanted: (String) -> Bool) throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.root.appendingPathComponent(folder).path)
    return try names.filter(isWanted).sorted().map { try text("\(folder)/\($0)") }.joined(separator: "\n")
  }

  /// The first groups of all places where an expression matches.
  private func all(_ pattern: Regex<(Substring, Substring)>, in text: String) -> Set<String> {
    Set(text.matches(of: pattern).map { String($0.output.1) })
  }

  @Test func everyFieldOfTheReportIsExplained() throws {
    let page = try text("Sources/tfdiff-tui/Documentation.docc/Report.md")
    let code = try sources(in: "Sources/TFDiffDebugger/Reports") { $0.hasPrefix("JSONReport") }
    let written = all(/\.init\(\s*"([a-z_0-9]+)"/, in: code)
    #expect(written.count > 80)
    let explained = all(/`([a-z_0-9]+)`/, in: page)
    #expect(written.subtracting(explained) == [], "fields that the page lacks")
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") }.compactMap { $0.split(separator: "|").first }
    let named = Set(rows.flatMap { all(/`([a-z_0-9]+)`/, in: String($0)) })
    #expect(named.subtracting(written) == [], "fields that there are not")
  }

  private static var twoWords: Regex<Substring> { /(?i)\bend[ \-]\s*points?\b|\bend\npoints?\b/ }

  @Test(arguments: [
    ["--help"], ["check", "--help"], ["debug", "--help"], ["triage", "--help"], ["preflight", "--help"],
    ["setup-tensorflow", "--help"],
    ["models"], ["keys"],
  ])
  func helpCallsAnEndpointOneWord(arguments: [String]) throws {
    let text = try Program.run(arguments).output
    #expect(!text.isEmpty && text.firstMatch(of: Self.twoWords) == nil, "\(arguments)")
  }

  @Test func pagesAndMessagesCallAnEndpointOneWord() throws {
    let folder = Self.root.appendingPathComponent("Sources")
    let names = try #require(FileManager.default.subpaths(atPath: folder.path))
    for name in names where name.hasSuffix(".md") {
      #expect(try text("Sources/" + name).firstMatch(of: Self.twoWords) == nil, "\(name)")
    }
    #expect(try text("README.md").firstMatch(of: Self.twoWords) == nil)
    let literal = /"[^"]*"/
    for name in names where name.hasSuffix(".swift") {
      for line in try text("Sources/" + name).split(separator: "\n") {
        let code = line.drop { $0 == " " }
        if code.hasPrefix("//") { continue }
        for words in code.matches(of: literal) {
          #expect(words.output.firstMatch(of: Self.twoWords) == nil, "\(name): \(line)")
        }
      }
    }
  }
}
