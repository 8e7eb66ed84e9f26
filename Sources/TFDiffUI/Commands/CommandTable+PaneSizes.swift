extension CommandTable {
  static let paneSizes: [Command] = [
    Command(
      "larger-pane", keys: [.character("+")], section: .looking, summary: "Make the focused pane larger.",
      refusal: Perform.hasOneSize,
      perform: { state, _ throws(Refusal) in try Perform.resize(&state, by: 1) }),
    Command(
      "smaller-pane", keys: [.character("-")], section: .looking, summary: "Make the focused pane smaller.",
      refusal: Perform.hasOneSize,
      perform: { state, _ throws(Refusal) in try Perform.resize(&state, by: -1) }),
    Command(
      "usual-sizes", keys: [.character("=")], section: .looking, summary: "Give every pane its usual size again.",
      perform: Perform.usualSizes),
  ]
}
