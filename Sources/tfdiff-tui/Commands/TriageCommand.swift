import ArgumentParser
import Foundation
import TFDiffDebugger
import TFDiffTargets

struct TriageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "triage",
    abstract: "Tell whether a difference comes from the graph's rewrites or from the code.",
    discussion: """
      Runs the session, the session with each rewrite off and with all off, a traced function and eager, prints the \
      greatest differences between them, and says what follows. --report FILE.json writes the same.

      Exit status: 0 session and eager agree, 1 they do not, 2 could not compare.
      """)

  @OptionGroup var options: RunOptions

  @Flag(help: "Use ASCII symbols.")
  var ascii = false

  func validate() throws {
    try options.validateWholeModel(for: "triage")
    try options.validateNoJudging(for: "triage")
  }

  func run() throws {
    for path in options.report where try ReportFile.validate(path) != .json { throw OptionError.triageReport(path) }
    if options.measuresTolerance { throw OptionError.triageTolerance }
    Litter.sweep(besides: options.writtenPaths)
    let provider = try options.provider()
    let executions = try provider.triage()
    let policy = try options.tolerancePolicy(defaults: .standard)
    let runner = TriageRunner(executions, tolerance: policy)
    let result = try run(runner)
    try Console.lines(TriageText(symbols: ascii || !Console.isUTF8 ? .ascii : .unicode).lines(result))
    try write(result, provider.description.name, policy)
    throw ExitStatus(result.verdict, isInterrupted: false)
  }

  private func run(_ runner: TriageRunner) throws -> TriageResult {
    let interruption = Interruption { runner.cancel() }
    defer { interruption.end() }
    let teller = Teller { runner.cancel() }
    do {
      let result = try runner.run { teller.progress("running \($0.title)") }
      try teller.check()
      return result
    } catch is CancellationError {
      try teller.check()
      let cause = interruption.signal == SIGINT ? "Ctrl-C" : "a signal"
      try Console.error("Stopped by \(cause); nothing was compared.")
      throw ExitStatus.incomparable
    }
  }

  private func write(_ result: TriageResult, _ target: String, _ policy: TolerancePolicy) throws {
    let document = TriageText.document(
      result, target: target, tolerance: policy, command: Console.commandLine)
    for path in options.report {
      try Console.lines([try ReportFile.write(document.text(), to: path)])
    }
  }
}
