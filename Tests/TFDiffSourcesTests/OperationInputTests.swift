import TFDiffDebugger
import TFDiffEmbedded
import TFDiffEngine
import TFDiffTargets
import TFDiffTensor
import Testing

/// Protects: what is said of the operations of a built-in model's layer: attributes of both sides, and of each value that they take its
/// statistics, also once the values themselves were let go of.
@Suite struct OperationInputTests {
  @Test func aLayerThatWasExplainedKeepsTheStatisticsOfWhatItTakes() throws {
    let settings = EmbeddedSettings(
      model: TinyModel(), input: TinyModel.image, inputName: "image",
      faults: [try Fault(parsing: "batch-norm-epsilon=0.1@conv2")])
    let debugger = Debugger(target: try .embedded(settings))
    debugger.perform(.continue)
    let state = debugger.explain()
    let index = try #require(state.firstDivergence)
    let endpoint = state.endpoints[index]
    #expect(endpoint.name == "conv2")
    let norm = try #require(endpoint.operations.first { $0.candidate?.type.hasPrefix("FusedBatchNorm") ?? false })
    let epsilon = try #require(norm.attributeFacts.first { $0.name == "epsilon" })
    // The reference's graph has it fused into a later operation.
    #expect(epsilon.standing == (norm.reference == nil ? .alone : .differs) && epsilon.candidate == "0.1")
    let inputs = state.inputs(of: norm, in: endpoint)
    #expect(inputs.count >= 5)
    #expect(inputs.dropFirst().contains { $0.source.candidate?.hasPrefix("variable ") ?? false })
    let first = try #require(endpoint.operations.first { $0.candidate?.type == "Conv2D" })
    for side in Side.allCases where first[side] != nil {
      let taken = state.inputs(of: first, in: endpoint)
      #expect(taken.allSatisfy { $0.value[side] == nil }, "the values were let go of")
      #expect(taken.allSatisfy { ($0.statistics[side]?.std ?? 0) > 0 }, "\(taken.map(\.source))")
    }
  }
}
