import TFDiffDebugger

extension CommandTable {
  /// What the kinds of breakpoints are set by, and what they stop on, as the manual lists them.
  private static var kinds: (usage: String, summary: String) {
    let all = BreakpointKind.all
    let on = all.enumerated().map {
      ($0.offset > 0 && $0.offset == all.count - 1 ? "or on " : "on ") + $0.element.summary
    }
    return ("[\(all.map(\.usage).joined(separator: " | "))]", on.joined(separator: ", "))
  }

  static let breakpoints: [Command] = [
    Command(
      "break", aliases: ["b", "breakpoint"], keys: [.character("b")], section: .breakpoints,
      arguments: kinds.usage,
      summary: "Set a breakpoint on what the cursor is on, or delete it; with an argument, set one \(kinds.summary). "
        + "COND is such as max_abs > 1e-4.",
      hint: "break", completes: .breakConditions, perform: Perform.breakpoint),
    Command(
      "tbreak", aliases: ["tb"], section: .breakpoints, arguments: kinds.usage,
      summary: "The same for a breakpoint that is deleted once it has stopped a run.", completes: .breakConditions,
      perform: Perform.temporaryBreakpoint),
    Command(
      "ignore", section: .breakpoints, arguments: "N COUNT",
      summary: "Do not stop at the next hits of a breakpoint.", completes: .breakpointIDs, perform: Perform.ignoreHits),
    Command(
      "breakpoints", aliases: ["B"], keys: [.character("B")], section: .breakpoints,
      summary: "List the breakpoints.", perform: Perform.listBreakpoints),
    Command(
      "delete", aliases: ["del"], section: .breakpoints, arguments: "N | all",
      summary: "Delete a breakpoint by its number.", completes: .breakpointIDs, perform: Perform.delete),
    Command(
      "disable", section: .breakpoints, arguments: "N | all",
      summary: "Keep a breakpoint, but do not stop at it.",
      completes: .breakpointIDs, perform: Perform.disable),
    Command(
      "enable", section: .breakpoints, arguments: "N | all", summary: "Stop at a disabled breakpoint again.",
      completes: .breakpointIDs, perform: Perform.enable),
  ]
}
