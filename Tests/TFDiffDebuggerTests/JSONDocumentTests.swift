import Foundation
import Testing

@testable import TFDiffDebugger

/// Protects: JSON is read as exactly what was written, and whatever else the bytes are, reading ends with an error that says where.
@Suite struct JSONDocumentTests {
  private func read(_ text: String) throws(JSONError) -> JSONValue { try JSONDocument.read(Array(text.utf8)) }

  private func fault(_ text: String) -> JSONFault? {
    do throws(JSONError) {
      _ = try read(text)
      return nil
    } catch {
      return error.fault
    }
  }

  private static func value(_ generator: inout SeededGenerator, depth: Int) -> JSONValue {
    let texts = ["", "a\"b\\", "\u{1}\u{7F}", "é😀", "\u{202E}", "nan", "/"]
    switch Int.random(in: 0..<(depth > 3 ? 5 : 7), using: &generator) {
    case 0: return .null
    case 1: return .bool(.random(using: &generator))
    case 2: return .int([0, -1, .max, .min, 17][Int.random(in: 0..<5, using: &generator)])
    case 3: return .double([0.5, -1e-300, 1.7e308, 1.0 / 3, 5][Int.random(in: 0..<5, using: &generator)])
    case 4: return .string(texts[Int.random(in: 0..<texts.count, using: &generator)])
    case 5:
      return .array((0..<Int.random(in: 0..<5, using: &generator)).map { _ in value(&generator, depth: depth + 1) })
    default:
      return .object(
        (0..<Int.random(in: 0..<5, using: &generator)).map { place in
          .init("\(place)" + texts[place % texts.count], value(&generator, depth: depth + 1))
        })
    }
  }

  @Test(arguments: 0..<40) func whatIsWrittenIsRead(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let value = Self.value(&generator, depth: 0)
    #expect(try read(value.text()) == value)
  }

  /// RFC 8259 in what our own writer does not make of it.
  @Test func otherWaysOfWritingIt() throws {
    #expect(try read("\u{FEFF} [ 1 ,\t-0.5e+1\r\n] ") == .array([.int(1), .double(-5)]))
    #expect(try read(#""\u00e9\ud83d\ude00\/\b\f""#) == .string("é😀/\u{8}\u{C}"))
    #expect(try read("12345678901234567890") == .double(1.2345678901234567e19))
    #expect(try read(#"{"a": 1, "a": 2}"#)["a"] == .int(1))
  }

  @Test(arguments: [
    ("", JSONFault.truncated), ("[1, 2", .truncated), ("{\"a\"", .truncated), ("\"abc", .truncated),
    ("\"a\\", .truncated), ("[1,]", .unexpected(wanted: .value)), ("{\"a\":1,}", .unexpected(wanted: .name)),
    ("{a: 1}", .unexpected(wanted: .name)), ("{\"a\" 1}", .unexpected(wanted: .colon)),
    ("[1 2]", .unexpected(wanted: .nextItem)), ("{\"a\": 1 \"b\": 2}", .unexpected(wanted: .nextField)),
    ("1 2", .unexpected(wanted: .end)), ("nul", .unexpected(wanted: .value)), ("NaN", .unexpected(wanted: .value)),
    ("'a'", .unexpected(wanted: .value)), ("01", .badNumber), ("-", .badNumber), ("1.", .badNumber), ("1e", .badNumber),
    ("-01", .badNumber), ("1e400", .numberTooLarge), ("\"\n\"", .control), (#""\x""#, .badEscape),
    (#""\ud800""#, .badEscape), (#""\ud800\u0041""#, .badEscape), (#""\udc00""#, .badEscape),
    (#""\u12g4""#, .badEscape),
  ])
  func whatIsNoJSONIsSaidWhere(text: String, fault: JSONFault) {
    #expect(self.fault(text) == fault)
  }

  @Test func aFaultHasItsLineAndColumn() {
    #expect(throws: JSONError(line: 3, column: 8, fault: .unexpected(wanted: .value))) {
      try self.read("{\n  \"é\": 1,\n  \"b\": x\n}")
    }
    let bytes = Array("[\"aé".utf8) + [0xFF] + Array("\"]".utf8)
    #expect(throws: JSONError(line: 1, column: 5, fault: .notUTF8)) { try JSONDocument.read(bytes) }
  }

  /// Neither the stack nor the memory is at the mercy of a file.
  @Test func whatIsTooMuchIsRefused() {
    let (open, close) = (String(repeating: "[", count: 64), String(repeating: "]", count: 64))
    #expect(fault(open + close) == nil)
    #expect(fault("[" + open + close + "]") == .tooDeep)
    #expect(fault(String(repeating: "[", count: 1_000_000)) == .tooDeep)
    #expect(fault(String(repeating: "{\"a\":", count: 1_000_000)) == .tooDeep)
    let error = #expect(throws: JSONError.self) { try JSONDocument.read(Array("[0, 0, 0]".utf8), atMost: 3) }
    #expect(error?.fault == .tooMany)
    #expect((try? JSONDocument.read(Array("[0, 0]".utf8), atMost: 3)) != nil)
  }

  @Test func aReportCutOffAnywhereIsRefused() throws {
    let text = Array(
      ReportWriter.text(CheckRunner(target: ScriptedTarget.diverging().target).run().state, kind: .json).utf8)
    _ = try JSONDocument.read(text)
    for length in stride(from: 0, to: text.count - 2, by: 7) {
      #expect(throws: JSONError.self) { try JSONDocument.read(Array(text[..<length])) }
    }
  }
}
