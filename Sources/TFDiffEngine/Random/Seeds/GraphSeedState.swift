/// How a graph gives its random operations their seeds.
///
///     var seeds = GraphSeedState(rule: .tensorFlow2, graphSeed: 7)
///     try seeds.nextSeedPair(operationSeed: nil, operationCount: 12)    // (7, 0)
///     try seeds.nextSeedPair(operationSeed: nil, operationCount: 31)    // (7, 1)
///
public struct GraphSeedState: Sendable, Hashable {
  /// What stands for an operation's own seed where only the graph has one.
  public enum Rule: String, Sendable, Hashable, CaseIterable {
    /// How many operations the graph has so far.
    /// Source: `get_seed`, tensorflow/python/framework/random_seed.py of 1.15, which reads `graph._last_id`.
    case tensorFlow1
    /// How many operations were given such a seed so far.
    /// Source: `_graph_to_seed_dict`, tensorflow/python/framework/random_seed.py of 2.12.
    case tensorFlow2
  }

  public let rule: Rule
  /// What `tf.compat.v1.set_random_seed` sets.
  public var graphSeed: Int?
  private var seedsGiven = 0

  public init(rule: Rule, graphSeed: Int? = nil) {
    self.rule = rule
    self.graphSeed = graphSeed
  }

  /// The seeds of the next random operation.
  ///
  /// - Parameters:
  ///   - operationSeed: the operation's own seed.
  ///   - operationCount: how many operations the graph has, the inputs of the random operation included.
  ///   - tool: the tool whose scope is open; it gives the seeds instead of the graph.
  /// - Throws: ``EngineError/operationSeedReused(seed:)`` from the tool.
  public mutating func nextSeedPair(
    operationSeed: Int?, operationCount: Int, tool: DeterministicRandomTestTool? = nil
  ) throws(EngineError) -> SeedPair {
    if let tool { return try tool.nextSeedPair().pair }
    guard let graphSeed else { return .withoutGlobalSeed(operationSeed: operationSeed) }
    return .truncating(
      globalSeed: graphSeed, operationSeed: operationSeed ?? impliedSeed(operationCount: operationCount))
  }

  private mutating func impliedSeed(operationCount: Int) -> Int {
    switch rule {
    case .tensorFlow1: return operationCount
    case .tensorFlow2:
      defer { seedsGiven += 1 }
      return seedsGiven
    }
  }
}
