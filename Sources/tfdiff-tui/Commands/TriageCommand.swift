import ArgumentParser
import Foundation
import TFDiffDebugger
import TFDiffTargets
import TFDiffTensor

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

  func run() throws {
    for path in options.report where try ReportFile.validate(path) != .json { throw OptionError.triageReport(path) }
    let provider = try options.provider()
    let executions = try provider.triage()
    let policy = try options.tolerancePolicy(defaults: .standard)
    let runner = TriageRunner(executions, tolerance: policy)
    let interruption = Interruption { runner.cancel() }
    let result: TriageResult
    do {
      result = try runner.run { Console.progress("running \($0.title)") }
    } catch is CancellationError {
      Console.endProgress()
      Console.error("Stopped by \(interruption.signal == SIGINT ? "Ctrl-C" : "a signal"); nothing was compared.")
      throw ExitStatus.incomparable
    }
    Console.endProgress()
    Console.lines(TriageText(symbols: ascii || !Console.isUTF8 ? .ascii : .unicode).lines(result))
    try write(result, provider.description.name, policy)
    throw ExitStatus(result.verdict, isInterrupted: false)
  }

  private func write(_ result: TriageResult, _ target: String, _ policy: TolerancePolicy) throws {
    let document = TriageText.document(
      result, target: target, tolerance: policy, command: Console.commandLine)
    for path in options.report {
      try AtomicFile.write(document.text(), to: path)
      Console.lines(["Report written to \(path)"])
    }
  }
}
