import Foundation
import Testing

@testable import TFDiffDebugger

/// Protects: a report that is read makes the same other forms as the run that wrote it, and what is no report is refused with
/// what it is and what to do.
@Suite struct ReportDocumentTests {
  /// All forms of a report are made of the JSON alone, so that none can differ.
  @Test(arguments: 0..<30) func aReportThatIsReadMakesTheSameForms(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let state = HostileText.state(&generator)
    let context = ReportContext(command: HostileText.text(&generator), source: { _ in "1\n2\n<3>\n4\n5" })
    let json = ReportWriter.text(state, kind: .json, context: context)
    let document = try ReportDocument(bytes: Array(json.utf8))
    for kind in ReportKind.all {
      let (made, read) = (
        ReportWriter.text(state, kind: kind, context: context), ReportWriter.text(document.value, kind: kind)
      )
      #expect(made == read, "\(kind.ending)")
    }
  }

  private func fault(_ text: String) -> ReportFault? {
    do throws(ReportFault) {
      _ = try ReportDocument(bytes: Array(text.utf8))
      return nil
    } catch {
      return error
    }
  }

  private let head = #""format": "tfdiff-report", "version": 1, "verdict": "equal""#

  @Test func whatIsNoReportIsRefused() {
    #expect(fault("{\(head), \"endpoints\": []}") == nil)
    #expect(fault("[1") == .syntax(JSONError(line: 1, column: 3, fault: .truncated)))
    #expect(fault("[]") == .otherFormat(nil))
    #expect(fault(#"{"format": "tfdiff-triage"}"#) == .otherFormat("tfdiff-triage"))
    #expect(fault(#"{"format": "tfdiff-report"}"#) == .damaged(field: "version"))
    #expect(fault(#"{"format": "tfdiff-report", "version": 2}"#) == .otherVersion(2))
    #expect(fault(#"{"format": "tfdiff-report", "version": 1, "verdict": "fine"}"#) == .damaged(field: "verdict"))
    #expect(fault("{\(head)}") == .damaged(field: "endpoints"))
    #expect(fault("{\(head), \"endpoints\": [{\"name\": 1}]}") == .damaged(field: "endpoints"))
  }

  @Test func aFileThatIsNoneIsSaidWithItsPath() throws {
    func words(_ path: String) -> String {
      do throws(ReportReadingError) {
        _ = try ReportDocument(file: path)
        return ""
      } catch {
        return "\(error)"
      }
    }
    #expect(words("/nonexistent/r.json").hasPrefix("/nonexistent/r.json: there is no such file"))
    #expect(words("/dev/null").hasPrefix("/dev/null: this is no ordinary file"))
    #expect(words("/").hasPrefix("/: this is no ordinary file"))
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("tfdiff-\(UUID()).json").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    // A file of holes takes no room on the disk.
    #expect(FileManager.default.createFile(atPath: path, contents: Data()))
    #expect(truncate(path, off_t(ReportDocument.greatestSize) + 1) == 0)
    #expect(words(path).contains("larger than 256 MiB"))
  }

  /// Whatever kinds the fields of a report are of, its forms are made.
  @Test(arguments: 0..<40) func fieldsOfOtherKindsAreNothing(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let value = JSONReport.document(HostileText.state(&generator), context: .scripted)
    let text = Self.mutated(value, &generator).text()
    guard let document = try? ReportDocument(bytes: Array(text.utf8)) else { return }
    for kind in ReportKind.all { #expect(!ReportWriter.text(document.value, kind: kind).isEmpty) }
  }

  private static func mutated(_ value: JSONValue, _ generator: inout SeededGenerator) -> JSONValue {
    if Int.random(in: 0..<12, using: &generator) == 0 {
      let others: [JSONValue] = [
        .null, .int(.max), .int(-1), .double(-1e300), .string("inf"), .string("zz"), .array([.int(.min)]), .object([]),
      ]
      return others.randomElement(using: &generator) ?? .null
    }
    switch value {
    case .array(let items): return .array(items.map { mutated($0, &generator) })
    case .object(let fields):
      return .object(
        fields.map { field in
          ["format", "version", "verdict", "endpoints", "name", "status"].contains(field.name)
            ? field.name == "endpoints"
              ? .init(field.name, .array(field.value.items.map { rows($0, &generator) })) : field
            : .init(field.name, mutated(field.value, &generator))
        })
    default: return value
    }
  }

  private static func rows(_ value: JSONValue, _ generator: inout SeededGenerator) -> JSONValue {
    .object(
      value.fields.map { field in
        ["name", "status"].contains(field.name) ? field : .init(field.name, mutated(field.value, &generator))
      })
  }
}
