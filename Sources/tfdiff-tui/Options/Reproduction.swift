import TFDiffDebugger
import TFDiffTargets

/// The command that makes again what a report tells of: what was asked for, with all that was changed since.
struct Reproduction: Sendable {
  var arguments: TargetArguments
  /// The globs of the breakpoints, where the state does not have them, as a check stops nowhere.
  var breakpoints: [String]?
  /// The report that is held against.
  var baseline: BaselineReport?

  /// What a report needs beside the state.
  func context(_ state: DebuggerState) -> ReportContext {
    var context = ReportContext(
      command: Console.commandLine, reproduction: ShellWords.line(["tfdiff-tui"] + words(state)),
      source: SourceFile.text)
    context.baseline = baseline
    return context
  }

  /// A debugger's runs go on to the end in a `check`, which needs no terminal and says the same of them.
  func words(_ state: DebuggerState) -> [String] {
    let kind = try? TargetCatalog.standard.kind(of: arguments)
    let arguments = kind?.spelledOut(arguments) ?? arguments
    return ["check"] + ladder(state) + judging(state)
      + (state.isLeftByLadder ? arguments : arguments.running(state.target)).words
  }

  /// The ladder is climbed again where what is looked at is what it stopped at.
  private func ladder(_ state: DebuggerState) -> [String] {
    guard state.isLeftByLadder else { return [] }
    let failed = state.ladder.firstIndex { $0.verdict.isFailure }
    let wentOn =
      failed.map { state.ladder[($0 + 1)...].contains { ![.notRun, .skipped].contains($0.verdict) } } ?? false
    return ["--ladder"] + (wentOn ? ["--keep-going"] : [])
  }

  private static func breakpoints(_ state: DebuggerState) -> [String] {
    state.breakpoints.filter { $0.isEnabled && $0.condition.kind == .name && $0.condition.bound == nil }
      .compactMap(\.condition.glob)
  }

  private func judging(_ state: DebuggerState) -> [String] {
    var words = TargetArguments.Words()
    let standard = state.tolerance.standard
    words.add("--rtol", NumberText.exact(standard.rtol))
    words.add("--atol", NumberText.exact(standard.atol))
    if state.tolerance.isAutomatic { words.add("--tolerance", TolerancePolicy.automatic) }
    for exception in state.tolerance.exceptions {
      let (rtol, atol) = (exception.tolerance.rtol, exception.tolerance.atol)
      words.add("--tolerance", "\(exception.glob)=\(NumberText.exact(rtol)),\(NumberText.exact(atol))")
    }
    if !state.waivers.isEmpty { words.add("--waivers", state.waivers.file) }
    words.add("--baseline", baseline?.file)
    for glob in breakpoints ?? Self.breakpoints(state) { words.add("--break", glob) }
    return words.words
  }
}
