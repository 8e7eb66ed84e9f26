import Synchronization

/// Gives random operations the same seeds in a graph and in eager execution, so that the two can be compared.
///
///     let tool = DeterministicRandomTestTool(seed: 42, mode: .numRandomOps)
///     try tool.nextSeedPair().pair      // (42, 0)
///     try tool.nextSeedPair().pair      // (42, 1)
///
/// A tool made with seed 0 gives its first operation, and in `constant` mode every operation, the pair (0, 0),
/// which is nondeterministic: TensorFlow's tool does so too.
/// Source: keras/legacy_tf_layers/migration_utils.py.
public final class DeterministicRandomTestTool: Sendable {
  /// How an operation's seed is chosen, with the names the option has in Keras.
  public enum Mode: String, Sendable, Hashable, CaseIterable {
    /// Every operation has the same seed, and draws from the start of its stream each time.
    case constant
    /// An operation's seed is the number of random operations before it.
    case numRandomOps = "num_random_ops"
  }

  /// What one random operation is given.
  public struct Seeds: Sendable, Hashable {
    public let pair: SeedPair
    /// The global seed an eager context has to set first (``EagerSeedState/setSeed(_:)``); a graph ignores it.
    public let globalSeed: Int?
    /// Whether an eager context drops its cached kernels, so that the pair does not continue its stream.
    public var resetsKernels: Bool { globalSeed != nil }
  }

  private struct State {
    var operationSeed = 0
    var used: Set<Int> = []
  }

  public let seed: Int
  public let mode: Mode
  private let state = Mutex(State())

  public init(seed: Int = 42, mode: Mode = .constant) {
    self.seed = seed
    self.mode = mode
  }

  /// The seed the next operation is given; it may be set, to align the two runs at a point.
  public var operationSeed: Int {
    get { state.withLock { $0.operationSeed } }
    set { state.withLock { $0.operationSeed = newValue } }
  }

  /// The seeds of the next random operation.
  ///
  /// - Throws: ``EngineError/operationSeedReused(seed:)`` where, in mode `num_random_ops`, an operation was given
  ///   the same seed before.
  public func nextSeedPair() throws(EngineError) -> Seeds {
    try state.withLock { state throws(EngineError) in
      let operationSeed = state.operationSeed
      let pair = SeedPair(seed, operationSeed)
      if mode == .constant { return Seeds(pair: pair, globalSeed: operationSeed) }
      guard state.used.insert(operationSeed).inserted else { throw .operationSeedReused(seed: operationSeed) }
      state.operationSeed += 1
      return Seeds(pair: pair, globalSeed: nil)
    }
  }

  /// The words for ``EngineError/operationSeedReused(seed:)``, as Keras has them.
  public static func reuseMessage(seed: Int) -> String {
    """
    This `DeterministicRandomTestTool` object is trying to re-use the already-used operation seed \(seed). \
    It cannot guarantee random numbers will match between eager and sessions when an operation seed is reused. \
    You most likely set `operation_seed` explicitly but used a value that caused the naturally-incrementing \
    operation seed sequences to overlap with an already-used seed.
    """
  }
}
