import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: under TensorFlow 1.15's rules a graph has the same operations, the same seeds and, run twice, the same
/// numbers as real TensorFlow 1.15.5.
@Suite struct TensorFlow115Tests {
  struct Golden: Decodable {
    struct Program: Decodable {
      let graph_seed: Int?
      let random_ops: [[Field]]
      let all_ops: [[String]]
      let run1: [NestedNumbers]
      let run2: [NestedNumbers]
    }
    let graphs: [Program]
  }

  @Test func programGivesTensorFlowsOperationsSeedsAndNumbers() throws {
    let golden = try GoldenFiles.json("rng_tf115.json", as: Golden.self)
    #expect(golden.graphs.count == 4)
    for program in golden.graphs {
      let graph = Graph(version: .v1_15)
      let context = GraphContext(graph: graph, seed: program.graph_seed)
      let (fetches, variables) = try build(context)
      #expect(graph.operations.map { [$0.name, $0.type] } == program.all_ops)
      let seeds = context.randomOperations.map {
        [Field.text($0.name), .text($0.type), .number($0.seeds.seed), .number($0.seeds.seed2)]
      }
      #expect(seeds == program.random_ops.map { Array($0.prefix(4)) }, "graph seed \(program.graph_seed as Any)")
      guard program.graph_seed != nil else { continue }
      try expectRuns(graph, fetches, variables, program)
    }
  }

  private func expectRuns(
    _ graph: Graph, _ fetches: [Output], _ variables: [Variable], _ program: Golden.Program
  ) throws {
    for options in [RewriteOptions(), .none] {
      let session = Session(graph: graph, options: options)
      try session.initialize(variables)
      for (number, expected) in [program.run1, program.run2].enumerated() {
        let values = try session.run(fetches).map { $0.elements(of: Float.self) }
        #expect(values == expected.map(\.floats), "run \(number + 1), graph seed \(program.graph_seed as Any)")
      }
    }
  }

  private func build(_ context: GraphContext) throws -> ([Output], [Variable]) {
    let uniform = try context.randomUniform(shape: [3, 1])
    let seeded = try context.randomUniform(shape: [3, 3], seed: 11)
    let a = try context.constant(Tensor([1, 2] as [Int32]), name: "Const")
    let b = try context.constant(Tensor([3, 4] as [Int32]), name: "Const")
    _ = try context.add(context.multiply(a, b), 1)
    let normal = try context.randomNormal(shape: [4])
    let truncated = try context.truncatedNormal(shape: [4], stddev: 0.1)
    let ones = try context.filled(1, shape: [2, 5], name: "ones")
    let dropped = try context.drop(ones, rate: 0.4)
    let w = try context.getVariable("w", shape: [2, 3])
    let w2 = try context.getVariable(
      "w2", shape: [2, 2], initializer: .randomNormal(mean: 0, stddev: 0.02))
    let values =
      try [uniform, seeded, normal, truncated, dropped]
      + [context.read(w, name: "read"), context.read(w2, name: "read")]
    return (values.compactMap(\.output), [w, w2])
  }
}

/// A string or a number of a mixed list.
enum Field: Decodable, Equatable {
  case text(String)
  case number(Int)
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    self = try (try? .number(container.decode(Int.self))) ?? .text(container.decode(String.self))
  }
}
