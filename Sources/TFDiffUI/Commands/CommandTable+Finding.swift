extension CommandTable {
  /// What the keys do while something is found, besides what they do anywhere.
  static let found: [Command] = [
    Command(
      "next-match", keys: [.character("n")], context: .found, section: .looking,
      summary: "Go to the next match of what was found; Esc, or a command that runs the model, makes n a step again.",
      hint: "next match", refusal: Perform.noMatch, perform: Perform.nextMatch),
    Command(
      "previous-match", keys: [.character("N")], context: .found, section: .looking,
      summary: "Go to the match before.", hint: "before", refusal: Perform.noMatch, perform: Perform.previousMatch),
    Command(
      "end-find", keys: [.escape], context: .found, section: .looking, summary: "End the search.", hint: "end search",
      perform: Perform.endFind),
  ]
}
