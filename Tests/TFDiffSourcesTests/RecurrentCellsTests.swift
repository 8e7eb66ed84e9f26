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

  /// Two inputs and one unit: the state's row comes last.
  @Test func aBasicCellsKernelIsSplitByRows() throws {
    let found = found(
      [("rnn/basic_rnn_cell/kernel", [3, 1]), ("rnn/basic_rnn_cell/bias", [1]), ("dense/kernel", [3, 1])],
      [("simple_rnn/kernel", [2, 1]), ("simple_rnn/recurrent_kernel", [1, 1]), ("simple_rnn/bias", [1])])
    let joined = tensor([1, 2, 3], [3, 1])
    let kernel = try #require(found["simple_rnn/kernel"])
    #expect(kernel.references.map(\.name) == ["rnn/basic_rnn_cell/kernel"])
    #expect(kernel.value(of: [joined])?.elements(of: Float.self) == [1, 2])
    #expect(try #require(found["simple_rnn/recurrent_kernel"]).value(of: [joined])?.elements(of: Float.self) == [3])
    #expect(try #require(found["simple_rnn/bias"]).value(of: [tensor([7])])?.elements(of: Float.self) == [7])
  }

  /// Four units of a basic cell have the shape of one unit of an LSTM: the layer that takes them says which it is.
  @Test func aKernelThatCouldBeTwoKindsOfCellsIsTheOneThatALayerIs() {
    let kernel = [("cell/kernel", Shape([6, 4])), ("cell/bias", [4])]
    let basic = found(kernel, [("r/kernel", [2, 4]), ("r/recurrent_kernel", [4, 4]), ("r/bias", [4])])
    #expect(basic["r/kernel"]?.layout == .rnnKernel)
    let lstm = found(kernel, [("r/kernel", [5, 4]), ("r/recurrent_kernel", [1, 4]), ("r/bias", [4])])
    #expect(lstm["r/kernel"]?.layout == .lstmKernel)
  }

  private func cell(_ scope: String) -> [(String, Shape)] {
    [("\(scope)/kernel", [5, 12]), ("\(scope)/bias", [12])]
  }

  private func layer(_ scope: String) -> [(String, Shape)] {
    [("\(scope)/kernel", [2, 12]), ("\(scope)/recurrent_kernel", [3, 12]), ("\(scope)/bias", [12])]
  }

  @Test(arguments: [
    (
      ["encoder/rnn/lstm_cell", "decoder/rnn/lstm_cell"], ["net/decoder/lstm_cell", "net/encoder/lstm_cell_1"], [1, 0]
    ),
    (
      ["bidirectional_rnn/fw/lstm_cell", "bidirectional_rnn/bw/lstm_cell"],
      ["both/backward_lstm/lstm_cell_2", "both/forward_lstm/lstm_cell_1"], [1, 0]
    ),
    (
      ["x/bidirectional_rnn/fw/a", "x/bidirectional_rnn/bw/a", "y/bidirectional_rnn/fw/a", "y/bidirectional_rnn/bw/a"],
      ["y/forward_lstm", "y/backward_lstm", "x/forward_lstm", "x/backward_lstm"], [2, 3, 0, 1]
    ),
  ])
  func cellsOfOneSizeGoByTheirNamesWords(scopes: [String], layers: [String], order: [Int]) {
    let found = found(scopes.flatMap { cell($0) }, layers.flatMap { layer($0) })
    for (scope, place) in zip(scopes, order) {
      #expect(found["\(layers[place])/bias"]?.references.map(\.name) == ["\(scope)/bias"])
      #expect(found["\(layers[place])/kernel"]?.way == .words)
    }
  }

  @Test func cellsWithoutWordsGoByOrderWhereThereAreEquallyMany() {
    let scopes = ["rnn/multi_rnn_cell/cell_0/lstm_cell", "rnn/multi_rnn_cell/cell_1/lstm_cell"]
    let two = found(scopes.flatMap { cell($0) }, layer("lstm") + layer("lstm_1"))
    #expect(two["lstm_1/bias"]?.references.map(\.name) == ["\(scopes[1])/bias"])
    #expect(two["lstm/bias"]?.way == .order)
    #expect(found(scopes.flatMap { cell($0) }, layer("lstm")).isEmpty)
  }

  @Test func aDenseLayerOfACellsShapesIsNone() {
    let found = found(cell("head/dense") + cell("rnn/lstm_cell"), layer("lstm"))
    #expect(found["lstm/kernel"]?.references.map(\.name) == ["rnn/lstm_cell/kernel"])
  }

  @Test func aForgetBiasIsTheUsersElseTheGraphsElseAssumed() {
    func bias(_ given: Float?, _ told: [String: Float]) -> LaidOutVariable? {
      func variables(_ all: [(String, Shape)]) -> [VariableEvent] { all.map { variable($0.0, $0.1) } }
      let cells = RecurrentCells(
        SidePair(reference: variables(cell("c")), candidate: variables(layer("l"))), forgetBias: given, told: told)
      return cells.found.first { $0.candidate.name == "l/bias" }
    }
    #expect(bias(nil, [:])?.layout == .lstmBias(forgetBias: 1))
    #expect(bias(nil, [:])?.isAssumed == true)
    #expect(bias(nil, ["c/bias": 0])?.layout == .lstmBias(forgetBias: 0))
    #expect(bias(nil, ["c/bias": 0])?.isAssumed == false)
    #expect(bias(0.5, ["c/bias": 0])?.layout == .lstmBias(forgetBias: 0.5))
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
