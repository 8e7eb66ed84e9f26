import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: the seed pair of each operation is the one that TensorFlow 1.15, TensorFlow 2's graph or
/// eager execution would give it.
@Suite("Seed rules")
struct SeedRuleTests {
  /// One random operation of a golden graph: name, type, seed, seed2 and, in TF 1.15's file, its place.
  struct GoldenOperation: Decodable, Sendable {
    let name: String
    let type: String
    let pair: SeedPair
    let place: Int?

    init(from decoder: any Decoder) throws {
      var row = try decoder.unkeyedContainer()
      name = try row.decode(String.self)
      type = try row.decode(String.self)
      pair = SeedPair(try row.decode(Int.self), try row.decode(Int.self))
      place = row.isAtEnd ? nil : try row.decode(Int.self)
    }
  }

  struct Graph: Decodable, Sendable, CustomTestStringConvertible {
    let graphSeed: Int?
    let operations: [GoldenOperation]
    let allOperations: [[String]]?
    let runs: [[[Float]]]

    var testDescription: String { "graph seed \(graphSeed.map(String.init) ?? "none")" }

    enum Key: String, CodingKey {
      case graphSeed = "graph_seed"
      case operations = "random_ops"
      case allOperations = "all_ops"
      case run1, run2
    }

    init(from decoder: any Decoder) throws {
      let row = try decoder.container(keyedBy: Key.self)
      graphSeed = try row.decodeIfPresent(Int.self, forKey: .graphSeed)
      operations = try row.decode([GoldenOperation].self, forKey: .operations)
      allOperations = try row.decodeIfPresent([[String]].self, forKey: .allOperations)
      runs = try [Key.run1, .run2].map { try row.decode([NestedNumbers].self, forKey: $0).map(\.floats) }
    }
  }

  struct File212: Decodable {
    let graphs: [Graph]
    enum CodingKeys: String, CodingKey { case graphs = "graph_get_seed" }
  }
  struct File115: Decodable { let graphs: [Graph] }

  static let graphs212 = (try? GoldenFiles.json("rng_tf212.json", as: File212.self).graphs) ?? []
  static let graphs115 = (try? GoldenFiles.json("rng_tf115.json", as: File115.self).graphs) ?? []

  @Test("The golden files have all their graphs")
  func graphCount() {
    #expect(Self.graphs212.map(\.graphSeed) == [nil, 0, 7])
    #expect(Self.graphs115.map(\.graphSeed) == [nil, 0, 7, 42])
  }

  @Test("TensorFlow 2's graph counts the seeds it gave", arguments: graphs212)
  func tensorFlow2(graph: Graph) throws {
    var seeds = GraphSeedState(rule: .tensorFlow2, graphSeed: graph.graphSeed)
    let ownSeeds: [Int?] = [3, nil, nil]
    // Without a graph's seed the golden program makes the operation alone that has a seed of its own.
    #expect(graph.operations.count == (graph.graphSeed == nil ? 1 : 3) && graph.runs.count == 2)
    for (operation, own) in zip(graph.operations, ownSeeds) {
      try #expect(seeds.nextSeedPair(operationSeed: own, operationCount: 0) == operation.pair)
      let node = try RandomNode(operation.type, operation.pair)
      let position = graph.operations.firstIndex { $0.name == operation.name } ?? 0
      for run in graph.runs { try #expect(node.run([2]).elements() == run[position]) }
    }
  }

  @Test("TensorFlow 1.15's graph counts its operations", arguments: graphs115)
  func tensorFlow1(graph: Graph) throws {
    let all = try #require(graph.allOperations).map { $0[0] }
    var seeds = GraphSeedState(rule: .tensorFlow1, graphSeed: graph.graphSeed)
    #expect(graph.operations.count == 7)
    for operation in graph.operations {
      let place = try #require(all.firstIndex(of: operation.name))
      let own = operation.name == "random_uniform_1/RandomUniform" ? 11 : nil
      try #expect(seeds.nextSeedPair(operationSeed: own, operationCount: place) == operation.pair)
    }
  }

  @Test("TensorFlow 1.15's values follow from the seed pairs, in both runs", arguments: graphs115)
  func values115(graph: Graph) throws {
    let shapes = [[3, 1], [3, 3], [4], [4], [2, 5], [2, 3], [2, 2]]
    var expected = graph.runs.map { $0[...] }
    for (operation, shape) in zip(graph.operations, shapes) where operation.pair != .nondeterministic {
      let node = try RandomNode(operation.type, operation.pair)
      // A variable is initialized once, so both runs read its first draw.
      let isVariable = operation.name.hasPrefix("w")
      var raw = try node.run(shape).elements(of: Float.self)
      for run in expected.indices {
        if run > 0, !isVariable { raw = try node.run(shape).elements() }
        #expect(Self.finished(operation.name, raw) == expected[run].popFirst(), "\(operation.name)")
      }
    }
    #expect(expected.map(\.count) == [0, 0])
  }

  /// What the golden program makes of an operation's numbers.
  private static func finished(_ name: String, _ raw: [Float]) -> [Float] {
    if name.hasPrefix("dropout") { return RandomArithmetic.dropoutOfOnes(raw, rate: 0.4) }
    if name.hasPrefix("truncated") { return RandomArithmetic.scaled(raw, stddev: 0.1) }
    if name.hasPrefix("w2/") { return RandomArithmetic.scaled(raw, stddev: 0.02) }
    if name.hasPrefix("w/") { return RandomArithmetic.glorotUniform(raw, fanIn: 2, fanOut: 3) }
    return raw
  }

  /// Rows from TensorFlow 2.12.1: `tf.compat.v1.get_seed(None)`, `get_seed(-3)`, `get_seed(None)` in a graph.
  @Test(
    "Seeds are reduced as Python reduces them",
    arguments: [
      (-1, [SeedPair(2_147_483_646, 0), SeedPair(2_147_483_646, 2_147_483_644), SeedPair(2_147_483_646, 1)]),
      (2_147_483_647, [SeedPair(0, 2_147_483_647), SeedPair(0, 2_147_483_644), SeedPair(0, 1)]),
      (2_147_483_653, [SeedPair(6, 0), SeedPair(6, 2_147_483_644), SeedPair(6, 1)]),
    ])
  func reducedSeeds(graphSeed: Int, pairs: [SeedPair]) throws {
    var seeds = GraphSeedState(rule: .tensorFlow2, graphSeed: graphSeed)
    for (own, pair) in zip([nil, -3, nil] as [Int?], pairs) {
      try #expect(seeds.nextSeedPair(operationSeed: own, operationCount: 99) == pair)
    }
  }

  /// Rows from TensorFlow 2.12.1: `tf.compat.v1.get_seed` after `tf.random.set_seed`.
  @Test(
    "Eager draws a seed only for an operation without one",
    arguments: [
      (
        -7, [nil, 5, nil, 2_147_483_647, nil] as [Int?],
        [
          (2_147_483_640, 1_390_851_128), (2_147_483_640, 5), (2_147_483_640, 647_892_279),
          (2_147_483_640, 0),
          (2_147_483_640, 1_695_753_998),
        ]
      ),
      (
        2_147_483_647, [nil, 0, nil] as [Int?],
        [(0, 1_364_760_256), (0, 2_147_483_647), (0, 516_955_790)]
      ),
    ])
  func eagerPairs(globalSeed: Int, own: [Int?], pairs: [(Int, Int)]) throws {
    var seeds = EagerSeedState()
    seeds.setSeed(globalSeed)
    for (own, pair) in zip(own, pairs) {
      try #expect(seeds.nextSeedPair(operationSeed: own) == SeedPair(pair.0, pair.1))
    }
  }

  @Test("Without a global seed, an operation's own seed stands beside TensorFlow's default")
  func noGlobalSeed() throws {
    var eager = EagerSeedState()
    var graph = GraphSeedState(rule: .tensorFlow1)
    try #expect(eager.nextSeedPair(operationSeed: nil) == .nondeterministic)
    try #expect(eager.nextSeedPair(operationSeed: 5) == SeedPair(87_654_321, 5))
    try #expect(graph.nextSeedPair(operationSeed: nil, operationCount: 8) == .nondeterministic)
    try #expect(graph.nextSeedPair(operationSeed: 5, operationCount: 8) == SeedPair(87_654_321, 5))
  }
}
