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
    case .addBreakpoint(let condition): state.addBreakpoint(condition)
    case .setBreakpoint(let id, let enabled): state.setBreakpoint(id, enabled: enabled)
    case .deleteBreakpoint(let id): state.deleteBreakpoint(id)
    }
  }

  /// Whether a debugger has taken in all that led here.
  public func areThose(of other: DebuggerState) -> Bool {
    tolerance == other.tolerance && breakpoints.count == other.breakpoints.count
      && zip(breakpoints, other.breakpoints).allSatisfy {
        $0.id == $1.id && $0.condition == $1.condition && $0.isEnabled == $1.isEnabled
      }
  }
}
