extension TargetArguments {
  /// Words of a command line, as they are put together.
  public struct Words: Sendable, Hashable {
    public private(set) var words: [String] = []

    public init() {}

    /// An option with its value; nothing where there is none.
    public mutating func add(_ option: String, _ value: String?) {
      guard let value else { return }
      // As a word of its own it would be taken for another option.
      words += value.hasPrefix("-") ? ["\(option)=\(value)"] : [option, value]
    }

    /// An option with its value, where that is not the default.
    public mutating func add<Value: Equatable & CustomStringConvertible>(
      _ option: String, _ value: Value, unless standard: Value
    ) {
      if value != standard { add(option, value.description) }
    }

    public mutating func add(_ flag: String, _ isSet: Bool) {
      if isSet { words.append(flag) }
    }

    /// What is named without an option; nothing where it is empty.
    static func positional(_ target: String) -> [String] {
      target.isEmpty ? [] : target.hasPrefix("-") ? ["--", target] : [target]
    }
  }
}
