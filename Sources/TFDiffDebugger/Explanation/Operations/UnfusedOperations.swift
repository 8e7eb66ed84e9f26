import TFDiffTensor

/// Takes apart what a graph rewrite has made into one operation, so that it can be held against the operations it was made of.
///
/// The inputs of a fused operation are those of its first part, then those that each later part takes besides; source:
/// tensorflow/core/kernels/conv_ops_fused_impl.h and matmul_op_fused.cc.
struct UnfusedOperations {
  let laboratory: Laboratory

  /// The operations with their parts in the place of each that is fused; one whose parts cannot be executed stays as it is.
  func expanded(_ events: [OperationEvent]) -> [OperationEvent] {
    events.flatMap { event in
      guard event.fused.count > 1, let parts = try? parts(of: event) else { return [event] }
      return parts
    }
  }

  private func parts(of event: OperationEvent) throws -> [OperationEvent] {
    let id = event.id ?? event.name
    var parts: [OperationEvent] = []
    var next = 0
    for (place, type) in event.fused.enumerated() {
      let count = place == 0 ? 2 : try additional(type)
      let taken = next..<next + count
      next += count
      guard event.operands.count >= next, event.inputs.count >= next else { throw ExperimentError.noResult }
      var inputs = Array(event.inputs[taken])
      var operands = Array(event.operands[taken])
      if let before = parts.last {
        inputs.insert(.operation(id: before.id ?? "", output: 0), at: 0)
        operands.insert(before.output.map { OperandValue($0) }, at: 0)
      }
      let isLast = place == event.fused.count - 1
      let attributes = attributes(of: type, in: event)
      let output = isLast ? event.output : try execute(type, attributes, operands)
      parts.append(
        OperationEvent(
          name: event.name.scope + type, type: type, output: output, stack: event.stack,
          id: isLast ? id : "\(id)/\(place)",
          attributes: attributes, inputs: inputs, operands: operands))
    }
    return parts
  }

  /// How many values a later part takes besides what the part before it gives.
  private func additional(_ type: String) throws -> Int {
    switch type {
    case "BiasAdd": 1
    case "FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3": 4
    case "Relu", "Relu6", "Elu", "LeakyRelu", "Tanh", "Sigmoid": 0
    default: throw ExperimentError.noResult
    }
  }

  private func attributes(of type: String, in event: OperationEvent) -> [OperationAttribute] {
    let own: Set<String> =
      switch type {
      case "BiasAdd": ["data_format"]
      case "FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3": ["epsilon", "data_format"]
      case "LeakyRelu": ["leakyrelu_alpha"]
      case "Relu", "Relu6", "Elu", "Tanh", "Sigmoid": []
      default: Set(event.attributes.map(\.name)).subtracting(["fused_ops", "epsilon", "num_args", "leakyrelu_alpha"])
      }
    let taken = event.attributes.filter { own.contains($0.name) }
      .map { OperationAttribute(name: $0.name == "leakyrelu_alpha" ? "alpha" : $0.name, value: $0.value) }
    // Only batch normalization that does not train is fused.
    return type.hasPrefix("FusedBatchNorm") ? taken + [.init(name: "is_training", value: "False")] : taken
  }

  private func execute(_ type: String, _ attributes: [OperationAttribute], _ operands: [OperandValue?]) throws
    -> Tensor?
  {
    let inputs = operands.compactMap { $0?.tensor }
    guard inputs.count == operands.count else { throw ExperimentError.noResult }
    return try laboratory.execute(Calculation(type: type, attributes: attributes, inputs: inputs)).first
  }
}

extension String {
  /// A name's scopes, with the slash that ends them.
  fileprivate var scope: String { lastIndex(of: "/").map { String(self[...$0]) } ?? "" }
}
