import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: a triage as a person and as a program reads it.
@Suite struct TriageTextTests {
  private func result() throws -> TriageResult {
    try triage(
      .init(.session, [endpoint("a", 1)]), .init(.function, [.fail(ScriptError("no trace…"))]),
      .init(.eager, [endpoint("a", 1.5)]))
  }

  @Test func theMatrixMarksWhatIsOutOfTolerance() throws {
    #expect(
      TriageText().lines(try result()) == [
        "                    1          2          3",
        "1 session           -     failed  ✗ 5.0e-01",
        "2 function     failed          -     failed",
        "3 eager     ✗ 5.0e-01     failed          -",
        "Greatest absolute differences over all endpoints; ✗ is out of tolerance.",
        "function failed: no trace…",
        "",
        "The difference is out of tolerance. The two part first at a: step into it there.",
      ])
  }

  @Test func asciiIsAsciiThroughout() throws {
    let lines = TriageText(symbols: .ascii).lines(try result())
    #expect(lines.allSatisfy { $0.allSatisfy(\.isASCII) })
    #expect(lines[1] == "1 session           -     failed  X 5.0e-01")
    #expect(lines[5] == "function failed: no trace...")
  }

  @Test func theDocument() throws {
    let document = TriageText.document(
      try result(), target: "digits", tolerance: .init(), command: "tfdiff-tui triage digits")
    let read = try JSONSerialization.jsonObject(with: Data(document.text().utf8))
    let object = try #require(read as? [String: Any])
    #expect(object["format"] as? String == "tfdiff-triage")
    #expect(object["version"] as? Int == 1)
    #expect(object["verdict"] as? String == "diverged")
    #expect(object["target"] as? String == "digits")
    #expect(object["command"] as? String == "tfdiff-tui triage digits")
    #expect(object["executions"] as? [String] == ["session", "function", "eager"])
    #expect((object["tolerance"] as? [String: Any])?["formula"] as? String == Tolerance.formula)
    #expect((object["sentence"] as? String)?.hasPrefix("The difference is out of tolerance.") == true)
    let failure = try #require((object["failures"] as? [[String: Any]])?.first)
    #expect(failure["execution"] as? String == "function")
    #expect(failure["message"] as? String == "no trace…")
    let matrix = try #require(object["matrix"] as? [[Any]])
    let cell = try #require(matrix[0][2] as? [String: Any])
    #expect(cell["max_abs"] as? Double == 0.5)
    #expect(cell["endpoint"] as? String == "a")
    #expect(cell["first_divergence"] as? String == "a")
    #expect(matrix[0][1] is NSNull, "what failed has no differences")
    #expect(matrix[1][1] is NSNull)
    #expect((matrix[0][0] as? [String: Any])?["endpoint"] is NSNull)
  }

  @Test func infiniteDifferencesAreStrings() throws {
    let result = try triage(
      .init(.session, [endpoint("a", 1), endpoint("b", 1)]), .init(.eager, [endpoint("a", 1)]))
    let text = TriageText.document(result, target: "t", tolerance: .init(), command: "c").text()
    #expect(text.contains("\"max_abs\": \"inf\""))
    #expect(TriageText().lines(result)[1].hasSuffix("✗ inf"))
  }
}
