import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: another momentum is found in what moving averages come to, whatever they were before.
@Suite struct MovingAverageTests {
  private func average(_ old: Tensor, _ batch: Tensor, keeping decay: Double) -> Tensor {
    Tensor(zip(old.doubles, batch.doubles).map { Float($0 * decay + $1 * (1 - decay)) }, shape: old.shape)
  }

  private func explanation(old: Tensor?, _ reference: Tensor, _ candidate: Tensor) -> Explanation? {
    var state = DebuggerState(target: ScriptedTarget.equal().target.description)
    var endpoint = EndpointRow(name: "norm")
    let value = Tensor(repeating: Float(1), shape: [2])
    let activation = Activation(
      shape: value.shape, dtype: value.dtype, statistics: Statistics(of: value), tensor: value)
    (endpoint.reference, endpoint.candidate) = (activation, activation)
    endpoint.status = .mismatch
    endpoint.updates = [
      UpdateRow(
        variable: "norm/mean", operation: "norm/Assign", reference: reference, candidate: candidate, status: .mismatch)
    ]
    if let old {
      let reading = OperationEvent(
        name: "norm/sub", type: "Sub", output: nil, id: "sub", inputs: [.variable("norm/mean")],
        operands: [OperandValue(old)])
      endpoint.operations = [OperationRow(reference: reading, candidate: reading, status: .match)]
    }
    state.endpoints = [endpoint]
    return state.divergence.flatMap { UpdateExplainer(state).explanation(of: $0) }
  }

  @Test(arguments: [0.5, 0.99]) func fromWhatWasTrained(decay: Double) throws {
    var numbers = MadeUpNumbers(seed: 5)
    let (old, batch) = (numbers.tensor([40]), numbers.tensor([40]))
    let sides = (average(old, batch, keeping: 0.9), average(old, batch, keeping: decay))
    let found = try #require(explanation(old: old, sides.0, sides.1))
    #expect(found.cause == .momentum && found.kind == .constantFactor, "\(found)")
    // Without the old value there is no line that both lie on.
    #expect(explanation(old: nil, sides.0, sides.1)?.cause == nil)
  }

  @Test func fromWhatAVariableBeginsWith() throws {
    var numbers = MadeUpNumbers(seed: 6)
    let (old, batch) = (Tensor(repeating: Float(1), shape: [40]), numbers.tensor([40]))
    let found = explanation(old: nil, average(old, batch, keeping: 0.9), average(old, batch, keeping: 0.7))
    #expect(found?.cause == .momentum)
  }

  /// Another batch is no other momentum.
  @Test func anythingElseHasNoCause() {
    var numbers = MadeUpNumbers(seed: 7)
    let (old, batch, other) = (numbers.tensor([40]), numbers.tensor([40]), numbers.tensor([40]))
    let found = explanation(old: old, average(old, batch, keeping: 0.9), average(old, other, keeping: 0.9))
    #expect(found != nil && found?.cause == nil)
  }
}
