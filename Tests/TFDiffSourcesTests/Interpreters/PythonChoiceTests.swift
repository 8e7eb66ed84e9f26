import Foundation
import Testing

@testable import TFDiffLive

/// Protects: which Python an environment is made with, and that a person is told which one to install.
@Suite struct PythonChoiceTests {
  private func interpreter(_ version: String, makesEnvironments: Bool = true) -> Interpreter {
    var facts = InterpreterFacts(python: version, prefix: "/\(version)")
    facts.makesEnvironments = makesEnvironments
    let location = InterpreterLocation(path: "/\(version)/bin/python3", origin: .path)
    return Interpreter(location: location, facts: .success(facts))
  }

  private func fails(_ body: () throws -> PythonChoice) -> String {
    let error = #expect(throws: SetupError.self) { _ = try body() }
    return error?.description ?? ""
  }

  @Test func thePreferredVersionIsTakenWhereverItStands() throws {
    let all = ["3.13.0", "3.8.18", "3.10.1", "3.12.1", "3.7.16"].map { interpreter($0) }
    #expect(try PythonChoice(for: .v2_12, among: all).facts.python == "3.10.1")
    #expect(try PythonChoice(for: .v1_15, among: all).facts.python == "3.7.16")
    #expect(try PythonChoice(for: .latest, among: all).facts.python == "3.12.1")
  }

  @Test func oneWithoutVenvIsPassedOver() throws {
    let bare = interpreter("3.11.2", makesEnvironments: false)
    #expect(try PythonChoice(for: .v2_12, among: [bare, interpreter("3.9.1")]).facts.python == "3.9.1")
    #expect(fails { try PythonChoice(for: .v2_12, among: [bare]) }.contains("apt-get install python3.11-venv"))
  }

  @Test func withoutAFittingOneItSaysWhatIsHereAndWhatToInstall() {
    let text = fails { try PythonChoice(for: .v1_15, among: [interpreter("3.12.1"), interpreter("3.9.1")]) }
    #expect(text.contains("needs Python 3.7; here is 3.9, 3.12."))
    #expect(text.contains("pyenv install 3.7"))
    #expect(
      fails { try PythonChoice(for: .v2_12, among: []) }.contains("needs Python 3.8 to 3.11; there is none here."))
  }

  @Test func aNamedOneMustFit() throws {
    let facts = InterpreterFacts(python: "3.12.1", prefix: "/usr")
    let text = fails { try PythonChoice(named: "/usr/bin/python3", facts, for: .v2_12) }
    #expect(text.contains("--python /usr/bin/python3 is Python 3.12.1, but TensorFlow 2.12 takes Python 3.8 to 3.11"))
  }

  /// CI installs with a script of its own, before anything is built.
  @Test(arguments: TensorFlowRelease.allCases)
  func continuousIntegrationInstallsTheSameVersions(release: TensorFlowRelease) throws {
    var root = URL(fileURLWithPath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    let script = try String(contentsOf: root.appendingPathComponent(".ci/tensorflow"), encoding: .utf8)
    let name = release.rawValue.replacingOccurrences(of: ".", with: "_")
    let requirements = release.requirements.map { "\"\($0)\"" }.joined(separator: " ")
    #expect(script.contains("requirements_\(name)=(\(requirements))"))
    let pythons = release.pythons.map { "\($0)" }.joined(separator: " ")
    #expect(script.contains("pythons_\(name)=\"\(pythons)\""))
  }
}
