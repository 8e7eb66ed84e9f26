import Foundation
import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: servers that read JUnit's XML read ours: its form, its numbers, and that something fails exactly where the verdict
/// does.
@Suite struct JUnitReportTests {
  private typealias Element = PageParser.Element

  private func elements(_ state: DebuggerState) throws -> [Element] {
    try #require(PageParser.elements(of: ReportWriter.text(state, kind: .junit)), "not well-formed")
  }

  /// What Ant's schema has: which elements there are, with which attributes.
  private static let schema: [String: Set<String>] = [
    "testsuites": ["name"], "testsuite": ["name", "tests", "failures", "errors", "skipped", "time"], "properties": [],
    "property": ["name", "value"], "testcase": ["classname", "name"], "failure": ["message", "type"],
    "error": ["message", "type"], "skipped": ["message"],
  ]

  @Test(arguments: 0..<60) func theFormIsJUnits(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let state = HostileText.state(&generator)
    let elements = try elements(state)
    for element in elements {
      #expect(Self.schema[element.name] == Set(element.attributes.keys), "\(element.name)")
    }
    let suite = try #require(elements.first { $0.name == "testsuite" })
    #expect(suite.attributes["tests"] == "\(state.endpoints.count + 1)")
    for (name, attribute) in [("failure", "failures"), ("error", "errors"), ("skipped", "skipped")] {
      #expect(suite.attributes[attribute] == "\(elements.count { $0.name == name })", "\(name)")
    }
    let bad = elements.contains { $0.name == "failure" || $0.name == "error" }
    #expect(bad == (state.conclusion.verdict != .equal))
  }

  @Test func eachEndpointIsACase() throws {
    let elements = try elements(CheckRunner(target: ScriptedTarget.diverging().target).run().state)
    let cases = elements.filter { $0.name == "testcase" }
    #expect(cases.map { $0.attributes["name"] } == ["a", "b", "c", "d", "verdict"])
    let failures = elements.filter { $0.name == "failure" }
    #expect(
      failures.map { $0.attributes["message"] } == [
        "1 of 2 elements are out of rtol 1e-06 atol 1e-05; max abs 5.0e-01",
        "1 of 2 elements are out of rtol 1e-06 atol 1e-05; max abs 2.5e-01", "c is out of tolerance",
      ])
    let equal = try self.elements(CheckRunner(target: ScriptedTarget.equal().target).run().state)
    #expect(!equal.contains { ["failure", "error", "skipped"].contains($0.name) })
  }

  @Test func whatCannotBeComparedIsAnErrorAndWhatIsNotComparedIsSkipped() throws {
    let target = ScriptedTarget(
      reference: Script(steps: [endpoint("a", 1), endpoint("r", 1), endpoint("b", 2)]),
      candidate: Script(steps: [endpoint("a", 1), .fail(ScriptError("boom"))]), planned: ["a", "b"])
    let elements = try elements(CheckRunner(target: target.target).run().state)
    #expect(elements.filter { $0.name == "error" }.count == 1)
    #expect(elements.first { $0.name == "error" }?.attributes["message"]?.contains("the candidate failed") == true)
    let skipped = elements.filter { $0.name == "skipped" }.compactMap { $0.attributes["message"] }
    #expect(skipped.contains("reference-only"), "\(skipped)")
  }

  @Test func aLossThatDiffersFailsThoughNoEndpointDoes() throws {
    let target = ScriptedTarget(
      reference: Script(steps: [endpoint("a", 1)], loss: 1), candidate: Script(steps: [endpoint("a", 1)], loss: 2))
    let elements = try elements(CheckRunner(target: target.target).run().state)
    let failures = elements.filter { $0.name == "failure" }
    #expect(failures.count == 1 && failures[0].attributes["message"]?.contains("regularization losses differ") == true)
  }

  @Test func theLaddersStepsAreASuite() throws {
    let elements = try elements(GuideScenario.state())
    let suites = elements.filter { $0.name == "testsuite" }
    #expect(suites.count == 2 && suites[1].attributes["failures"] == "6")
    #expect(elements.contains { $0.attributes["name"] == "step 1: Variables are created once" })
  }
}
