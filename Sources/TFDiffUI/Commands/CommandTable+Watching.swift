extension CommandTable {
  static let watching: [Command] = [
    Command(
      "watch", aliases: ["W"], keys: [.character("W")], section: .tensors,
      arguments: "[ENDPOINT[0,2,0,9] | [0,2,0,9] | MEASURE [> NUMBER]]",
      summary:
        "Watch the element under the cursor of a tensor, an element by its index, or of every layer a measure and where it "
        + "is beyond a bound: max_abs, max_rel, mismatched, relative_l2, cosine, max_ulp, and of each side min, max, mean, "
        + "std, l2, nan, inf. Without one, show the watches.",
      completes: .watches, perform: Perform.watch),
    Command(
      "unwatch", keys: [.delete], section: .tensors, arguments: "[N | all]",
      summary: "Watch the one under the cursor of the Watch tab no longer, or the one of a number.",
      refusal: Perform.noWatch, perform: Perform.unwatch),
  ]
}
