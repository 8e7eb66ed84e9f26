extension DebuggerState {
  /// Adds a breakpoint, and returns its id.
  @discardableResult
  public mutating func addBreakpoint(_ condition: Breakpoint.Condition, isTemporary: Bool = false) -> Int {
    let id = nextBreakpointID
    nextBreakpointID += 1
    breakpoints.append(Breakpoint(id: id, condition: condition, isTemporary: isTemporary))
    return id
  }

  /// Returns whether there is one with this id.
  @discardableResult
  public mutating func setBreakpoint(_ id: Int, enabled: Bool) -> Bool {
    guard let index = breakpoints.firstIndex(where: { $0.id == id }) else { return false }
    breakpoints[index].isEnabled = enabled
    return true
  }

  /// Does not stop at the next so many hits; returns whether there is one with this id.
  @discardableResult
  public mutating func ignoreHits(of id: Int, count: Int) -> Bool {
    guard let index = breakpoints.firstIndex(where: { $0.id == id }) else { return false }
    breakpoints[index].ignored = count
    return true
  }

  /// Returns whether there was one with this id.
  @discardableResult
  public mutating func deleteBreakpoint(_ id: Int) -> Bool {
    guard let index = breakpoints.firstIndex(where: { $0.id == id }) else { return false }
    breakpoints.remove(at: index)
    return true
  }
}
