import TFDiffDebugger
import TFDiffEmbedded
import TFDiffEngine
import TFDiffTargets
import TFDiffTensor
import Testing

/// Protects: in the engine too a measured noise judges: it lets two executions of a model pass, finds what parts them, and
/// refuses to judge a batch norm over one constant image.
@Suite struct EmbeddedNoiseTests {
  private func check(
    _ model: any Model, _ input: Tensor, training: Bool, faults: [String] = []
  ) throws -> DebuggerState {
    let settings = EmbeddedSettings(
      model: model, training: training, input: input, inputName: "image",
      faults: try faults.map { try Fault(parsing: $0) })
    let options = DebuggerOptions(tolerance: TolerancePolicy(isAutomatic: true))
    return CheckRunner(target: try .embedded(settings), options: options).run().state
  }

  @Test(arguments: [false, true]) func unchangedRunsAgree(training: Bool) throws {
    let state = try check(TinyModel(), TinyModel.image, training: training)
    #expect(state.conclusion == Conclusion(verdict: .equal, findings: []))
    #expect(state.endpoints.allSatisfy { ($0.noise?.greatest ?? 0) > 0 }, "\(state.endpoints.map(\.noise))")
    #expect(state.endpoints.flatMap(\.updates).allSatisfy { $0.status == .match })
  }

  @Test(arguments: ["batch-norm-epsilon=0.00101@conv2", "missing-activation@conv2", "perturbed-element=0.001@pool1"])
  func faultsAreFound(fault: String) throws {
    let state = try check(TinyModel(), TinyModel.image, training: true, faults: [fault])
    #expect(state.conclusion.verdict == .diverged)
    let first = try #require(state.firstDivergence)
    #expect(state.endpoints[first].name == String(fault.split(separator: "@")[1]))
  }

  @Test func aBatchNormOverOneConstantImageIsNotJudged() throws {
    let ones = Tensor(repeating: Float(1), shape: [1, 6, 6, 3])
    let state = try check(NormalizedModel(), ones, training: true)
    #expect(state.endpoints.map(\.status) == [.match, .unjudged])
    #expect(state.conclusion.verdict == .incomparable)
    let other = Tensor((0..<108).map { Float(($0 * 37) % 101) / 50 - 1 }, shape: [1, 6, 6, 3])
    #expect(try check(NormalizedModel(), other, training: true).conclusion.verdict == .equal)
    #expect(try check(NormalizedModel(), ones, training: false).conclusion.verdict == .equal)
  }
}

/// A convolution that keeps a constant image constant, and a batch norm.
private struct NormalizedModel: StatelessModel {
  let name = "normalized"
  let inputShape: Shape = [1, 6, 6, 3]
  let endpoints = ["conv", "norm"]

  func callAsFunction(_ inputs: Value, training: Bool, in context: any ExecutionContext) throws -> Value {
    try context.withVariableScope("Net", default: "Net") { _ in
      let conv = try context.endpoint(
        "conv", context.conv2d(inputs, 4, 1, scope: "conv", LayerArguments(activation: .linear)))
      return try context.endpoint(
        "norm", context.batchNorm(conv, scope: "norm", LayerArguments(isTraining: training)))
    }
  }
}
