import TFDiffTensor

/// A pair's runs as the debugger drives them, and what is recorded of them: the one place where what the recorder decides
/// is carried out.
struct PairRun: Sendable {
  private(set) var target: DebugTarget
  let options: DebuggerOptions
  let control: RunControl
  var recorder: Recorder
  var runs: SidePair<SideRun>
  var store: ActivationStore
  /// Where the present round of lockstep began; nil between rounds.
  var round: SidePair<Int>?
  /// Whether the settings that other threads hand in are for this pair; those of a step of the ladder are not.
  var takesSettings = true

  init(target: DebugTarget, options: DebuggerOptions, control: RunControl) {
    self.target = target
    self.options = options
    self.control = control
    var state = DebuggerState(target: target.description, tolerance: options.tolerance)
    state.remedies = options.remedies
    state.waivers = options.waivers
    state.target.canExplain = target.calculator != nil
    if case .impossible(let reason) = target.sides.candidate.substitution { state.target.resyncObstacle = reason }
    for condition in options.breakpoints {
      let id = state.addBreakpoint(condition)
      if options.disabledBreakpoints.contains(condition) { state.setBreakpoint(id, enabled: false) }
    }
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

  /// Runs to the end of the endpoint the run is inside of.
  mutating func out(_ progress: Progress) {
    if recorder.state.isInside { run(.out, progress) } else { refuse(.notInside) }
  }

  /// Back to the start: the endpoints as planned, tolerance and breakpoints as they are, hit counts at zero.
  ///
  /// - Parameters:
  ///   - other: what is run from now on; nil for the same.
  ///   - isSameReference: whether what was measured of the reference holds for it.
  mutating func restart(with other: DebugTarget? = nil, isSameReference: Bool = true) {
    target = other ?? target
    let old = recorder.state
    var description = old.target
    description.operationSeeds = target.description.operationSeeds
    var state = DebuggerState(target: description, tolerance: old.tolerance, breakpoints: old.breakpoints)
    state.nextBreakpointID = old.nextBreakpointID
    state.ladder = old.ladder
    state.remedies = old.remedies
    state.waivers = old.waivers
    if isSameReference { state.noise = old.noise }
    for index in state.breakpoints.indices { state.breakpoints[index].hits = 0 }
    recorder = Recorder(state: state, plannedEndpoints: target.plannedEndpoints)
    runs = Self.freshRuns(target, control)
    store = ActivationStore(budget: options.memory)
    round = nil
  }

  /// Takes in the settings that other threads handed in.
  mutating func takeSettings() {
    if !takesSettings { return }
    for setting in control.takeSettings() { set(setting) }
  }

  mutating func set(_ setting: DebuggerSetting) {
    switch setting {
    case .setTolerance(let policy): recorder.setTolerance(policy)
    case .addBreakpoint(let condition, let isTemporary):
      recorder.state.addBreakpoint(condition, isTemporary: isTemporary)
    case .setBreakpoint(let id, let enabled):
      if !recorder.state.setBreakpoint(id, enabled: enabled) { refuseBreakpoint(id) }
    case .deleteBreakpoint(let id):
      if !recorder.state.deleteBreakpoint(id) { refuseBreakpoint(id) }
    case .ignoreHits(let id, let count):
      if !recorder.state.ignoreHits(of: id, count: count) { refuseBreakpoint(id) }
    }
  }

  /// Judges what is recorded by another tolerance, where it is another.
  mutating func judge(under policy: TolerancePolicy) {
    if recorder.state.tolerance != policy { recorder.setTolerance(policy) }
  }

  private mutating func refuseBreakpoint(_ id: Int) {
    refuse(.noBreakpoint(id: id, known: recorder.state.breakpoints.map(\.id)))
  }

  mutating func refuse(_ refusal: DebuggerRefusal) { recorder.state.refuse(refusal) }
}
