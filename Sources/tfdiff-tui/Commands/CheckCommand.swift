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

  @Flag(help: "On a divergence, find out why: make experiments that confirm a cause or rule it out.")
  var explain = false

  @Flag(help: "Run the migration guide's steps in order and stop at the first that fails.")
  var ladder = false

  @Flag(help: "With --ladder: go on after a step that fails.")
  var keepGoing = false

  func validate() throws {
    if explain && ladder {
      throw ValidationError(
        "--explain does not go with --ladder, whose steps are runs of their own: leave one of them out.")
    }
    if ladder {
      try options.validateWholeModel(for: "--ladder")
      if options.baseline != nil {
        throw ValidationError(
          "--baseline does not go with --ladder, whose steps are runs of their own: leave one of them out.")
      }
    }
    if keepGoing && !ladder { throw ValidationError("--keep-going goes with --ladder: add --ladder.") }
  }

  func run() throws {
    for path in options.report { try ReportFile.validate(path) }
    Litter.sweep(besides: options.writtenPaths)
    let target = try options.compared(climbsLadder: ladder)
    let policy = try options.tolerancePolicy(defaults: .standard)
    let budget = ActivationBudget(bytes: try options.arguments.memoryBudgetBytes())
    let symbols: SymbolSet = ascii || !Console.isUTF8 ? .ascii : .unicode
    var debuggerOptions = DebuggerOptions(tolerance: policy, breakpoints: [], memory: budget, remedies: .commandLine)
    debuggerOptions.keepsRungs = explain
    debuggerOptions.waivers = try waivers()
    if ladder { return try climb(Debugger(target: target, options: debuggerOptions), symbols) }
    let baseline = try options.baselineReport(of: target)
    let runner = CheckRunner(target: target, options: debuggerOptions, explains: explain)
    let interruption = Interruption { runner.cancel() }
    let summary = CheckSummary(symbols: symbols, fitting: target.plannedEndpoints, folder: Console.folder)
    let result = try run(runner, summary, baseline)
    interruption.end()
    if let signal = interruption.signal { try Console.error(interrupted(by: signal, result.state)) }
    try warnOfBreakpoints(result.state)
    // A run that was stopped half-way has nothing to report.
    if interruption.signal == nil { try writeReports(result.state, baseline) }
    // What a script checks is nobody's to be offered again.
    if isatty(STDOUT_FILENO) == 1 { try options.remember(result.conclusion.verdict, of: target.name) }
    throw ExitStatus(result.conclusion.verdict, isInterrupted: interruption.signal != nil)
  }

  private func run(
    _ runner: CheckRunner, _ summary: CheckSummary, _ baseline: BaselineReport?
  ) throws(StreamFailure) -> CheckRunner.Result {
    let teller = Teller { runner.cancel() }
    var isOpened = false
    var told: [EndpointRow] = []
    var marked: String?
    let result = runner.run(
      progress: { state in
        if case .running(let words) = state.phase { teller.progress(words) }
        guard !isOpened && !quiet else { return }
        isOpened = true
        teller.lines(summary.opening(state) + [""])
      },
      passed: { row in
        // What is before it may yet be found to be where the runs first part.
        let isFirst = row.diverges && !told.contains { $0.diverges || $0.isToBeJudged }
        if isFirst, row.isComplete { marked = row.name }
        told.append(row)
        if !quiet { teller.lines([summary.line(row, isFirst: isFirst)]) }
      })
    try teller.check()
    if !quiet { try Console.lines(summary.changed(since: told, marked: marked, result.state)) }
    let closing = summary.closing(result.state, since: baseline)
    let verdict = closing.lastIndex(of: "").map { Array(closing[($0 + 1)...]) } ?? closing
    try Console.lines(quiet ? verdict : closing)
    return result
  }

  /// The guide's steps, each told of as soon as it is judged.
  private func climb(_ debugger: Debugger, _ symbols: SymbolSet) throws {
    let interruption = Interruption { debugger.cancel() }
    let text = LadderText(symbols: symbols)
    let opening = CheckSummary(symbols: symbols).opening(debugger.state)
    if !quiet { try Console.lines(opening + [""]) }
    let teller = Teller { debugger.cancel() }
    var told = 0
    func tell(_ state: DebuggerState) {
      while told < state.ladder.count, state.ladder[told].verdict != .notRun {
        if !quiet { teller.lines([text.line(state.ladder[told])]) }
        told += 1
      }
      if case .running(let words) = state.phase { teller.progress(words) }
    }
    let state = debugger.perform(.ladder(keepsGoing: keepGoing), progress: tell)
    interruption.end()
    try teller.check()
    if let signal = interruption.signal {
      try Console.error(interrupted(by: signal, state))
      throw ExitStatus.incomparable
    }
    try finish(state, told: told, text)
    try warnOfBreakpoints(state)
    try writeReports(state)
    throw ExitStatus(state.ladderVerdict ?? .incomparable, isInterrupted: false)
  }

  /// The steps that have not been told of, what to do about those that failed, and where the first of them parted.
  private func finish(_ state: DebuggerState, told: Int, _ text: LadderText) throws(StreamFailure) {
    if !quiet { try Console.lines(text.lines(Array(state.ladder.dropFirst(told)))) }
    let advice = text.advice(state.ladder)
    if !advice.isEmpty { try Console.lines([""] + advice) }
    let summary = CheckSummary(symbols: text.symbols, folder: Console.folder)
    if !quiet, let failing = state.ladder.first(where: { $0.verdict.isFailure }) {
      try Console.lines([""] + summary.details(state, of: failing.step))
    }
    try Console.lines(["", text.verdict(state)])
  }

  private func writeReports(_ state: DebuggerState, _ baseline: BaselineReport? = nil) throws {
    for path in options.report {
      let reproduction = Reproduction(
        arguments: options.arguments, breakpoints: options.breakpoints, baseline: baseline)
      let words = try ReportFile.write(state, to: path, reproduction)
      if !quiet, let words { try Console.lines([words]) }
    }
  }

  /// The differences to accept; those that are no longer accepted are told of at once.
  private func waivers() throws -> Waivers {
    let waivers = try options.acceptedDifferences()
    for waiver in waivers.expired { try Console.error("Warning: --waivers \(waivers.file): \(waiver.expiryWords)") }
    return waivers
  }

  /// A check stops nowhere, but a name that no layer has is a slip all the same.
  private func warnOfBreakpoints(_ state: DebuggerState) throws(StreamFailure) {
    for glob in options.breakpoints {
      if let words = UnknownBreakpoint(glob, in: state)?.description { try Console.error("Warning: --break \(words)") }
    }
  }

  private func interrupted(by signal: Int32, _ state: DebuggerState) -> String {
    let name = signal == SIGINT ? "Ctrl-C" : "signal \(signal)"
    let judged = state.ladder.count { $0.verdict != .notRun }
    let place =
      state.ladder.isEmpty
      ? "\(state.position) of \(state.endpoints.count) endpoints" : "\(judged) of \(state.ladder.count) steps"
    return "Stopped by \(name) after \(place)" + (options.report.isEmpty ? "." : "; no report was written.")
  }
}
