/// A change of how things are judged or where to stop; it runs nothing, and overtakes what runs.
public enum DebuggerSetting: Sendable, Hashable {
  case setTolerance(TolerancePolicy)
  case addBreakpoint(Breakpoint.Condition)
  case setBreakpoint(id: Int, enabled: Bool)
  case deleteBreakpoint(id: Int)
}
