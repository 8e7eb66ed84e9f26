import Foundation
import Testing

@testable import TFDiffLive

/// Protects: where interpreters are looked for, in which order, and that each is there once.
@Suite struct InterpreterSearchTests {
  private let fakes: FakeInterpreters

  init() throws { fakes = try FakeInterpreters() }

  private func names(_ search: InterpreterSearch) -> [String] {
    search.locations().map { String($0.path.dropFirst(fakes.root.count + 1)) }
  }

  @Test func theActiveEnvironmentIsFirstThenTheFoldersThenPathThenPyenvThenSetup() throws {
    try fakes.script("bin/python3", "true")
    try fakes.script("bin/python3.9", "true 9")
    try fakes.script("bin/python3.11", "true 11")
    let python = try fakes.script("elsewhere/python", "true")
    try fakes.environment("active", linkingTo: python)
    try fakes.environment(".venv", linkingTo: python)
    try fakes.environment(".venv-tf1", linkingTo: python)
    try fakes.script("home/.pyenv/versions/3.7.16/bin/python3", "true")
    try fakes.environment("home/.local/share/tfdiff-tui/tensorflow-2.12", linkingTo: python)
    try fakes.record("home/.local/share/tfdiff-tui/tensorflow-2.12")
    try fakes.environment("home/.local/share/tfdiff-tui/tensorflow-1.15", linkingTo: python)
    try fakes.file("home/.local/share/tfdiff-tui/tensorflow-1.15/\(EnvironmentFolder.mark)")
    var search = fakes.search
    search.environment["VIRTUAL_ENV"] = "\(fakes.root)/active"
    #expect(
      names(search) == [
        "active/bin/python", ".venv/bin/python", ".venv-tf1/bin/python", "bin/python3", "bin/python3.9",
        "bin/python3.11", "home/.pyenv/versions/3.7.16/bin/python3",
        "home/.local/share/tfdiff-tui/tensorflow-2.12/bin/python",
      ], "the environment without a record is unfinished, and left out")
    #expect(search.unfinishedEnvironments() == ["\(fakes.root)/home/.local/share/tfdiff-tui/tensorflow-1.15"])
    #expect(search.standard()?.path == "\(fakes.root)/active/bin/python")
    #expect(fakes.search.standard()?.path == "\(fakes.root)/bin/python3")
  }

  @Test func linksToOnePythonAreOneInterpreterButAnEnvironmentIsItsOwn() throws {
    let python = try fakes.script("bin/python3.11", "true")
    try FileManager.default.createSymbolicLink(atPath: "\(fakes.root)/bin/python3", withDestinationPath: python)
    try FileManager.default.createSymbolicLink(
      atPath: "\(fakes.root)/sbin", withDestinationPath: "\(fakes.root)/bin")
    try fakes.environment(".venv", linkingTo: python)
    var search = fakes.search
    search.environment["PATH"] = "\(fakes.root)/bin:\(fakes.root)/sbin:\(fakes.root)/.venv/bin"
    #expect(names(search) == [".venv/bin/python", "bin/python3"])
  }

  @Test func otherFilesAndFoldersAreNoInterpreters() throws {
    for name in ["python3-config", "python3.11-config", "python3.", "python", "python3.x"] {
      try fakes.script("bin/\(name)", "true")
    }
    try fakes.file("bin/python3", "cannot be run")
    try fakes.file("bin/python3.8/file")
    try fakes.file(".venv/empty")
    var search = fakes.search
    search.environment["PATH"] = "bin::\(fakes.root)/bin"
    #expect(names(search).isEmpty)
    #expect(search.standard() == nil)
  }

  @Test func aShimAndWhatItLeadsToAreOneAndThoseThatFailAreKept() throws {
    let facts = InterpreterFacts.complete(prefix: "/pyenv/versions/3.11")
    try fakes.interpreter("bin/python3", facts)
    try fakes.interpreter("bin/python3.11", facts)
    try fakes.interpreter("bin/python3.12", .complete(python: "3.12.1", prefix: "/usr"))
    try fakes.script("bin/python3.13", "exit 1")
    let found = fakes.search.interpreters(asking: fakes.inspector())
    #expect(
      found.map { URL(fileURLWithPath: $0.location.path).lastPathComponent } == ["python3", "python3.12", "python3.13"])
  }

  @Test func manyThatHangAreAskedTogether() throws {
    for minor in 1...8 { try fakes.script("bin/python3.\(minor)", "exec sleep 1000 # \(minor)") }
    try fakes.interpreter("bin/python3.9", .complete())
    let started = ContinuousClock.now
    let found = fakes.search.interpreters(asking: fakes.inspector(limit: .seconds(2)))
    #expect(ContinuousClock.now - started < .seconds(12), "8 × 2 s where one waits for another")
    #expect(found.count == 9)
    #expect(found.filter { (try? $0.facts.get()) != nil }.count == 1)
  }

  @Test func aShimForAPythonThatIsNotSwitchedOnIsToldApart() throws {
    let message = "echo \"pyenv: python3.7: command not found\" >&2; echo 'Note: see pyenv help' >&2; exit 127"
    try fakes.script("shims/python3.7", message)
    try fakes.script("bin/python3.8", message)
    var search = fakes.search
    search.environment["PATH"] = "\(fakes.root)/shims:\(fakes.root)/bin"
    let found = search.interpreters(asking: fakes.inspector())
    #expect(found.map(\.isInactiveShim) == [true, false])
    let lines = found.flatMap(InterpreterText(home: nil).lines)
    #expect(lines.last?.contains("ended with status 127: pyenv: python3.7: command not found") == true)
  }

  @Test func aPersonNamesAPathAProgramOrAnEnvironment() throws {
    let python = try fakes.script("bin/python3.9", "true")
    let environment = try fakes.environment("some/env", linkingTo: python)
    let search = fakes.search
    #expect(search.path(ofProgram: "python3.9") == python)
    #expect(search.path(ofProgram: "./bin/python3.9") == "\(fakes.root)/./bin/python3.9")
    #expect(search.path(ofProgram: "some/env") == environment)
    #expect(search.path(ofProgram: "\(fakes.root)/some/env/bin/python") == environment)
    #expect(search.path(ofProgram: "python3.8") == nil)
    #expect(search.path(ofProgram: "some") == nil)
  }
}

extension FakeInterpreters {
  /// Marks an environment as finished.
  func record(_ path: String, release: String = "2.12") throws {
    let record = EnvironmentRecord(release: release, requirements: [], python: "3.11.2", tensorFlow: "2.12.1")
    try file("\(path)/\(EnvironmentFolder.recordName)", String(decoding: JSONEncoder().encode(record), as: UTF8.self))
  }
}
