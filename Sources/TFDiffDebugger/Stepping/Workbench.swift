/// What a debugger works with: the pair of runs that is looked at, and what a climb of the ladder left behind.
struct Workbench: Sendable {
  private(set) var pair: PairRun
  /// Of each failed step of the ladder, the key of the pair of runs that failed.
  private var failedRuns: [LadderStep: String] = [:]

  init(_ pair: PairRun) { self.pair = pair }

  /// Forgets what became of the command before, and takes in the settings that other threads handed in meanwhile.
  mutating func begin() {
    pair.recorder.state.reply = .done
    pair.takeSettings()
  }

  mutating func set(_ setting: DebuggerSetting) { pair.set(setting) }

  mutating func run(_ command: RunCommand, _ progress: PairRun.Progress) {
    switch command {
    case .step: pair.run(.step, progress)
    case .into(let endpoint): pair.into(endpoint, progress)
    case .out: pair.out(progress)
    case .continue: pair.run(.end, progress)
    case .until(let endpoint): pair.until(endpoint, progress)
    case .restart: restart()
    case .locateDivergence: pair.locateDivergence(progress)
    case .explain: pair.explain(progress)
    case .propagate: pair.propagate(progress)
    case .measureNoise: pair.measureNoiseOfPassed(progress)
    case .ladder(let keepsGoing): climb(keepsGoing: keepsGoing, progress)
    case .openStep(let step): open(step, progress)
    case .operationSeed(let words): seed(words)
    }
  }

  /// Begins anew, with the target's files as they are now.
  private mutating func restart() {
    do {
      let renewed = try pair.target.renewed?()
      pair.restart(with: renewed, isSameReference: renewed == nil)
    } catch {
      pair.refuse(.cannotReadAnew(reason: "\(error)"))
    }
  }

  private mutating func seed(_ words: String) {
    let target = pair.target
    guard let seeding = target.seeding else { return pair.refuse(.noOperationSeed(target: target.name)) }
    do {
      pair.restart(with: try seeding(words))
      pair.recorder.state.answer(.seeded(words))
    } catch {
      pair.refuse(.badOperationSeed(reason: "\(error)"))
    }
  }

  // MARK: Ladder

  /// Climbs the ladder. What is looked at then is where the first failing step parted; where all passed and nothing had
  /// been run before, the end of the last run.
  private mutating func climb(keepsGoing: Bool, _ progress: PairRun.Progress) {
    let target = pair.target
    guard let plan = target.ladder?() else { return pair.refuse(.noLadder(target: target.name)) }
    let phase = pair.recorder.state.phase
    let runner = LadderRunner(plan: plan, options: pair.options, control: pair.control, keepsGoing: keepsGoing)
    let outcome = runner.run { told in
      pair.takeSettings()
      pair.recorder.state.ladder = told.rows
      if let words = told.words {
        pair.recorder.state.phase = .running(words)
        progress(pair.recorder.state)
      }
      return pair.recorder.state.tolerance
    }
    failedRuns = outcome.failedRuns
    pair.recorder.state.ladder = outcome.rows
    pair.recorder.state.phase = outcome.isCancelled && !phase.isOver ? .paused(.cancelled) : phase
    if outcome.isCancelled { return }
    if let stand = outcome.failing ?? (phase == .ready ? outcome.latest?.pair : nil) {
      look(at: stand)
      pair.recorder.state.isLeftByLadder = true
    }
  }

  /// Begins anew with what a step of the ladder runs (of several pairs of runs, with the one that failed), and goes on
  /// to where it parts.
  private mutating func open(_ step: LadderStep, _ progress: PairRun.Progress) {
    let target = pair.target
    guard let entry = target.ladder?()[step] else { return pair.refuse(.noStep(step, target: target.name)) }
    let failed = entry.runs.first { $0.key == failedRuns[step] }
    guard let run = failed ?? entry.runs.first else {
      return pair.refuse(.nothingToRun(step, reason: entry.reasonToSkip))
    }
    look(at: PairRun(target: run.target, options: pair.options, control: pair.control))
    pair.run(.end, progress)
  }

  /// Puts other runs in the place of those that are looked at; breakpoints, log and ladder stay.
  private mutating func look(at other: PairRun) {
    let old = pair.recorder.state
    pair = other
    pair.takesSettings = true
    pair.recorder.state.adopt(old)
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
    if reply == .done { reply = old.reply }
  }
}
