import Foundation
import TFDiffDebugger
import TFDiffEngine
import TFDiffEmbedded
import TFDiffTargets
import TFDiffTensor
import Testing

/// Protects: variables that layers make themselves, traced functions and Keras functional models do what TensorFlow
/// 2.12.1 does: the same operations under the same names, the same seeds in the same order, the same numbers.
///
/// Golden/layers_tf212.json was written by Golden/make_layers_tf212.py.
@Suite struct TensorFlowLayersTests {
  struct Golden: Decodable {
    let broken_graph: [[String]]
    let dense_graph: [[String]]
    let dense_names: [[String]]
    let digits: [DigitsCase]

    static func load() throws -> Golden {
      let path = try #require(Bundle.module.url(forResource: "Golden/layers_tf212", withExtension: "json"))
      return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: path))
    }
  }

  struct DigitsCase: Decodable {
    let kind: String
    let mode: String
    let training: Bool
    /// Op type, shape and op seed; not recorded for functions.
    let random_ops: [RandomOperation]?
    let losses: [Double]
    let logits: [Float]
    let dropout: [Float]
    let variables: [VariableFacts]
  }

  struct RandomOperation: Decodable {
    let type: String
    let shape: [Int]
    let seed: Int
    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      type = try values.decode(String.self)
      shape = try values.decode([Int].self)
      seed = try values.decode(Int.self)
    }
  }

  struct VariableFacts: Decodable {
    let name: String
    let shape: [Int]
    let trainable: Bool
    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      name = try values.decode(String.self)
      shape = try values.decode([Int].self)
      trainable = try values.decode(Bool.self)
    }
  }

  private func operations(of model: any Model, shape: Shape) throws -> [[String]] {
    let context = GraphContext(graph: Graph())
    let inputs = try context.placeholder(.float32, shape)
    _ = try model.makeInstance().callAsFunction(inputs, training: false, in: context)
    return context.graph.operations.map { [$0.type, $0.name] }
  }

  @Test func graphsOfLayersWithTheirOwnVariables() throws {
    let golden = try Golden.load()
    #expect(try operations(of: BrokenScalingLayer(), shape: [1, 4, 4, 3]) == golden.broken_graph)
    #expect(try operations(of: LayerPerCall(), shape: [1, 8, 8, 3]) == golden.dense_graph)
  }

  @Test func layersMadeAtEachCallAreNamedAnew() throws {
    let context = EagerContext()
    let layer = LayerPerCall().makeInstance()
    let calls = try Golden.load().dense_names
    #expect(calls.count == 2)
    for names in calls {
      let before = context.variableStore.created.count
      _ = try layer.callAsFunction(
        Value(Tensor(repeating: Float(1), shape: [1, 8, 8, 3])), training: false, in: context)
      #expect(context.variableStore.created[before...].map { "\($0.name):0" } == names)
    }
  }

  @Test func digitsInEveryKindOfCandidate() throws {
    let cases = try Golden.load().digits
    #expect(cases.count == 12 && cases.contains { $0.random_ops?.isEmpty == false })
    for golden in cases {
      let label = "\(golden.kind), \(golden.mode), training \(golden.training)"
      let kind = try #require(CandidateKind(rawValue: golden.kind))
      let settings = EmbeddedSettings(
        model: DigitsNet(), mode: golden.mode == "constant" ? .constant : .numRandomOps, training: golden.training,
        input: Tensor(repeating: Float(1), shape: [1, 8, 8, 1]), candidate: kind)
      let state = CheckRunner(target: try .embedded(settings), locatesDivergence: false).run().state
      expectClose(state.endpoint("logits")?.candidate, golden.logits, label)
      expectClose(state.endpoint("dropout")?.candidate, golden.dropout, label)
      let losses = state.candidateSummary?.losses.map(\.value) ?? []
      #expect(losses.count == golden.losses.count, "\(label)")
      for (loss, expected) in zip(losses, golden.losses) {
        #expect(abs(loss - expected) <= 1e-6 * expected, "\(label)")
      }
      // Keras lists trainable variables first, and sorts attributes by name.
      let variables = state.variables.candidate.map { "\($0.name) \($0.shape.dimensions) \($0.trainable)" }
      #expect(Set(variables) == Set(golden.variables.map { "\($0.name) \($0.shape) \($0.trainable)" }), "\(label)")
      if let random = golden.random_ops { expectEqual(state.randomOperations.candidate, random, label) }
    }
  }

  private func expectClose(_ activation: TFDiffDebugger.Activation?, _ expected: [Float], _ label: String) {
    let found = activation?.tensor?.elements(of: Float.self) ?? []
    #expect(found.count == expected.count, "\(label)")
    for (value, wanted) in zip(found, expected) {
      #expect(abs(value - wanted) <= 2e-6 + 2e-6 * abs(wanted), "\(label)")
    }
  }

  private func expectEqual(_ found: [RandomEvent], _ expected: [RandomOperation], _ label: String) {
    #expect(found.map(\.type) == expected.map(\.type), "\(label)")
    #expect(found.map(\.shape.dimensions) == expected.map(\.shape), "\(label)")
    #expect(found.map(\.seed2) == expected.map(\.seed), "\(label)")
  }
}

extension DebuggerState {
  func endpoint(_ name: String) -> EndpointRow? { endpoints.first { $0.name == name } }
}
