/// What a person chose: how is judged, and where is stopped.
public struct Choices: Sendable {
  /// Without anything that was run.
  private var state: DebuggerState

  public init(_ state: DebuggerState) {
    self.state = DebuggerState(target: state.target, tolerance: state.tolerance, breakpoints: state.breakpoints)
    self.state.nextBreakpointID = state.nextBreakpointID
  }

  public var tolerance: TolerancePolicy { state.tolerance }
  public var breakpoints: [Breakpoint] { state.breakpoints }

  /// What a debugger has chosen once it has taken the setting in.
  public mutating func take(_ setting: DebuggerSetting) {
    switch setting {
    case .setTolerance(let policy): state.tolerance = policy
    case .addBreakpoint(let condition, let isTemporary): state.addBreakpoint(condition, isTemporary: isTemporary)
    case .setBreakpoint(let id, let enabled): state.setBreakpoint(id, enabled: enabled)
    case .deleteBreakpoint(let id): state.deleteBreakpoint(id)
    case .ignoreHits(let id, let count): state.ignoreHits(of: id, count: count)
    }
  }

  /// Whether a debugger has taken in all that led here. A temporary breakpoint may have come and gone meanwhile.
  public func areThose(of other: DebuggerState) -> Bool {
    let (here, there) = (breakpoints.filter { !$0.isTemporary }, other.breakpoints.filter { !$0.isTemporary })
    return tolerance == other.tolerance && here.count == there.count
      && zip(here, there).allSatisfy {
        $0.id == $1.id && $0.condition == $1.condition && $0.isEnabled == $1.isEnabled
      }
  }
}
