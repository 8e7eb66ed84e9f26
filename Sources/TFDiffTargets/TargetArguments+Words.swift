import TFDiffDebugger

extension TargetArguments {
  /// The words of a command line that asks for the same again: of each option that is not at its default its name and its
  /// value, and the target. Where a map is written to is left out, as it changes nothing that is compared.
  public var words: [String] {
    var words = Words()
    let standard = TargetArguments()
    words.add("--mode", mode, unless: standard.mode)
    if mode == WeightMode.fixedWeights(weightValue).name {
      words.add("--weight-value", weightValue, unless: standard.weightValue)
    }
    words.add("--training", training)
    words.add("--seed", seed, unless: standard.seed)
    words.add("--input", input, unless: standard.input)
    words.add("--checkpoint", checkpoint)
    words.add("--candidate", candidate, unless: standard.candidate)
    for seed in operationSeeds { words.add("--operation-seed", seed) }
    for fault in faults { words.add("--fault", fault) }
    for rewrite in disabledRewrites { words.add("--disable-rewrite", rewrite) }
    words.add("--memory-budget", memoryBudget, unless: standard.memoryBudget)
    python.add(to: &words)
    return words.words + Words.positional(target)
  }

  /// The same for the runs that a debugger looks at, which may be those of a step of the ladder, with operation seeds that were
  /// set since.
  public func running(_ target: TargetDescription) -> TargetArguments {
    var arguments = self
    arguments.mode = target.mode ?? mode
    if arguments.mode != mode { arguments.weightValue = WeightMode.standardWeight }
    (arguments.training, arguments.seed) = (target.training, target.seed)
    if target.checkpoint == nil { arguments.checkpoint = nil }
    arguments.operationSeeds = target.operationSeeds
    // What every variable is set to needs no seeds and no copies.
    if arguments.mode == WeightMode.fixedWeights(weightValue).name {
      (arguments.operationSeeds, arguments.python.copiesWeights) = ([], false)
    }
    return arguments
  }
}

extension PythonArguments {
  fileprivate func add(to words: inout TargetArguments.Words) {
    words.add("--tf1", tf1)
    words.add("--tf2", tf2)
    words.add("--python", python)
    words.add("--tf1-python", tf1Python)
    words.add("--tf2-python", tf2Python)
    words.add("--tf1-launch", tf1Launch)
    words.add("--tf2-launch", tf2Launch)
    words.add("--map", map)
    words.add("--copy-weights", copiesWeights)
  }
}

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
