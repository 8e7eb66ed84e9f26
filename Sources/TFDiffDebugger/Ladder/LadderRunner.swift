/// Runs what the migration guide's steps need, each pair on its own, and judges the steps in order: to the first that
/// fails or, where told so, all of them.
struct LadderRunner {
  let plan: LadderPlan
  let options: DebuggerOptions
  let control: RunControl
  let keepsGoing: Bool

  /// How far it is: the steps as judged so far, and what is being run; nil between two runs.
  struct Progress {
    var rows: [LadderRow]
    var words: String?
  }

  /// Hears how far it is, and gives the tolerance that is in force.
  typealias Watch = (Progress) -> TolerancePolicy

  struct Outcome {
    var rows: [LadderRow]
    /// Of each failed step, the key of the pair of runs that failed.
    var failedRuns: [LadderStep: String] = [:]
    /// The pair of the first step that failed, at its end.
    var failing: PairRun?
    /// The pair that was run last, at its end.
    var latest: (key: String, pair: PairRun)?
    var isCancelled = false
  }

  func run(_ watch: Watch) -> Outcome {
    var outcome = Outcome(rows: plan.entries.map { LadderRow(step: $0.step, verdict: .notRun, detail: "") })
    for (place, entry) in plan.entries.enumerated() {
      guard outcome.failing == nil || keepsGoing else { break }
      if let reason = entry.reasonToSkip ?? (entry.runs.isEmpty ? "nothing to run" : nil) {
        outcome.rows[place] = LadderRow(step: entry.step, verdict: .skipped, detail: reason)
      } else if let row = judge(entry, &outcome, watch) {
        outcome.rows[place] = row
      } else {
        outcome.isCancelled = true
        return outcome
      }
    }
    return outcome
  }

  /// Runs an entry's pairs until one fails; nil where the run was cancelled.
  private func judge(_ entry: LadderPlan.Entry, _ outcome: inout Outcome, _ watch: Watch) -> LadderRow? {
    var passed: [LadderRow] = []
    for run in entry.runs {
      if outcome.latest?.key != run.key {
        outcome.latest = (run.key, completed(run, for: entry.step, outcome.rows, watch))
      }
      outcome.latest?.pair.judge(under: watch(Progress(rows: outcome.rows)))
      guard let pair = outcome.latest?.pair, !control.isCancelled else { return nil }
      var row = pair.recorder.state.judged(entry.step)
      if entry.runs.count > 1 { row.detail = "\(run.words): \(row.detail)" }
      if row.verdict.isFailure {
        outcome.failedRuns[entry.step] = run.key
        outcome.failing = outcome.failing ?? pair
        return row
      }
      passed.append(row)
    }
    return passed.first.map { first in
      LadderRow(step: entry.step, verdict: first.verdict, detail: passed.map(\.detail).joined(separator: "; "))
    }
  }

  /// A pair of runs, run to its end and into its first divergence.
  private func completed(
    _ run: LadderPlan.Run, for step: LadderStep, _ rows: [LadderRow], _ watch: Watch
  ) -> PairRun {
    var options = options
    options.tolerance = watch(Progress(rows: rows))
    options.breakpoints = []
    var pair = PairRun(target: run.target, options: options, control: control)
    pair.takesSettings = false
    func tell(_ state: DebuggerState) {
      guard case .running(let words) = state.phase else { return }
      _ = watch(Progress(rows: rows, words: "step \(step.rawValue), \(run.words): \(words)"))
    }
    pair.run(.end, tell)
    if !control.isCancelled { pair.locateDivergence(tell) }
    return pair
  }
}
