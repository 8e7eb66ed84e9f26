import TFDiffTensor

/// A debugger's runs and records: the one place where what the recorder decides is carried out.
struct Session: Sendable {
  private(set) var target: DebugTarget
  let options: DebuggerOptions
  let control: RunControl
  var recorder: Recorder
  var runs: SidePair<SideRun>
  var store: ActivationStore
  /// Where the present round of lockstep began; nil between rounds.
  var round: SidePair<Int>?
  /// Whether it runs a step of another session's ladder, to which settings that are handed in belong.
  var isPartOfLadder = false
  /// Of each failed step of the ladder, the key of the pair of runs that failed.
  var failedRuns: [LadderStep: String] = [:]

  init(target: DebugTarget, options: DebuggerOptions, control: RunControl) {
    self.target = target
    self.options = options
    self.control = control
    var state = DebuggerState(target: TargetDescription(target), tolerance: options.tolerance)
    for condition in options.breakpoints { state.addBreakpoint(condition) }
    recorder = Recorder(state: state, plannedEndpoints: target.plannedEndpoints)
    runs = Self.freshRuns(target, control)
    store = ActivationStore(budget: options.memory)
  }

  private static func freshRuns(_ target: DebugTarget, _ control: RunControl) -> SidePair<SideRun> {
    SidePair(
      reference: SideRun(side: .reference, target: target, control: control),
      candidate: SideRun(side: .candidate, target: target, control: control))
  }

  typealias Progress = (DebuggerState) -> Void

  enum Request {
    case command(DebuggerCommand)
    case locateDivergence
    case applySettings
  }

  mutating func perform(_ request: Request, progress: Progress) {
    applySettings()
    switch request {
    case .command(let command): perform(command, progress)
    case .locateDivergence: locateDivergence(progress)
    case .applySettings: return
    }
  }

  private mutating func perform(_ command: DebuggerCommand, _ progress: Progress) {
    switch command {
    case .step: run(.step, progress)
    case .into(let endpoint): into(endpoint, progress)
    case .out:
      if recorder.state.isInside {
        run(.out, progress)
      } else {
        note("not inside an endpoint: go into one first, or step past the next")
      }
    case .continue: run(.end, progress)
    case .until(let endpoint): until(endpoint, progress)
    case .restart: restart()
    case .ladder(let keepsGoing): climb(keepsGoing: keepsGoing, progress)
    case .openStep(let step): open(step, progress)
    case .operationSeed(let words): seed(words)
    case .setTolerance, .addBreakpoint, .setBreakpoint, .deleteBreakpoint: apply(command)
    }
  }

  private mutating func seed(_ words: String) {
    guard let seeding = target.seeding else { return note("\(target.name) has no operation seed to set") }
    do {
      target = try seeding(words)
      restart()
      note("operation_seed \(words): the run begins anew with it")
    } catch {
      note("\(error)")
    }
  }

  /// Back to the start: the endpoints as planned, tolerance and breakpoints as they are, hit counts at zero.
  private mutating func restart() {
    let old = recorder.state
    var state = DebuggerState(target: old.target, tolerance: old.tolerance, breakpoints: old.breakpoints)
    state.nextBreakpointID = old.nextBreakpointID
    state.ladder = old.ladder
    for index in state.breakpoints.indices { state.breakpoints[index].hits = 0 }
    recorder = Recorder(state: state, plannedEndpoints: target.plannedEndpoints)
    runs = Self.freshRuns(target, control)
    store = ActivationStore(budget: options.memory)
    round = nil
  }

  /// Takes in the settings that other threads handed in.
  mutating func applySettings() {
    if isPartOfLadder { return }
    for setting in control.takeSettings() { apply(setting) }
  }

  private mutating func apply(_ setting: DebuggerCommand) {
    switch setting {
    case .setTolerance(let policy): recorder.setTolerance(policy)
    case .addBreakpoint(let condition): recorder.state.addBreakpoint(condition)
    case .setBreakpoint(let id, let enabled):
      if !recorder.state.setBreakpoint(id, enabled: enabled) { logUnknownBreakpoint(id) }
    case .deleteBreakpoint(let id):
      if !recorder.state.deleteBreakpoint(id) { logUnknownBreakpoint(id) }
    case .step, .into, .out, .continue, .until, .restart, .ladder, .openStep, .operationSeed: return
    }
  }

  private mutating func logUnknownBreakpoint(_ id: Int) {
    let known = recorder.state.breakpoints.map { String($0.id) }.joined(separator: ", ")
    note("no breakpoint \(id); there are: \(known.isEmpty ? "none" : known)")
  }

  mutating func note(_ text: String) { recorder.state.log.append(LogEntry(side: nil, text: text)) }
}

extension TargetDescription {
  /// Before a source has said what its runtime is called, the sides are called what they are.
  init(_ target: DebugTarget) {
    self.init(
      name: target.name, mode: target.mode, training: target.training, seed: target.seed, input: target.input,
      runtimes: SidePair(reference: Side.reference.rawValue, candidate: Side.candidate.rawValue),
      checkpoint: target.checkpoint)
  }
}
