/// Which training steps are compared, in the words of the command line.
public struct TrainingArguments: Sendable, Hashable {
  /// How many; 0 where the forward pass alone is.
  public var count = 0
  /// `NAME[:KEY=VALUE,…]`.
  public var optimizer: String?
  /// A file's path, with an array's name behind a colon where it has several.
  public var labels: String?

  public init() {}
}

extension TrainingArguments {
  func add(to words: inout TargetArguments.Words) {
    words.add("--steps", count, unless: 0)
    words.add("--optimizer", optimizer)
    words.add("--labels", labels)
  }
}
