import TFDiffTensor

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension OperationDefinition {
  /// The logarithm of the softmax along the last axis of `[..., classes]`.
  static let logSoftmax = OperationDefinition(
    "LogSoftmax",
    shapeRule: { try $0.logits(of: "LogSoftmax") },
    compute: { invocation in
      let x = invocation.inputs[0]
      return [rows(of: x, classes: x.shape[-1]) { CrossEntropy.logSoftmax($0) }]
    },
    reference: { inputs, _ in
      let x = ReferenceArray(inputs[0])
      return [ReferenceArray(shape: x.shape, values: x.logSoftmax.flatMap(\.self)).tensor]
    },
    gradient: logSoftmaxGradient)

  private static let logSoftmaxGradient = Gradient.ofElements { context, operation, gradient in
    let softmax = try context.apply1("Softmax", [operation.inputs[0]], name: "Softmax")
    let sum = try context.sum(gradient, over: [-1], keepingDimensions: true)
    let product = try context.multiply(sum, softmax)
    return try context.withNameScope("sub") { try context.apply1("Sub", [gradient, product], name: $0) }
  }

  private static func rows(
    of x: Tensor, classes: Int, _ body: (UnsafeBufferPointer<Float>) -> [Float]
  ) -> Tensor {
    Tensor(CrossEntropy.rows(x, classes: classes) { body($1) }.flatMap(\.self), shape: x.shape)
  }
}

extension ReferenceArray {
  /// By row of the last axis, the logarithm of the softmax.
  var logSoftmax: [[Double]] {
    let classes = shape[-1]
    return stride(from: 0, to: values.count, by: max(classes, 1)).map { start in
      let row = values[start..<start + classes]
      let largest = row.max() ?? 0
      let logSum = log(row.reduce(0) { $0 + exp($1 - largest) }) + largest
      return row.map { $0 - logSum }
    }
  }
}
