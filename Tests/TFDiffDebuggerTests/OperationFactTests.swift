import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: what is said of an operation on both sides stands beside each other, and only what differs is called so.
@Suite struct OperationFactTests {
  private static func event(
    _ name: String, _ type: String = "Conv2D", attributes: [String: String] = [:], inputs: [OperationInput] = [],
    output: Tensor? = nil, id: String? = nil, operands: [OperandValue?] = []
  ) -> OperationEvent {
    OperationEvent(
      name: name, type: type, output: output, id: id,
      attributes: attributes.map { OperationAttribute(name: $0.key, value: $0.value) }, inputs: inputs,
      operands: operands)
  }

  @Test func differingAttributesComeFirst() {
    let row = OperationRow(
      reference: Self.event("a", attributes: ["padding": "SAME", "T": "float32", "alpha": "0.2", "old": "1"]),
      candidate: Self.event("b", attributes: ["padding": "VALID", "T": "float32", "alpha": "0.3", "new": "2"]),
      status: .mismatch)
    let facts = row.attributeFacts
    #expect(facts.map(\.name) == ["alpha", "padding", "new", "old", "T"])
    #expect(facts.map(\.standing) == [.differs, .differs, .alone, .alone, .same])
    #expect(facts[0].reference == "0.2" && facts[0].candidate == "0.3")
    #expect(facts[2].reference == nil && facts[3].candidate == nil)
    let alone = OperationRow(reference: nil, candidate: row.candidate, status: .missingReference)
    #expect(alone.attributeFacts.allSatisfy { $0.standing == .alone })
  }

  @Test func inputsComeWithTheirSourceAndTheirValue() {
    let (left, right) = (Tensor([1, 2] as [Float]), Tensor([1, 3] as [Float]))
    var endpoint = EndpointRow(name: "layer")
    let inputs: [OperationInput] = [
      .operation(id: "x", output: 0), .constant(OperationConstant(shape: [], dtype: "float32", values: [2])),
    ]
    let others: [OperationInput] = [
      .operation(id: "y", output: 0), .constant(OperationConstant(shape: [], dtype: "float32", values: [3])),
    ]
    endpoint.operations = [
      OperationRow(
        reference: Self.event("net/Relu", "Relu", output: left, id: "x"),
        candidate: Self.event("port/Relu", "Relu", output: right, id: "y"), status: .mismatch),
      OperationRow(
        reference: Self.event("net/Pow", "Pow", inputs: inputs),
        candidate: Self.event("port/Pow", "Pow", inputs: others),
        status: .mismatch),
    ]
    var state = DebuggerState(target: .scripted())
    state.endpoints = [endpoint]
    let pairs = state.inputs(of: endpoint.operations[1], in: endpoint)
    #expect(pairs.map(\.standing) == [.same, .differs])
    #expect(pairs[0].source == SidePair(reference: "Relu net/Relu [2]", candidate: "Relu port/Relu [2]"))
    #expect(pairs[0].value.reference?.isIdentical(to: left) == true)
    #expect(pairs[0].value.candidate?.isIdentical(to: right) == true)
    #expect(pairs[1].source == SidePair(reference: "constant 2", candidate: "constant 3"))
  }

  /// A value that was recorded with the operation goes before all others; what is not known is said not to be.
  @Test func whatIsNotRecordedIsSaid() {
    let value = Tensor([7] as [Float])
    let event = Self.event(
      "net/MatMul", "MatMul", inputs: [.operation(id: "gone", output: 0), .variable("w"), .modelInput, .unknown],
      operands: [nil, OperandValue(value), nil, nil])
    let row = OperationRow(reference: event, candidate: nil, status: .missingCandidate)
    let state = DebuggerState(target: .scripted())
    let pairs = state.inputs(of: row, in: EndpointRow(name: "layer"))
    #expect(
      pairs.map(\.source.reference) == [
        "an operation before the layer", "variable w [1]", "the model's input", "not known",
      ])
    #expect(pairs.allSatisfy { $0.standing == .alone && $0.source.candidate == nil })
    #expect(pairs[0].value.reference == nil && pairs[1].value.reference?.isIdentical(to: value) == true)
  }
}
