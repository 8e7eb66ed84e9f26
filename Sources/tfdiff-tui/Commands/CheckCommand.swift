import ArgumentParser
import Foundation
import TFDiffDebugger
import TFDiffTensor
import TFDiffUI

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Run both sides to the end without a terminal, for scripts and CI.",
    discussion: "Exit status: 0 equal, 1 diverged, 2 could not compare.")

  @OptionGroup var options: RunOptions

  @Flag(help: "Print the verdict only.")
  var quiet = false

  @Flag(help: "Use ASCII symbols.")
  var ascii = false

  func run() throws {
    for path in options.report { try ReportWriter.validate(path) }
    let target = try options.debugTarget()
    let policy = try options.tolerancePolicy(defaults: .standard)
    let budget = ActivationBudget(bytes: try options.memoryBudgetBytes())
    let runner = CheckRunner(
      target: target, options: DebuggerOptions(tolerance: policy, memory: budget))
    let interruption = Interruption { runner.cancel() }
    let symbols: SymbolSet = ascii || !Console.isUTF8 ? .ascii : .unicode
    let result = run(runner, CheckSummary(symbols: symbols, fitting: target.plannedEndpoints))
    if let signal = interruption.signal { Console.error(Self.interrupted(by: signal, result.state)) }
    // A run that was stopped half-way has nothing to report.
    if interruption.signal == nil { try writeReports(result.state) }
    throw ExitStatus(result.conclusion.verdict, isInterrupted: interruption.signal != nil)
  }

  private func run(_ runner: CheckRunner, _ summary: CheckSummary) -> CheckRunner.Result {
    var isOpened = false
    let result = runner.run(
      progress: { state in
        if case .running(let words) = state.phase { Console.progress(words) }
        guard !isOpened && !quiet else { return }
        isOpened = true
        Console.lines(summary.opening(state) + [""])
      },
      passed: { row in if !quiet { Console.lines([summary.line(row)]) } })
    Console.endProgress()
    let closing = summary.closing(result.state)
    let verdict = closing.lastIndex(of: "").map { Array(closing[($0 + 1)...]) } ?? closing
    Console.lines(quiet ? verdict : closing)
    return result
  }

  private func writeReports(_ state: DebuggerState) throws {
    for path in options.report {
      try ReportWriter.write(state, to: path, context: ReportContext(command: Console.commandLine))
      if !quiet { Console.lines(["Report written to \(path)"]) }
    }
  }

  private static func interrupted(by signal: Int32, _ state: DebuggerState) -> String {
    let name = signal == SIGINT ? "Ctrl-C" : "signal \(signal)"
    return "Stopped by \(name) after \(state.position) of \(state.endpoints.count) end points; no report was written."
  }
}
