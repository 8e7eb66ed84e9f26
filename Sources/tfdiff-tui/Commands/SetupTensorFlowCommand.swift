import ArgumentParser
import Foundation
import TFDiffLive

struct SetupTensorFlowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "setup-tensorflow",
    abstract: "Make a Python environment with a TensorFlow that is known to work.",
    discussion: """
      Installs with pip into a virtual environment, imports TensorFlow to see that it works, and prints the path to \
      give to --python. 2.12 runs both sides; 1.15 the reference, as TensorFlow 1 did; latest both sides, with the \
      variable shim from tf-keras. Run again on a finished environment, it prints the path.

      Exit status: 0 the environment is there, 2 it could not be made.
      """)

  @Option(
    help: ArgumentHelp(
      "Which TensorFlow.", valueName: TensorFlowRelease.allCases.map(\.rawValue).joined(separator: "|")))
  var version = TensorFlowRelease.standard.rawValue

  @Option(
    help: ArgumentHelp(
      "Where to make it; by default tensorflow-VERSION in $XDG_DATA_HOME/tfdiff-tui.", valueName: "DIR"))
  var folder: String?

  @Option(
    help: ArgumentHelp("The interpreter to make it with; by default a fitting one is looked for.", valueName: "PYTHON"))
  var python: String?

  func run() throws {
    guard let release = TensorFlowRelease(rawValue: version) else { throw SetupError.unknownRelease(version) }
    let environment = ProcessInfo.processInfo.environment
    let stop = StopRequest()
    Litter.sweep(besides: [])
    let interruption = Interruption { stop.make() }
    defer { interruption.end() }
    let setup = EnvironmentSetup(
      release, in: try environmentFolder(release, environment), python: python,
      search: InterpreterSearch(environment: environment, folder: Console.folder), stop: stop)
    let outcome = try run(setup, Teller { stop.make() })
    try report(outcome, try environmentFolder(release, environment).python)
  }

  private func run(_ setup: EnvironmentSetup, _ teller: Teller) throws -> EnvironmentSetup.Outcome {
    let outcome: EnvironmentSetup.Outcome
    do throws(SetupError) {
      outcome = try setup.run { teller.lines([Self.words($0)]) }
    } catch {
      try teller.check()
      throw error
    }
    try teller.check()
    return outcome
  }

  private func environmentFolder(_ release: TensorFlowRelease, _ environment: [String: String]) throws
    -> EnvironmentFolder
  {
    if let folder {
      let url = URL(fileURLWithPath: folder, relativeTo: URL(fileURLWithPath: Console.folder, isDirectory: true))
      return EnvironmentFolder(path: url.standardizedFileURL.path)
    }
    guard let standard = EnvironmentFolder.standard(release, environment: environment) else {
      throw SetupError.noDataFolder
    }
    return standard
  }

  private func report(_ outcome: EnvironmentSetup.Outcome, _ python: String) throws(StreamFailure) {
    let text = InterpreterText(home: nil)
    let state = outcome.wasThere ? "was there already" : "is ready"
    try Console.lines(["TensorFlow \(outcome.record.tensorFlow) on Python \(outcome.record.python) \(state):"])
    try Console.lines(text.sides(outcome.facts, outcome.imported).map { "  " + $0 })
    try Console.lines(["--python \(python)"])
  }

  private static func words(_ step: EnvironmentSetup.Step) -> String {
    switch step {
    case .looking: "Looking for a Python interpreter that fits"
    case .startingAgain(let folder): "Removing the unfinished environment in \(folder)"
    case .making(let python, let version, let folder): "Making \(folder) with \(python) (Python \(version))"
    case .installing(let requirements): "Installing \(requirements.joined(separator: " "))"
    case .importing: "Importing TensorFlow and trying what it can do"
    }
  }
}
