import Foundation
import Testing

@testable import TFDiffLive

/// Protects: a half-made environment is never taken for a whole one, what is not ours is never removed, and nothing is
/// left behind when something fails.
@Suite struct EnvironmentSetupTests {
  private let fakes: FakeInterpreters
  private let folder: EnvironmentFolder

  init() throws {
    fakes = try FakeInterpreters()
    folder = EnvironmentFolder(path: "\(fakes.root)/data/tensorflow-2.12")
  }

  @discardableResult private func run(
    pip: String = "true", release: TensorFlowRelease = .v2_12,
    imported: String = #"{"version":"2.12.1","problems":{}}"#,
    stop: StopRequest = StopRequest(), tell: (EnvironmentSetup.Step) -> Void = { _ in }
  ) throws -> EnvironmentSetup.Outcome {
    let python = try fakes.setupPython("bin/fake-python", pip: pip, imported: imported)
    let search = InterpreterSearch(environment: fakes.environment, folder: fakes.root)
    return try EnvironmentSetup(release, in: folder, python: python, search: search, stop: stop).run(tell)
  }

  private var exists: Bool { FileManager.default.fileExists(atPath: folder.path) }

  private func fails(_ body: () throws -> Void) -> SetupError? { #expect(throws: SetupError.self) { try body() } }

  @Test func itMakesTheEnvironmentWithTheKnownVersionsAndFindsItAgain() throws {
    let log = "\(fakes.root)/pip.log"
    let first = try run(pip: "echo \"$@\" >> \(log)")
    #expect(!first.wasThere)
    #expect(first.record.tensorFlow == "2.12.1")
    let entries = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(entries.sorted() == ["bin", "pyvenv.cfg", EnvironmentFolder.recordName].sorted(), "no mark is left")
    let second = try run(pip: "echo again >> \(log)")
    #expect(second.wasThere && second.record == first.record)
    let logged = try String(contentsOfFile: log, encoding: .utf8)
    #expect(
      logged.hasSuffix(
        "install --disable-pip-version-check --no-input tensorflow-cpu==2.12.1 tf-slim==1.1.0 numpy<1.24\n"))
    #expect(logged.split(separator: "\n").count == 1, "pip is not run again")
  }

  @Test func aFailingPipLeavesNothing() throws {
    let error = fails { try run(pip: "exit 7") }
    #expect(error?.description.contains("pip ended with status 7 installing TensorFlow 2.12") == true)
    #expect(!exists)
  }

  @Test func aTensorFlowThatDoesNotWorkIsNoEnvironment() throws {
    let error = fails { try run(imported: #"{"failure":"ImportError: no AVX","problems":{}}"#) }
    #expect(error?.description.contains("does not work: ImportError: no AVX") == true)
    #expect(!exists)
    let broken = fails { try run(imported: #"{"version":"2.12.1","problems":{"variableShim":"gone"}}"#) }
    #expect(broken?.description.contains("variableShim: gone") == true)
    #expect(!exists)
  }

  @Test func anUnfinishedEnvironmentIsMadeAgainFromTheStart() throws {
    try fakes.file("data/tensorflow-2.12/\(EnvironmentFolder.mark)")
    try fakes.file("data/tensorflow-2.12/lib/half-a-package")
    #expect(folder.state == .unfinished)
    var steps: [EnvironmentSetup.Step] = []
    #expect(try !run { steps.append($0) }.wasThere)
    #expect(steps.contains(.startingAgain(folder: folder.path)))
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/lib"))
    guard case .finished = folder.state else { return #expect(Bool(false), "\(folder.state)") }
  }

  @Test func aFinishedEnvironmentWhosePythonIsGoneIsMadeAgain() throws {
    try run()
    try FileManager.default.removeItem(atPath: folder.python)
    #expect(try !run().wasThere)
    #expect(try run().wasThere)
  }

  @Test func aFolderOfSomeoneElseIsLeftAlone() throws {
    for (name, text) in [("notes.txt", "mine"), ("pyvenv.cfg", "home = /usr/bin")] {
      let file = try fakes.file("data/tensorflow-2.12/\(name)", text)
      let error = fails { try run() }
      #expect(error?.description.contains("setup-tensorflow did not make") == true)
      #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
      try FileManager.default.removeItem(atPath: folder.path)
    }
  }

  @Test func anEnvironmentOfAnotherReleaseIsLeftAlone() throws {
    try run()
    let error = fails { try run(release: .latest) }
    #expect(error?.description.contains("has an environment with TensorFlow 2.12, not latest") == true)
    #expect(try run().wasThere)
  }

  @Test func stoppedInMidInstallationItEndsPipAndLeavesNothing() throws {
    let stop = StopRequest()
    let started = ContinuousClock.now
    let error = fails {
      try run(pip: "trap '' INT; while :; do sleep 0.1; done", stop: stop) { step in
        if case .installing = step { DispatchQueue.global().asyncAfter(deadline: .now() + 0.3) { stop.make() } }
      }
    }
    #expect(error?.description.hasPrefix("Stopped;") == true, "\(String(describing: error))")
    #expect(ContinuousClock.now - started < .seconds(30), "one that will not stop is killed")
    #expect(!exists)
  }

  @Test func twoAtATimeDoNotMeet() throws {
    let claim = try EnvironmentClaim(folder)
    let error = fails { try run() }
    #expect(error?.description.contains("Another setup-tensorflow") == true)
    #expect(folder.state == .unfinished, "the other's folder is still there")
    withExtendedLifetime(claim) {}
  }

  /// What a killed run left goes at the next start; what is whole, somebody else's or still being made stays.
  @Test func theSweepRemovesWhatNobodyIsMaking() throws {
    let root = "\(fakes.root)/data"
    try run()
    for name in ["left", "at-work"] {
      try fakes.file("data/\(name)/\(EnvironmentFolder.mark)")
      try fakes.file("data/\(name)/lib/half-a-package")
    }
    try fakes.file("data/foreign/notes.txt")
    try fakes.file("data/tensorflow-2.12/\(EnvironmentFolder.mark)")
    let claim = try EnvironmentClaim(EnvironmentFolder(path: "\(root)/at-work"))
    EnvironmentFolder.sweep(root)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: root).sorted() == ["at-work", "foreign", "tensorflow-2.12"])
    #expect(FileManager.default.fileExists(atPath: "\(root)/at-work/lib/half-a-package"))
    #expect(FileManager.default.fileExists(atPath: "\(root)/foreign/notes.txt"))
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/\(EnvironmentFolder.mark)"), "killed at the end")
    #expect(try run().wasThere)
    withExtendedLifetime(claim) {}
  }

  @Test func aFolderThatCannotBeMadeIsNamed() throws {
    try fakes.file("data", "a file in the way")
    let error = fails { try run() }
    #expect(error?.description.contains("--folder \(folder.path) cannot be written") == true)
  }
}
