import TFDiffDebugger

extension AppState {
  /// Shows who created a variable.
  mutating func showCreation(of name: String, call: Int) {
    let again = debugger.variablesComparison.unexpectedCreations.first { creation in
      creation.variables.contains { $0.name == name && $0.call == call }
    }
    let shown = again?.first
    let index = interface.variables.firstIndex { row in
      let event = row.candidate
      return event?.name == (shown?.name ?? name) && event?.call == (shown?.call ?? call)
    }
    guard let index else { return }
    select(variable: index)
    interface.tabCursors[.stack] = ListCursor()
    interface.tab = .stack
    interface.focus = .bottom
  }

  /// Shows who created the variable that a breakpoint on creations stopped at; nothing for other breakpoints.
  mutating func showCreation(atBreakpoint id: Int, _ name: String) {
    guard debugger.breakpoints.first(where: { $0.id == id })?.condition.kind.names == .variables,
      let created = debugger.variables.candidate.last(where: { $0.name == name })
    else { return }
    interface.message = Message("Breakpoint \(id): \(name) was created on call \(created.call)")
    showCreation(of: name, call: created.call)
  }
}
