/// How an eager context gives its random operations their seeds.
///
///     var seeds = EagerSeedState()
///     seeds.setSeed(42)
///     let pair = try seeds.nextSeedPair(operationSeed: nil)
///
/// A context keeps kernels, and thereby the positions of their generators, until ``kernelEpoch`` changes.
/// Source: `_set_global_seed` and `_internal_operation_seed`, tensorflow/python/eager/context.py; `get_seed`,
/// tensorflow/python/framework/random_seed.py.
public struct EagerSeedState: Sendable {
  /// What `tf.random.set_seed` set.
  public private(set) var globalSeed: Int?
  /// Changes whenever the cached kernels have to be dropped, so that equal seeds start their stream afresh.
  public private(set) var kernelEpoch = 0
  private var operationSeeds: MersenneTwister?

  public init() {}

  /// `tf.random.set_seed`: operations without a seed of their own get theirs from a new generator, and kernels
  /// start afresh.
  public mutating func setSeed(_ seed: Int) {
    globalSeed = seed
    operationSeeds = MersenneTwister(seed: seed)
    kernelEpoch += 1
  }

  /// What opening the scope of a tool does to the context.
  public mutating func open(_ tool: DeterministicRandomTestTool) { setSeed(tool.seed) }

  /// The seeds of the next random operation.
  ///
  /// - Parameters:
  ///   - operationSeed: the operation's own seed.
  ///   - tool: the tool whose scope is open; it gives the seeds instead of the context.
  /// - Throws: ``EngineError/operationSeedReused(seed:)`` from the tool.
  public mutating func nextSeedPair(
    operationSeed: Int?, tool: DeterministicRandomTestTool? = nil
  ) throws(EngineError) -> SeedPair {
    if let tool {
      let seeds = try tool.nextSeedPair()
      if let seed = seeds.globalSeed { setSeed(seed) }
      return seeds.pair
    }
    guard let globalSeed else { return .withoutGlobalSeed(operationSeed: operationSeed) }
    // The implied seed is drawn only where it is needed, since drawing it moves all that follow.
    let implied = operationSeed ?? operationSeeds?.randint(0...SeedPair.largestInt32) ?? 0
    return .truncating(globalSeed: globalSeed, operationSeed: implied)
  }
}
