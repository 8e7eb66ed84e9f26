import TFDiffTensor

extension OperationDefinition {
  /// The op types that make, read and change variables.
  static let variables: [OperationDefinition] = [
    handle("VarHandleOp"), handle("VariableV2"), isInitialized, read, assign("AssignVariableOp"),
    assign("Assign"),
    assignSubtract, placeholder,
  ]

  /// Output: the handle. (A `VariableV2`'s output is a reference, which the executor reads for every consumer
  /// but `Assign`; its static shape is the variable's.)
  private static func handle(_ type: String) -> OperationDefinition {
    OperationDefinition(
      type, isStateful: true,
      shapeRule: { context in
        type == "VarHandleOp"
          ? [TensorSpec(.uint8, .scalar)]
          : [TensorSpec(try context.attributes.dtype("dtype"), try context.attributes.shape("shape"))]
      },
      makeKernel: { attributes in
        let handle = ResourceHandle.encode(try attributes.string("shared_name"))
        return StatelessKernel { _, _ in [handle] }
      })
  }

  private static let isInitialized = OperationDefinition(
    "VarIsInitializedOp", isStateful: true, shapeRule: { _ in [TensorSpec(.bool, .scalar)] },
    makeKernel: { _ in
      StatelessKernel { inputs, context in
        [Tensor(scalar: context.resources.isInitialized(ResourceHandle.decode(inputs[0])))]
      }
    })

  private static let read = OperationDefinition(
    "ReadVariableOp", isStateful: true,
    shapeRule: { [TensorSpec(try $0.attributes.dtype("dtype"), try $0.attributes.shape("shape"))] },
    makeKernel: { _ in
      StatelessKernel { inputs, context in [try context.resources.read(ResourceHandle.decode(inputs[0]))] }
    },
    gradient: identityGradient)

  private static func assign(_ type: String) -> OperationDefinition {
    OperationDefinition(
      type, isStateful: true, shapeRule: { type == "Assign" ? [$0.inputs[1]] : [] },
      makeKernel: { _ in
        StatelessKernel { inputs, context in
          context.resources.assign(ResourceHandle.decode(inputs[0]), inputs[1])
          return type == "Assign" ? [inputs[1]] : []
        }
      })
  }

  private static let assignSubtract = OperationDefinition(
    "AssignSubVariableOp", isStateful: true, shapeRule: { _ in [] },
    makeKernel: { _ in
      let subtract = try OperationRegistry.standard["Sub"].makeKernel([:])
      return StatelessKernel { inputs, context in
        try context.resources.update(ResourceHandle.decode(inputs[0])) { old in
          try subtract.compute([old, inputs[1]], context)[0]
        }
        return []
      }
    })

  private static let placeholder = OperationDefinition(
    "Placeholder",
    shapeRule: { [TensorSpec(try $0.attributes.dtype("dtype"), try $0.attributes.shape("shape"))] },
    makeKernel: { _ in
      StatelessKernel { _, _ in throw EngineError.notFed(placeholder: "Placeholder") }
    })
}
