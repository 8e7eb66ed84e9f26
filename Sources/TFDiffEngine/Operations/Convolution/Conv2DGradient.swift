import TFDiffTensor

extension OperationDefinition {
  /// The gradients of a convolution with respect to its image (inputs: the image's shape, the filter, the gradient of the
  /// result) and to its filter (inputs: the image, the filter's shape, the gradient of the result).
  static let conv2DBackprop: [OperationDefinition] = [
    backprop(.image, "Conv2DBackpropInput"), backprop(.filter, "Conv2DBackpropFilter"),
  ]

  /// Source: tensorflow/python/ops/nn_grad.py, `_Conv2DGrad`.
  static let conv2DGradient = Gradient.ofOutput { context, operation, gradient in
    let (image, filter) = (operation.inputs[0], operation.inputs[1])
    let shapes = try context.apply(
      "ShapeN", [image, filter], name: "ShapeN", attributes: ["N": .int(2), "out_type": .dtype(.int32)])
    func gradientOf(_ type: String, _ inputs: [Value]) throws -> Value {
      try context.apply1(type, inputs, name: type, attributes: operation.attributes)
    }
    return [
      operation.needs(0) ? try gradientOf("Conv2DBackpropInput", [shapes[0], filter, gradient]) : nil,
      operation.needs(1) ? try gradientOf("Conv2DBackpropFilter", [image, shapes[1], gradient]) : nil,
    ]
  }

  private static func backprop(_ side: ConvolutionGradientPrimitive.Side, _ type: String) -> OperationDefinition {
    return OperationDefinition(
      type,
      shapeRule: { context in
        let shape = try checked(context, side, type).shape
        try context.expectType([.float32], ofInputs: [1 - side.sizesInput, 2], of: type)
        return [TensorSpec(.float32, shape)]
      },
      compute: { invocation in
        let (geometry, shape) = try checked(invocation.shapeContext, side, type)
        guard geometry.outputShape.elementCount > 0, shape.elementCount > 0 else {
          return [Tensor(repeating: Float(0), shape: shape)]
        }
        let primitive = try ConvolutionGradientPrimitive.compiled(geometry, side, for: type)
        let inputs = invocation.inputs
        return switch side {
        case .image: [try primitive.image(filter: inputs[1], gradient: inputs[2])]
        case .filter: [try primitive.filter(image: inputs[0], gradient: inputs[2])]
        }
      },
      reference: { inputs, attributes in
        let (geometry, shape) = try checked(ShapeContext(of: inputs, attributes), side, type)
        return [
          ReferenceKernel.convolutionGradient(side, inputs[1 - side.sizesInput], inputs[2], geometry, shape: shape)
            .tensor
        ]
      })
  }

  /// - Returns: the convolution's geometry, and the shape of the gradient.
  private static func checked(
    _ context: ShapeContext, _ side: ConvolutionGradientPrimitive.Side, _ type: String
  ) throws(EngineError) -> (geometry: ConvolutionGeometry, shape: Shape) {
    try context.expectInputs(3, of: type)
    let shape = Shape(try context.integers(ofInput: side.sizesInput, named: "the input's sizes", of: type))
    var inputs = context.inputs
    inputs[side.sizesInput] = TensorSpec(.float32, shape)
    let geometry = try ConvolutionGeometry(
      ShapeContext(inputs: inputs, attributes: context.attributes, constantInput: context.constantInput), of: type)
    try context.expect(geometry.outputShape, ofInput: 2, of: type)
    return (geometry, shape)
  }
}

extension ConvolutionGradientPrimitive.Side {
  /// Which input of the gradient is the shape of what it is the gradient of.
  fileprivate var sizesInput: Int { self == .image ? 0 : 1 }
}

extension ReferenceKernel {
  /// Each product of the forward loop hands its part of the gradient back.
  ///
  /// - Parameter other: the filter, where the image's gradient is wanted, and the image, where the filter's is.
  static func convolutionGradient(
    _ side: ConvolutionGradientPrimitive.Side, _ other: Tensor, _ gradient: Tensor, _ geometry: ConvolutionGeometry,
    shape: Shape
  ) -> ReferenceArray {
    let (other, dy) = (ReferenceArray(other), ReferenceArray(gradient))
    var result = ReferenceArray(shape: shape)
    let (rows, columns) = (geometry.rows, geometry.columns)
    let (groupDepth, groupFilters) = (geometry.depth / geometry.groups, geometry.filters / geometry.groups)
    for at in dy.indices {
      let base = at[3] / groupFilters * groupDepth
      for y in 0..<rows.filter {
        let row = rows.start(of: at[1]) + y * rows.dilation
        for x in 0..<columns.filter where (0..<rows.input).contains(row) {
          let column = columns.start(of: at[2]) + x * columns.dilation
          guard (0..<columns.input).contains(column) else { continue }
          for depth in 0..<groupDepth {
            let image = [at[0], row, column, base + depth]
            let filter = [y, x, depth, at[3]]
            switch side {
            case .image: result[image] += dy[at] * other[filter]
            case .filter: result[filter] += dy[at] * other[image]
            }
          }
        }
      }
    }
    return result
  }
}
