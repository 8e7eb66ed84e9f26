import TFDiffDebugger

extension VerdictText {
  /// How many of the losses that differ are listed.
  private static let listedLosses = 20

  /// The regularization losses that differ, one by one.
  static func losses(_ state: DebuggerState) -> [String] {
    let all = state.lossComparisons
    let differing = all.filter { !$0.isMatch }
    if differing.isEmpty { return [] }
    let listed = differing.prefix(listedLosses).map {
      "  \($0.variable): reference \(NumberText.loss($0.reference)), candidate \(NumberText.loss($0.candidate))"
    }
    let rest = differing.count - listed.count
    return ["Regularization losses: \(differing.count) of \(all.count) differ"] + listed
      + (rest > 0 ? ["  and \(rest) more"] : [])
  }

  /// The ladder's steps as far as they have been judged.
  static func ladder(_ state: AppState) -> [String] {
    let rows = state.debugger.ladder
    if rows.isEmpty { return [] }
    return ["The migration guide's ladder:"] + rows.flatMap(step).map { state.relative($0) }
  }

  /// A step, what was found, and what to do about a failure.
  private static func step(_ row: LadderRow) -> [String] {
    var title = row
    title.detail = ""
    var lines = ["  " + LadderText().line(title)]
    if !row.detail.isEmpty { lines.append("      \(row.detail)") }
    if let advice = row.advice { lines.append("      What to do there: \(advice)") }
    return lines
  }

  /// The headline as the title bar has it: with the ladder's first failing step.
  package static func title(_ state: AppState, separator: String) -> String {
    let headline = headline(state)
    guard let failing = state.failingStep else { return headline }
    let step = "step \(failing.step.rawValue)"
    let isHere = state.climb.standsAt == failing.step
    if isHere, state.conclusion.verdict == .diverged { return "\(step): \(headline)" }
    let words = "\(step) \(failing.verdict == .failed ? "failed" : "not judged")"
    return isHere ? words : words + separator + headline
  }
}
