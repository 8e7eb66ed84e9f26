extension Recorder {
  /// Checks the variables that the candidate created since the last call against the enabled breakpoints, counts the
  /// hits, and returns why to stop, if at all. The first unexpected creation is the most telling reason.
  mutating func stopReasonAfterCreations() -> StopReason? {
    let latestCall = state.variables.reference.map(\.call).max() ?? 1
    var unexpected: StopReason?
    var named: StopReason?
    for variable in takeCreations() {
      for index in state.breakpoints.indices where state.breakpoints[index].isEnabled {
        let breakpoint = state.breakpoints[index]
        let condition = breakpoint.condition
        guard case .created(let isMet) = condition.kind.test, isMet(variable, latestCall, Glob(condition.glob ?? "*"))
        else { continue }
        if state.breakpoints[index].takesHit() { continue }
        if condition.kind.reason == .creation {
          unexpected = unexpected ?? .creation(variable: variable.name, call: variable.call)
        } else {
          named = named ?? .breakpoint(id: breakpoint.id, at: variable.name)
        }
      }
    }
    state.breakpoints.removeAll { $0.isTemporary && $0.hasStopped }
    return unexpected ?? named
  }
}
