import TFDiffTensor

extension OperationDefinition {
  /// Output axis `i` is input axis `perm[i]`.
  static let transpose = OperationDefinition(
    "Transpose",
    shapeRule: { context in
      let shape = context.inputs.first?.shape
      let order = try permutation(context)
      return [TensorSpec(context.inputs[0].dtype, Shape(order.map { shape?[$0] ?? 0 }))]
    },
    compute: { invocation in
      let (x, spec) = (invocation.inputs[0], invocation.outputs[0])
      let order = try permutation(invocation.shapeContext)
      let (sourceStrides, targetStrides) = (x.shape.strides, spec.shape.strides)
      let axes = order.enumerated().map { axis, from in
        StridedCopy.Axis(count: x.shape[from], source: sourceStrides[from], target: targetStrides[axis])
      }
      return [x.copied(axes, to: spec, threads: invocation.threads)]
    },
    reference: { inputs, attributes in
      let order = try permutation(ShapeContext(of: inputs, attributes))
      let x = ReferenceArray(inputs[0])
      var y = ReferenceArray(shape: Shape(order.map { x.shape[$0] }))
      for index in x.indices { y[order.map { index[$0] }] = x[index] }
      return [y.tensor]
    },
    gradient: transposeGradient)

  private static func permutation(_ context: ShapeContext) throws(EngineError) -> [Int] {
    let type = "Transpose"
    try context.expectInputs(2, of: type)
    let rank = context.inputs[0].shape.rank
    let order = try context.integers(ofInput: 1, named: "perm", of: type)
    guard order.count == rank else {
      throw .badInput(
        operation: type,
        reason: "transpose expects a vector of size \(rank). But input(1) is a vector of size \(order.count)")
    }
    let axes = order.compactMap { normalizedAxis($0, rank: rank) }
    if let missing = (0..<rank).first(where: { !axes.contains($0) }) {
      throw .badInput(operation: type, reason: "\(missing) is missing from \(order)")
    }
    return axes
  }
}

extension Tensor {
  /// A tensor of `spec` with a box of this one's elements in it.
  ///
  /// - Parameters:
  ///   - axes: the box, seen from both sides.
  ///   - sourceStart: the position of the box's first element here.
  ///   - targetStart: its position in the result.
  ///   - fill: what every byte outside the box is; nil where the box covers the result.
  func copied(
    _ axes: [StridedCopy.Axis], to spec: TensorSpec, sourceStart: Int = 0, targetStart: Int = 0,
    fill: UInt8? = nil, threads: Int
  ) -> Tensor {
    let size = dtype.byteCount
    return Tensor(spec, fillingWith: fill) { target in
      guard !axes.contains(where: { $0.count == 0 }) else { return }
      _ = withRawPointer { source in
        StridedCopy(axes, elementBytes: size)(
          from: source + sourceStart * size, to: target + targetStart * size, threads: threads)
      }
    }
  }
}
