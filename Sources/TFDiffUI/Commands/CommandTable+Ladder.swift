extension CommandTable {
  static let ladder: [Command] = [
    Command(
      "ladder", aliases: ["L"], keys: [.character("L")], section: .ladder, arguments: "[all]",
      summary: "Show the guide's steps, and climb them to the first that fails; with all, to the last.",
      hint: "ladder", completes: .ladder, refusal: Perform.cannotClimb, perform: Perform.ladder)
  ]

  /// What the keys do in the ladder.
  static let climbing: [Command] = [
    Command(
      "open-step", keys: [.enter], context: .ladder, section: .ladder,
      summary: "Run what the step runs, and look at where it parts.", hint: "open", refusal: Perform.cannotOpenStep,
      perform: Perform.openStep),
    Command(
      "climb-again", keys: [.character("r")], context: .ladder, section: .ladder, summary: "Climb it again.",
      hint: "run again", refusal: Perform.cannotClimbAgain, perform: Perform.climbAgain),
    Command(
      "close-ladder", keys: [.escape, .character("q"), .character("L")], context: .ladder, section: .ladder,
      summary: "Close the ladder; what runs goes on.", hint: "close", perform: Perform.dismiss),
    Command(
      "stop-ladder", keys: [.control("c")], context: .ladder, section: .ladder,
      summary: "Stop it; where nothing runs, close it.", perform: Perform.stopLadder),
    moveInLadder("ladder-up", [.up, .character("k")], "Move up.", -1),
    moveInLadder("ladder-down", [.down, .character("j")], "Move down.", 1),
  ]

  private static func moveInLadder(_ name: String, _ keys: [Key], _ summary: String, _ rows: Int) -> Command {
    Command(name, keys: keys, context: .ladder, section: .ladder, summary: summary) { state, _ in
      Perform.moveInLadder(&state, by: rows)
    }
  }
}
