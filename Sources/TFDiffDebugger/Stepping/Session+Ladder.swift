import TFDiffTensor

extension Session {
  /// Climbs the ladder: runs what each step needs and judges it, stopping at the first failure unless told to keep
  /// going. The session then stands where the first failing step parted; where all passed and nothing had been run
  /// before, at the end of the last run.
  mutating func climb(keepsGoing: Bool, _ progress: Progress) {
    guard let plan = target.ladder?() else { return note("\(target.name) has no ladder") }
    recorder.state.ladder = plan.entries.map { LadderRow(step: $0.step, verdict: .notRun, detail: "") }
    failedRuns = [:]
    let phase = recorder.state.phase
    var failing: Session?
    var latest: (key: String, session: Session)?
    for (place, entry) in plan.entries.enumerated() {
      guard failing == nil || keepsGoing else { break }
      if let reason = entry.reasonToSkip ?? (entry.runs.isEmpty ? "nothing to run" : nil) {
        recorder.state.ladder[place] = LadderRow(step: entry.step, verdict: .skipped, detail: reason)
        continue
      }
      guard let outcome = judge(entry, &latest, progress) else {
        recorder.state.phase = phase.isOver ? phase : .paused(.cancelled)
        return
      }
      recorder.state.ladder[place] = outcome.row
      if outcome.row.verdict.isFailure, failing == nil { failing = outcome.session }
    }
    recorder.state.phase = phase
    if let stand = failing ?? (phase == .ready ? latest?.session : nil) { stand.takenOver(by: &self) }
  }

  /// Runs an entry's pairs until one fails; nil where the run was cancelled.
  private mutating func judge(
    _ entry: LadderPlan.Entry, _ latest: inout (key: String, session: Session)?, _ progress: Progress
  ) -> (row: LadderRow, session: Session)? {
    var rows: [LadderRow] = []
    for run in entry.runs {
      if latest?.key != run.key { latest = (run.key, completed(run, for: entry.step, progress)) }
      applySettings()
      guard var session = latest?.session, !control.isCancelled else { return nil }
      if session.recorder.state.tolerance != recorder.state.tolerance {
        session.recorder.setTolerance(recorder.state.tolerance)
        latest = (run.key, session)
      }
      var row = session.recorder.state.judged(entry.step)
      if entry.runs.count > 1 { row.detail = "\(run.words): \(row.detail)" }
      if row.verdict.isFailure {
        failedRuns[entry.step] = run.key
        return (row, session)
      }
      rows.append(row)
    }
    guard let session = latest?.session, let first = rows.first else { return nil }
    return (
      LadderRow(step: entry.step, verdict: first.verdict, detail: rows.map(\.detail).joined(separator: "; ")), session
    )
  }

  /// A pair of runs, run to its end and into its first divergence.
  private mutating func completed(
    _ run: LadderPlan.Run, for step: LadderStep, _ progress: Progress
  ) -> Session {
    var options = options
    options.tolerance = recorder.state.tolerance
    options.breakpoints = []
    var session = Session(target: run.target, options: options, control: control)
    session.isPartOfLadder = true
    func tell(_ state: DebuggerState) {
      guard case .running(let words) = state.phase else { return }
      recorder.state.phase = .running("step \(step.rawValue), \(run.words): \(words)")
      progress(recorder.state)
    }
    session.run(.end, tell)
    if !control.isCancelled { session.locateDivergence(tell) }
    return session
  }

  /// Puts a session in the place of another, which keeps its breakpoints, its log and its ladder.
  private func takenOver(by session: inout Session) {
    let (old, failedRuns) = (session.recorder.state, session.failedRuns)
    session = self
    session.failedRuns = failedRuns
    session.isPartOfLadder = false
    session.recorder.state.adopt(old)
  }

  /// Begins anew with what a step of the ladder runs (of several pairs of runs, with the one that failed), and goes on
  /// to where it parts.
  mutating func open(_ step: LadderStep, _ progress: Progress) {
    guard let plan = target.ladder?(), let entry = plan[step] else {
      return note("\(target.name) has no step \(step.rawValue)")
    }
    let failed = entry.runs.first { $0.key == failedRuns[step] }
    guard let run = failed ?? entry.runs.first else {
      return note(entry.reasonToSkip ?? "step \(step.rawValue) runs nothing")
    }
    Session(target: run.target, options: options, control: control).takenOver(by: &self)
    self.run(.end, progress)
  }
}

extension DebuggerState {
  /// Takes over what a person set and what was found before this pair of runs.
  fileprivate mutating func adopt(_ old: DebuggerState) {
    setTolerance(old.tolerance)
    breakpoints = old.breakpoints
    nextBreakpointID = old.nextBreakpointID
    ladder = old.ladder
    log = old.log + log
  }
}
