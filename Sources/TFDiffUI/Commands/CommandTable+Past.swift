extension CommandTable {
  static let places: [Command] = [
    Command(
      "older-place", keys: [.control("o")], section: .looking,
      summary:
        "Go back to what was looked at before the last jump: to a divergence, a match, a name, inside an endpoint.",
      refusal: Perform.noOlderPlace, perform: Perform.olderPlace),
    Command(
      "newer-place", keys: [.control("p")], section: .looking,
      summary: "Go forward again, where Ctrl-O came from (a terminal cannot tell Ctrl-I from Tab).",
      refusal: Perform.noNewerPlace, perform: Perform.newerPlace),
  ]

  static let undoing: [Command] = [
    Command(
      "undo", keys: [.character("U")], section: .tensors,
      summary: "Take the last change of the tolerance back; right after the change u does it too.",
      refusal: Perform.nothingToUndo, perform: Perform.undo),
    Command(
      "redo", keys: [.control("r")], section: .tensors, summary: "Change the tolerance again as it was taken back.",
      refusal: Perform.nothingToRedo, perform: Perform.redo),
  ]

  /// What the keys do right after a change, besides what they do anywhere.
  static let changed: [Command] = [
    Command(
      "undo-change", keys: [.character("u")], context: .changed, section: .tensors,
      summary: "Take the change of the tolerance back.", hint: "undo", refusal: Perform.nothingToUndo,
      perform: Perform.undo)
  ]
}
