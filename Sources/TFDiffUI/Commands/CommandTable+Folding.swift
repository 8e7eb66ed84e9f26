extension CommandTable {
  static let folding: [Command] = [
    Command(
      "fold", keys: [.character(" ")], section: .looking,
      summary:
        "Fold the scope of the row into one, which says whether the runs part in it, or unfold it; in the list ← folds "
        + "further scopes around it and → unfolds.",
      hint: "fold", refusal: Perform.cannotFold, perform: Perform.toggleFold),
    Command(
      "fold-all", keys: [.character("Z")], section: .looking, summary: "Fold every scope, or unfold all.",
      refusal: Perform.cannotFoldAll, perform: Perform.foldAll),
  ]
}
