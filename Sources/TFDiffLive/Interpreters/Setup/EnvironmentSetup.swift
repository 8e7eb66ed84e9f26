import Foundation

/// Makes a virtual environment with a TensorFlow that is known to work.
public struct EnvironmentSetup: Sendable {
  /// What is being done.
  public enum Step: Sendable, Equatable {
    case looking
    case startingAgain(folder: String)
    case making(python: String, version: String, folder: String)
    case installing([String])
    case importing
  }

  public struct Outcome: Sendable {
    public let record: EnvironmentRecord
    public let facts: InterpreterFacts
    /// nil where the environment was there before.
    public let imported: ImportReport?
    public var wasThere: Bool { imported == nil }
  }

  let release: TensorFlowRelease
  let folder: EnvironmentFolder
  let python: String?
  let search: InterpreterSearch
  let inspector: InterpreterInspector
  let stop: StopRequest

  /// - Parameters:
  ///   - python: the interpreter to make it with, by path or by name; nil to look for one.
  ///   - search: where to look, and the environment variables that pip sees.
  public init(
    _ release: TensorFlowRelease, in folder: EnvironmentFolder, python: String?, search: InterpreterSearch,
    stop: StopRequest
  ) {
    var environment = search.environment
    // The new environment must neither see another one's packages, nor be judged by them.
    for name in ["PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "CONDA_PREFIX", "PIP_USER", "PIP_TARGET", "PIP_PREFIX"] {
      environment[name] = nil
    }
    self.release = release
    self.folder = folder
    self.python = python
    self.search = search
    self.stop = stop
    inspector = InterpreterInspector(environment: environment)
  }

  /// Makes the environment, or finds that it is there. Programs print to standard output as they work.
  ///
  /// - Throws: ``SetupError``; the folder is then as it was before, or gone.
  public func run(_ tell: (Step) -> Void) throws(SetupError) -> Outcome {
    if let outcome = try outcomeWhereFinished() { return outcome }
    tell(.looking)
    let choice = try choosePython()
    let claim = try claim()
    defer { withExtendedLifetime(claim) {} }
    // Another process may have finished it since.
    if let outcome = try outcomeWhereFinished() { return outcome }
    do throws(SetupError) {
      return try make(with: choice, tell)
    } catch {
      folder.remove()
      throw error
    }
  }

  private func make(with choice: PythonChoice, _ tell: (Step) -> Void) throws(SetupError) -> Outcome {
    try clear(tell)
    tell(.making(python: choice.path, version: choice.facts.python, folder: folder.path))
    try run(choice.path, ["-m", "venv", folder.path]) { .environmentFailed(python: choice.path, $0) }
    tell(.installing(release.requirements))
    let pip = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    try run(folder.python, pip + release.requirements) { .installationFailed(release, $0) }
    tell(.importing)
    return try verified(choice)
  }

  private func clear(_ tell: (Step) -> Void) throws(SetupError) {
    do {
      let entries = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      if entries.count > 1 { tell(.startingAgain(folder: folder.path)) }
      try folder.clear()
    } catch {
      throw .cannotWrite(folder: folder.path, reason: error.localizedDescription)
    }
  }

  private func run(
    _ path: String, _ arguments: [String], else failure: (ChildResult.Ending) -> SetupError
  ) throws(SetupError) {
    let program = ChildProgram(path, arguments, environment: inspector.environment, output: .inherited)
    let ending: ChildResult.Ending
    do {
      ending = try program.run(stop: stop).ending
    } catch {
      throw .python(.cannotStart(path: path, code: error.code))
    }
    if stop.isMade { throw .stopped(folder: folder.path) }
    guard ending == .exited(0) else { throw failure(ending) }
  }

  /// Imports TensorFlow and uses what it can do, and records the environment as finished.
  private func verified(_ choice: PythonChoice) throws(SetupError) -> Outcome {
    let (facts, report) = try inspect(folder.python, importing: true)
    guard facts.hasTensorFlowPackage, let report else {
      throw .doesNotWork(release, python: choice.path, reason: "there is no module 'tensorflow'")
    }
    if let reason = release.shortcoming(facts, report) {
      throw .doesNotWork(release, python: choice.path, reason: reason)
    }
    let record = EnvironmentRecord(
      release: release.rawValue, requirements: release.requirements, python: facts.python,
      tensorFlow: report.version ?? facts.tensorFlow ?? release.rawValue)
    do {
      try folder.finish(record)
    } catch {
      throw .cannotWrite(folder: folder.path, reason: "\(error)")
    }
    return Outcome(record: record, facts: facts, imported: report)
  }
}
