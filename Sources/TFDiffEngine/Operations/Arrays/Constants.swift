import TFDiffTensor

extension OperationDefinition {
  /// The tensor of attribute `value`, shared.
  static let const = OperationDefinition(
    "Const",
    shapeRule: { context in
      try context.expectInputs(0, of: "Const")
      let value = try context.attributes.tensor("value")
      return [TensorSpec(value.dtype, value.shape)]
    },
    compute: { [try $0.attributes.tensor("value")] },
    reference: { _, attributes in [ReferenceArray(try attributes.tensor("value")).tensor] },
    gradient: .notDifferentiable)

  /// Nothing: it is there for the control dependencies it gathers.
  static let noOp = OperationDefinition(
    "NoOp", shapeRule: { _ in [] }, compute: { _ in [] }, reference: { _, _ in [] })
}
