import TFDiffTensor

extension [OperationEvent] {
  /// Those that are compared; what one of them takes from an operation that is not listed stands among its values.
  func computing() -> [OperationEvent] {
    let listed = filter { OperationKind(of: $0) == .compute }
    guard listed.contains(where: { !$0.operands.isEmpty }) else { return listed }
    var unlisted: [String: Tensor] = [:]
    for event in self where OperationKind(of: event) == .bookkeeping {
      if let id = event.id { unlisted[id] = event.output }
    }
    return unlisted.isEmpty ? listed : listed.map { $0.takingOutputs(of: unlisted) }
  }
}

extension OperationEvent {
  /// The same with the outputs of operations, by their ids, where its values are not told for being theirs.
  fileprivate func takingOutputs(of outputs: [String: Tensor]) -> OperationEvent {
    let values = zip(inputs, operands).map { input, operand -> OperandValue? in
      guard let operand, operand.tensor == nil, case .operation(let id, output: 0) = input,
        let value = outputs[id]?.viewed(as: operand.shape)
      else { return operand }
      return OperandValue(value)
    }
    return with(operands: values)
  }
}
