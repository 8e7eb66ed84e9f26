import Foundation
import TFDiffTOML
import Testing

/// Protects: a text means what TOML 1.0 says, or is an error that says where and why; no text ends the program.
@Suite struct TOMLDocumentTests {
  /// Python's tomllib is asked of each text by `Golden/make_documents.py`.
  @Test func textsMeanWhatPythonSays() throws {
    let url = try #require(Bundle.module.url(forResource: "Golden/documents", withExtension: "json"))
    let documents = try JSONDecoder().decode([Document].self, from: Data(contentsOf: url))
    #expect(documents.count { $0.value == nil } > 100 && documents.count { $0.value != nil } > 100)
    for document in documents {
      let found = try? TOMLDocument.read(document.text)
      switch (document.value, found) {
      case (nil, nil): break
      case (.table(let expected)?, let found?):
        let isEqual = Expected.table(expected).matches(.table(found))
        #expect(isEqual, "\(document.text.debugDescription): \(found)")
      default: Issue.record("\(document.text.debugDescription): \(found.map { "\($0)" } ?? "refused")")
      }
    }
  }

  @Test(arguments: [
    ("[(", 1, 2, "expected a key"), ("[", 1, 2, "the end of the file"), ("ok = 1\n  [[)", 2, 5, "expected a key"),
    ("[a\n]", 1, 3, "‘]’ after the table's name, and found the end of the line"), ("[[a]", 1, 5, "‘]]’"),
    ("[a]\nb", 2, 2, "‘=’ and a value after the key"), ("[a]\nb = ", 2, 5, "expected a value"),
    ("\"é\" = \"ü\" x", 1, 11, "expected the end of the line, and found ‘x’"), ("a = \"b", 1, 5, "has no end"),
    ("a = '''\n\n", 1, 5, "has no end"), ("a = \"\\q\"", 1, 6, "\\q is no escape"), ("a = \"\\uD800\"", 1, 6, "D800"),
    ("a = 'x\u{7}'", 1, 7, "U+0007"), ("a = 1\na = 2", 2, 1, "‘a’ is defined twice"),
    ("a = 12.", 1, 5, "‘12.’ is no value"),
    ("a = 1\na.b = 2", 2, 1, "‘a’ is not a table"), ("a = {}\na.b = 2", 2, 1, "‘a’ is complete"),
    ("a = 9223372036854775808", 1, 5, "does not fit into 64 bits"), ("a = [1 2]", 1, 8, "‘,’ or ‘]’"),
    ("a = {b = 1,}", 1, 12, "expected a key"), ("a = {b = 1\n}", 1, 11, "‘,’ or ‘}’"),
    ("\u{FEFF}=", 1, 1, "expected a key"),
    ("\u{202E} = 1", 1, 1, "U+202E"), ("a\r= 1", 1, 2, "U+000D"), ("[a]\r\n[a]\r\n", 2, 1, "defined twice"),
  ])
  func whatIsWrongIsSaidWithItsPlace(text: String, line: Int, column: Int, words: String) throws {
    let error = try #require(throws: TOMLError.self) { _ = try TOMLDocument.read(text) }
    #expect(error.description.hasPrefix("line \(line), column \(column): "), "\(error)")
    #expect(error.description.contains(words), "\(error)")
  }

  /// What is nested would otherwise use up the stack, when it is read or when it is freed.
  /// What is nested would otherwise use up the stack, when it is read or when it is freed.
  @Test(arguments: [
    ("a = ", "[", ""), ("a = ", "{a=", ""), ("a = ", "[{a=", ""), ("", "a.", "a = 1"), ("[", "a.", "a]"),
    ("[[", "a.", "a]]"), ("", "[[", ""), ("a = {", "b.", "b = 1}"), ("[[a]]\n", "[a.b.c]\n[[a.b.", "c]]"),
  ])
  func whatIsNestedTooDeeplyIsRefused(start: String, repeated: String, end: String) throws {
    let text = start + String(repeating: repeated, count: 300_000) + end
    let error = try #require(throws: TOMLError.self) { _ = try TOMLDocument.read(text) }
    #expect(error.description.count < 200)
  }

  @Test func whatIsNestedAsDeeplyAsAllowedIsRead() throws {
    let depth = TOMLDocument.greatestDepth
    let arrays = "a = " + String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    _ = try TOMLDocument.read(arrays)
    _ = try TOMLDocument.read("[" + Array(repeating: "a", count: depth).joined(separator: ".") + "]")
    #expect(throws: TOMLError.self) { _ = try TOMLDocument.read("[a]\n" + arrays) }
  }

  /// Each prefix of a document is one too, or an error.
  @Test func everyPrefixIsAnswered() throws {
    let text = "[a]\nb = [1, {c = \"\\u00e9\", d = '''\n'''}]\n[[e.\"f\"]]\ng = 1979-05-27 07:32:00Z # h\ni = 0x1f\n"
    _ = try TOMLDocument.read(text)
    for end in text.unicodeScalars.indices {
      do throws(TOMLError) {
        _ = try TOMLDocument.read(String(text[..<end]))
      } catch {
        #expect(error.line <= text[..<end].split(separator: "\n", omittingEmptySubsequences: false).count)
      }
    }
  }
}

private struct Document: Decodable {
  let text: String
  let value: Expected?
}

/// A value as tomllib reads it; a moment's is not compared but for being one.
private enum Expected: Decodable {
  case string(String), integer(String), number(String), boolean(Bool), moment(Bool)
  case array([Expected]), table([String: Expected])

  private enum Kind: String, CodingKey { case string, integer, number, boolean, moment, array, table }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Kind.self)
    switch container.allKeys.first {
    case .string: self = .string(try container.decode(String.self, forKey: .string))
    case .integer: self = .integer(try container.decode(String.self, forKey: .integer))
    case .number: self = .number(try container.decode(String.self, forKey: .number))
    case .boolean: self = .boolean(try container.decode(Bool.self, forKey: .boolean))
    case .moment: self = .moment(try container.decode(Bool.self, forKey: .moment))
    case .array: self = .array(try container.decode([Expected].self, forKey: .array))
    default: self = .table(try container.decode([String: Expected].self, forKey: .table))
    }
  }

  func matches(_ value: TOMLValue) -> Bool {
    switch (self, value) {
    case (.string(let text), .string(let found)): text.utf8.elementsEqual(found.utf8)
    case (.integer(let digits), .integer(let found)): digits == String(found)
    case (.number(let bits), .number(let found)):
      UInt64(bits, radix: 16) == found.bitPattern || found.isNaN && bits.dropFirst().hasPrefix("ff8")
    case (.boolean(let isTrue), .boolean(let found)): isTrue == found
    case (.moment, .moment): true
    case (.array(let items), .array(let found)):
      items.count == found.count && zip(items, found).allSatisfy { $0.matches($1) }
    case (.table(let entries), .table(let found)):
      entries.count == found.count && entries.allSatisfy { key, item in found[key].map(item.matches) ?? false }
    default: false
    }
  }
}
