import TFDiffDebugger
import TFDiffTensor
import Testing

@testable import TFDiffLive

/// Protects: the weights of TensorFlow 1's recurrent cells reach Keras' layers gate by gate; the orders are those of
/// tensorflow/python/ops/rnn_cell_impl.py and keras/layers/rnn/.
@Suite struct RecurrentCellsTests {
  private func variable(_ name: String, _ shape: Shape) -> VariableEvent {
    VariableEvent(name: name, shape: shape, dtype: .float32, trainable: true, call: 1)
  }

  private func tensor(_ values: [Float], _ shape: Shape? = nil) -> Tensor { Tensor(values, shape: shape) }

  private func found(_ reference: [(String, Shape)], _ candidate: [(String, Shape)]) -> [String: LaidOutVariable] {
    let cells = RecurrentCells(
      SidePair(
        reference: reference.map { variable($0.0, $0.1) }, candidate: candidate.map { variable($0.0, $0.1) }))
    return Dictionary(cells.found.map { ($0.candidate.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// One input and one unit, so that each gate is a column: i, j, f, o becomes i, f, c, o.
  @Test func anLSTMsGatesComeInKerasOrder() throws {
    let found = found(
      [("rnn/lstm_cell/kernel", [2, 4]), ("rnn/lstm_cell/bias", [4])],
      [("lstm/kernel", [1, 4]), ("lstm/recurrent_kernel", [1, 4]), ("lstm/bias", [4])])
    let joined = tensor([1, 2, 3, 4, 11, 12, 13, 14], [2, 4])
    #expect(try #require(found["lstm/kernel"]).value(of: [joined])?.elements(of: Float.self) == [1, 3, 2, 4])
    #expect(
      try #require(found["lstm/recurrent_kernel"]).value(of: [joined])?.elements(of: Float.self) == [11, 13, 12, 14])
    // The cell adds 1 to its forget gate each time.
    let bias = try #require(found["lstm/bias"]).value(of: [tensor([1, 2, 3, 4])])
    #expect(bias?.elements(of: Float.self) == [1, 4, 2, 4])
  }

  /// r, u and the candidate become z (which is u), r, h, with a second bias of zeros for the state.
  @Test func aGRUsGatesComeInKerasOrder() throws {
    let found = found(
      [
        ("gru/gates/kernel", [2, 2]), ("gru/gates/bias", [2]), ("gru/candidate/kernel", [2, 1]),
        ("gru/candidate/bias", [1]),
      ], [("g/kernel", [1, 3]), ("g/recurrent_kernel", [1, 3]), ("g/bias", [2, 3])])
    let (gates, candidate) = (tensor([1, 2, 11, 12], [2, 2]), tensor([3, 13], [2, 1]))
    let kernel = try #require(found["g/kernel"]).value(of: [gates, candidate])
    #expect(kernel?.elements(of: Float.self) == [2, 1, 3])
    let recurrent = try #require(found["g/recurrent_kernel"]).value(of: [gates, candidate])
    #expect(recurrent?.elements(of: Float.self) == [12, 11, 13])
    let bias = try #require(found["g/bias"]).value(of: [tensor([5, 6]), tensor([7])])
    #expect(bias?.elements(of: Float.self) == [6, 5, 7, 0, 0, 0])
  }

  @Test func otherSizesAreNoCell() {
    #expect(found([("c/kernel", [5, 12])], [("l/kernel", [3, 12]), ("l/recurrent_kernel", [3, 12])]).isEmpty)
  }

  @Test func kernelsAreTurnedAndSplit() {
    let kernel = tensor([1, 2, 3, 4, 5, 6], [2, 3])
    func value(_ layout: VariableLayout, _ shape: Shape) -> [Float]? {
      LaidOutVariable(candidate: variable("k", shape), references: [variable("r", [2, 3])], layout: layout)
        .value(of: [kernel])?.elements(of: Float.self)
    }
    #expect(value(.transposed, [3, 2]) == [1, 4, 2, 5, 3, 6])
    #expect(value(.reshaped, [3, 2]) == [1, 2, 3, 4, 5, 6])
    #expect(value(.part(1, of: 3), [2, 1]) == [2, 5])
  }
}
