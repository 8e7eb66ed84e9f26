extension CommandTable {
  static let breakpoints: [Command] = [
    Command(
      "break", aliases: ["b", "breakpoint"], keys: [.character("b")], section: .breakpoints,
      arguments: "[GLOB | mismatch | nonfinite | creation [GLOB] | unexpected]",
      summary:
        "Set a breakpoint on what the cursor is on, or delete it; with an argument, set one on names, on a mismatch, on "
        + "a NaN or infinity, on variables that the candidate creates, or on those that it should have reused.",
      hint: "break", completes: .breakConditions, perform: Perform.breakpoint),
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
