import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: `DeterministicRandomTestTool` gives the migration guide's printed numbers in both modes,
/// in a graph and eager, and refuses a reused seed.
@Suite("DeterministicRandomTestTool")
struct DeterministicToolTests {
  typealias Tool = DeterministicRandomTestTool

  struct Program: Decodable, Sendable {
    let mode: String
    let seed: Int
    let values: [[Float]]
    let operationSeedAfter: Int

    enum CodingKeys: String, CodingKey {
      case mode, seed, values
      case operationSeedAfter = "operation_seed_after"
    }

    init(from decoder: any Decoder) throws {
      let row = try decoder.container(keyedBy: CodingKeys.self)
      mode = try row.decode(String.self, forKey: .mode)
      seed = try row.decode(Int.self, forKey: .seed)
      values = try row.decode([NestedNumbers].self, forKey: .values).map(\.floats)
      operationSeedAfter = try row.decode(Int.self, forKey: .operationSeedAfter)
    }
  }

  struct File: Decodable {
    let programs: [Program]
    enum CodingKeys: String, CodingKey { case programs = "deterministic_tool_eager" }
  }

  static let programs = (try? GoldenFiles.json("rng_tf212.json", as: File.self).programs) ?? []

  @Test("The golden file has all its programs")
  func programCount() {
    #expect(
      Self.programs.map { "\($0.mode) \($0.seed)" } == [
        "constant 42", "constant 7", "num_random_ops 42", "num_random_ops 7",
      ])
  }

  /// The golden program ends with Keras' GlorotUniform, which draws its seed from Python's unseeded generator and a
  /// stateless operation: it asks the tool for nothing, and its values are not in the file, as no run gives them again.
  @Test("Five operations in an eager scope draw what TensorFlow 2.12's draw", arguments: programs)
  func program(golden: Program) throws {
    let tool = Tool(seed: golden.seed, mode: try #require(Tool.Mode(rawValue: golden.mode)))
    var eager = EagerRandomness()
    eager.tool = tool
    eager.seeds.open(tool)
    let values = [
      try eager.draw("RandomUniform", [3, 1]).map { $0 * 3 },
      try eager.draw("RandomUniform", [3, 3]).map { $0 * 3 },
      try eager.draw("RandomStandardNormal", [2, 2]),
      RandomArithmetic.scaled(try eager.draw("TruncatedNormal", [4]), stddev: 0.1),
      RandomArithmetic.dropoutOfOnes(try eager.draw("RandomUniform", [2, 5]), rate: 0.4),
    ]
    #expect(values == golden.values)
    #expect(tool.operationSeed == golden.operationSeedAfter)
  }

  /// The tensors a, b and c that the migration guide prints, every digit of them.
  static let guide: [Tool.Mode: [[String]]] = [
    .constant: [
      ["2.5063772", "2.7488918", "1.4839486"],
      [
        "2.5063772", "2.7488918", "1.4839486", "1.5633398", "2.1358476", "1.3693532", "0.3598416",
        "1.8287641",
        "2.5314465",
      ],
      [
        "2.5063772", "2.7488918", "1.4839486", "1.5633398", "2.1358476", "1.3693532", "0.3598416",
        "1.8287641",
        "2.5314465",
      ],
    ],
    .numRandomOps: [
      ["2.5063772", "2.7488918", "1.4839486"],
      [
        "0.45038545", "1.9197761", "2.4536333", "1.0371652", "2.9898582", "1.924583", "0.25679827",
        "1.6579313",
        "2.8418403",
      ],
      [
        "2.9634383", "1.0862181", "2.6042497", "0.70099247", "2.3920312", "1.0470468", "0.18173039",
        "0.8359269",
        "1.0508587",
      ],
    ],
  ]

  @Test("The guide's three tensors, in a graph", arguments: Tool.Mode.allCases)
  func guideInGraph(mode: Tool.Mode) throws {
    let tool = Tool(mode: mode)
    var seeds = GraphSeedState(rule: .tensorFlow2)
    let printed = try [[3, 1], [3, 3], [3, 3]].map { shape in
      let pair = try seeds.nextSeedPair(operationSeed: nil, operationCount: 0, tool: tool)
      let values = try RandomNode("RandomUniform", pair).run(shape).elements(of: Float.self)
      return values.map { ($0 * 3).description }
    }
    #expect(printed == Self.guide[mode])
  }

  @Test("The guide's three tensors, in eager execution", arguments: Tool.Mode.allCases)
  func guideInEager(mode: Tool.Mode) throws {
    var eager = EagerRandomness()
    let tool = Tool(mode: mode)
    eager.tool = tool
    eager.seeds.open(tool)
    let printed = try [[3, 1], [3, 3], [3, 3]].map { shape in
      try eager.draw("RandomUniform", shape).map { ($0 * 3).description }
    }
    #expect(printed == Self.guide[mode])
  }

  @Test("A set operation seed counts on from there, and one used before is refused")
  func reuse() throws {
    let tool = Tool(mode: .numRandomOps)
    tool.operationSeed = 1
    try #expect(tool.nextSeedPair().pair == SeedPair(42, 1))
    tool.operationSeed = 0
    try #expect(tool.nextSeedPair().pair == SeedPair(42, 0))
    #expect(throws: EngineError.operationSeedReused(seed: 1)) { try tool.nextSeedPair() }
    #expect(throws: EngineError.operationSeedReused(seed: 1)) { try tool.nextSeedPair() }
    #expect(tool.operationSeed == 1)
    tool.operationSeed = 7
    try #expect(tool.nextSeedPair().pair == SeedPair(42, 7))
    #expect(
      Tool.reuseMessage(seed: 1)
        == "This `DeterministicRandomTestTool` object is trying to re-use the already-used operation seed 1. It "
        + "cannot guarantee random numbers will match between eager and sessions when an operation seed is reused. "
        + "You most likely set `operation_seed` explicitly but used a value that caused the "
        + "naturally-incrementing operation seed sequences to overlap with an already-used seed.")
  }

  @Test("Constant mode may repeat a seed, and resets eager's kernels each time")
  func constantMode() throws {
    let tool = Tool(seed: 9)
    tool.operationSeed = 4
    for _ in 0..<2 {
      let seeds = try tool.nextSeedPair()
      #expect(seeds.pair == SeedPair(9, 4))
      #expect(seeds.globalSeed == 4)
      #expect(seeds.resetsKernels)
    }
    try #expect(!Tool(mode: .numRandomOps).nextSeedPair().resetsKernels)
  }

  @Test("Constant mode leaves its operation seed as eager's global seed, opening a scope the tool's")
  func globalSeedAfterwards() throws {
    let tool = Tool(seed: 9)
    var seeds = EagerSeedState()
    seeds.open(tool)
    #expect(seeds.globalSeed == 9)
    _ = try seeds.nextSeedPair(operationSeed: 77, tool: tool)
    #expect(seeds.globalSeed == 0)
  }
}
