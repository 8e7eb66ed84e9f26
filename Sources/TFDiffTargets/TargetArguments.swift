import TFDiffDebugger
import TFDiffTensor

/// What a person asks to be compared, in the words of the command line: the kind of target that claims them makes sense of
/// them.
public struct TargetArguments: Sendable {
  /// A model's name or a file's path; empty where other arguments say what is run.
  public var target: String
  /// What stands at the candidate's side in its place: a recording, a model's name or a file's path; nil for the target's own
  /// candidate.
  public var against: String?
  /// One of ``WeightMode/names``.
  public var mode = WeightMode.numRandomOps.name
  /// The value of every variable with fixed weights.
  public var weightValue = WeightMode.standardWeight
  public var training = false
  /// The testing tool's seed.
  public var seed = 42
  /// `ones`, or a file's path.
  public var input = ModelInput.ones
  /// A checkpoint's prefix, or its folder.
  public var checkpoint: String?
  /// The name of a ``CandidateKind``.
  public var candidate = CandidateKind.eager.rawValue
  /// Each as ``OperationSeeding`` is written.
  public var operationSeeds: [String] = []
  /// Each as ``Fault`` is written.
  public var faults: [String] = []
  public var disabledRewrites: [String] = []
  /// The endpoint at whose value of the reference's the part of the model begins that is compared.
  public var from: String?
  /// The last endpoint of that part.
  public var to: String?
  /// What goes with training steps.
  public var steps = TrainingArguments()
  /// What goes with the user's own Python.
  public var python = PythonArguments()
  /// How much memory recorded tensors may take, in MiB.
  public var memoryBudget = 1024
  /// Whether the migration guide's steps are run, so that a fault need only show in one of them.
  public var climbsLadder = false
  /// Where the program was started.
  public var folder = "."
  public var environment: [String: String] = [:]

  public init(target: String = "") { self.target = target }
}

extension TargetArguments {
  /// The words of a command line that asks for the same again: of each option that is not at its default its name and its
  /// value, and the target. Where a map is written to is left out, as it changes nothing that is compared.
  public var words: [String] {
    var words = Words()
    let standard = TargetArguments()
    words.add("--against", against)
    words.add("--mode", mode, unless: standard.mode)
    if mode == WeightMode.fixedWeights(weightValue).name {
      words.add("--weight-value", weightValue, unless: standard.weightValue)
    }
    words.add("--training", training)
    words.add("--seed", seed, unless: standard.seed)
    words.add("--input", input, unless: standard.input)
    words.add("--checkpoint", checkpoint)
    words.add("--candidate", candidate, unless: standard.candidate)
    steps.add(to: &words)
    for seed in operationSeeds { words.add("--operation-seed", seed) }
    for fault in faults { words.add("--fault", fault) }
    for rewrite in disabledRewrites { words.add("--disable-rewrite", rewrite) }
    words.add("--from", from)
    words.add("--to", to)
    words.add("--memory-budget", memoryBudget, unless: standard.memoryBudget)
    python.add(to: &words)
    return words.words + Words.positional(target)
  }
}

extension TargetArguments {
  /// - Throws: ``TargetError/unknownMode(_:)``.
  public func weightMode() throws(TargetError) -> WeightMode {
    switch mode {
    case "fixed-weights": return .fixedWeights(weightValue)
    case "constant": return .constant
    case "num_random_ops": return .numRandomOps
    default: throw .unknownMode(mode)
    }
  }

  /// - Throws: ``TargetError/unknownCandidate(_:)``.
  public func candidateKind() throws(TargetError) -> CandidateKind {
    guard let kind = CandidateKind(rawValue: candidate) else { throw .unknownCandidate(candidate) }
    return kind
  }

  /// - Throws: ``TargetError/checkpointUnreadable(_:)``.
  public func openCheckpoint() throws(TargetError) -> CheckpointValues? {
    try checkpoint.map { path throws(TargetError) in try CheckpointValues(opening: path) }
  }

  /// - Throws: ``TargetError/memoryBudget(_:)``.
  public func memoryBudgetBytes() throws(TargetError) -> Int {
    guard memoryBudget >= 1, memoryBudget <= Int.max >> 20 else { throw .memoryBudget(memoryBudget) }
    return memoryBudget << 20
  }

  /// What an input and the runs on it may take of this machine's memory, besides the recorded tensors: a quarter is left to
  /// the variables and to all else that runs here.
  ///
  /// - Throws: ``TargetError/memoryBudget(_:)``.
  public func runMemory() throws(TargetError) -> Int {
    max(0, PhysicalMemory.byteCount / 4 * 3 - (try memoryBudgetBytes()))
  }
}
