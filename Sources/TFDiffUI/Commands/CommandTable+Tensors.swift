extension CommandTable {
  static let tensors: [Command] = [
    Command(
      "next-mismatch", keys: [.character("]")], section: .tensors,
      summary:
        "Go to the next mismatch: a cell in the tensor panes, else a row of the list; after the last row, a cell of it.",
      hint: "next", refusal: Perform.noNextMismatch, perform: Perform.nextMismatch),
    Command(
      "previous-mismatch", keys: [.character("[")], section: .tensors,
      summary: "Go to the mismatch before.", refusal: Perform.noPreviousMismatch, perform: Perform.previousMismatch),
    Command(
      "next-slab", aliases: [">"], keys: [.character(">"), .shiftDown], section: .tensors,
      summary: "Show the next index of the dimensions before the last two.", refusal: Perform.noSlabs,
      perform: Perform.nextSlab),
    Command(
      "previous-slab", aliases: ["<"], keys: [.character("<"), .shiftUp], section: .tensors,
      summary: "Show the index before.", refusal: Perform.noSlabs, perform: Perform.previousSlab),
    Command(
      "slice", section: .tensors, arguments: "[0,:,1:5,3]",
      summary: "Show a slice, as NumPy writes it, in both tensor panes; without one, the whole again.",
      perform: Perform.slice),
    Command(
      "print", aliases: ["pt", "print_tensor", "p"], section: .tensors, arguments: "ENDPOINT[SLICE]",
      summary: "Go to an endpoint and show a slice of it: pt Mixed_5b[0,:,:].", completes: .endpoints,
      perform: Perform.printTensor),
    Command(
      "write", aliases: ["w"], section: .tensors, arguments: "FILE.npy | FILE.npz [SLICE]",
      summary:
        "Write what the panes show, or a slice of it, to a file for NumPy: of the side whose pane is chosen, or of both (.npz).",
      refusal: Perform.cannotWrite, perform: Perform.write),
    Command(
      "tolerance", aliases: ["t", "tol"], keys: [.character("t")], section: .tensors,
      arguments: "[RTOL ATOL | auto | GLOB=RTOL,ATOL | GLOB=]",
      summary:
        "Change the tolerance; every verdict follows at once. With a glob, for those endpoints only; auto measures rounding.",
      hint: "rtol", perform: Perform.tolerance),
    Command(
      "heat-map", aliases: ["heatmap"], keys: [.character("H")], section: .tensors,
      summary: "Show or hide the heat map.", perform: Perform.heatMap),
    Command(
      "reduction", keys: [.character("r")], section: .tensors,
      arguments: "[\(HeatMapReduction.allCases.map(\.rawValue).joined(separator: " | "))]",
      summary:
        "Have a cell of the heat map be its greatest difference, the mean of its differences, or its share of mismatches.",
      completes: .reductions, perform: Perform.reduction),
    Command(
      "format", aliases: ["numbers"], keys: [.character("f")], section: .tensors,
      arguments: "[\(NumberNotation.allCases.map(\.rawValue).joined(separator: " | "))]",
      summary:
        "Write numbers in the next way, or in the one named: with the digits that fit and tell the sides apart, with all "
        + "digits, as bits in hexadecimal, or as the candidate's distance in units in the last place.",
      completes: .notations, perform: Perform.numberNotation),
    Command(
      "copy", aliases: ["y", "yank"], keys: [.character("y")], section: .tensors, arguments: "[verdict]",
      summary: "Copy what is under the cursor to the clipboard: a number, a name, a line; or the verdict.",
      completes: .verdict, perform: Perform.copy),
  ]
}
