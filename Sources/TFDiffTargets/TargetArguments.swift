import TFDiffDebugger
import TFDiffTensor

/// What a person asks to be compared, in the words of the command line: the kind of target that claims them makes sense of
/// them.
public struct TargetArguments: Sendable {
  /// A model's name or a file's path; empty where other arguments say what is run.
  public var target: String
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

/// Where and what of the user's own Python is run, in the words of the command line.
public struct PythonArguments: Sendable {
  /// `package.module:function` and `package.module:Class`.
  public var tf1: String?
  public var tf2: String?
  /// The interpreter of both sides, and each side's own.
  public var python: String?
  public var tf1Python: String?
  public var tf2Python: String?
  /// What is put before an interpreter's command.
  public var tf1Launch: String?
  public var tf2Launch: String?
  /// The path of a map to read, and of one to write.
  public var map: String?
  public var mapToWrite: String?
  public var copiesWeights = false

  public init() {}

  /// The first option that is given, as it is written.
  package var firstGiven: String? {
    let options = [
      ("--tf1", tf1), ("--tf2", tf2), ("--python", python), ("--tf1-python", tf1Python), ("--tf2-python", tf2Python),
      ("--tf1-launch", tf1Launch), ("--tf2-launch", tf2Launch), ("--map", map), ("--write-map", mapToWrite),
    ]
    return options.first { $0.1 != nil }?.0 ?? (copiesWeights ? "--copy-weights" : nil)
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
