/// A change of how things are judged or where to stop; it runs nothing, and overtakes what runs.
public enum DebuggerSetting: Sendable, Hashable {
  case setTolerance(TolerancePolicy)
  /// A temporary one is deleted as soon as it has stopped a run.
  case addBreakpoint(Breakpoint.Condition, isTemporary: Bool = false)
  case setBreakpoint(id: Int, enabled: Bool)
  case deleteBreakpoint(id: Int)
  /// Not to stop at the next so many hits.
  case ignoreHits(id: Int, count: Int)
}
