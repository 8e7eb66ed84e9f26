import TFDiffTensor

/// Of how many products an element of an operation's output is the sum.
enum ContractedTerms {
  /// - Parameter operands: the shapes of what the operation takes, in order; nil where one is not known.
  static func count(_ event: OperationEvent, output: Shape, operands: [Shape?]) -> Double {
    let type = canonicalOperationType(event.type)
    let (first, second) = (operands.first ?? nil, operands.dropFirst().first ?? nil)
    switch type {
    case "Conv2D", "FusedConv2D", "Conv3D", "Conv1D", "Conv2DBackpropInput": return filter(second, outputs: 1)
    case "DepthwiseConv2dNative", "FusedDepthwiseConv2dNative": return filter(second, outputs: 2)
    case "MatMul", "FusedMatMul", "BatchMatMul", "Einsum": return matrix(second ?? first)
    case "Mean", "Sum", "Prod", "EuclideanNorm", "L2Loss", "SegmentSum", "UnsortedSegmentSum", "Cumsum":
      return ratio(first, output)
    case "AvgPool", "AvgPool3D": return max(pool(event), 1)
    case "Softmax", "LogSoftmax": return Double(output.dimensions.last ?? 1)
    case "FusedBatchNorm", "FusedBatchNormEx": return isTraining(event) ? perChannel(output) : 4
    default: return composites.contains(where: { type.contains($0) }) ? RoundingEstimate.composite : 1
    }
  }

  /// A filter of `[height, width, in, out]`, whose last dimensions each element of the output has one of.
  private static func filter(_ shape: Shape?, outputs: Int) -> Double {
    guard let shape, shape.rank > outputs else { return RoundingEstimate.composite }
    return Double(max(shape.dimensions.dropLast(outputs).reduce(1, *), 1))
  }

  /// The longer side of a matrix, as which of the two is summed over depends on attributes.
  private static func matrix(_ shape: Shape?) -> Double {
    guard let shape, let longer = shape.dimensions.suffix(2).max() else { return RoundingEstimate.composite }
    return Double(max(longer, 1))
  }

  private static func ratio(_ input: Shape?, _ output: Shape) -> Double {
    guard let input else { return RoundingEstimate.composite }
    return Double(max(input.elementCount / max(output.elementCount, 1), 1))
  }

  /// The product of the window's sides, which its attribute `ksize` has as `[1, 8, 8, 1]`.
  private static func pool(_ event: OperationEvent) -> Double {
    guard let words = event.attributes.first(where: { $0.name == "ksize" })?.value else {
      return RoundingEstimate.composite
    }
    let sides = words.split { !$0.isNumber }.compactMap { Double($0) }
    return sides.isEmpty ? RoundingEstimate.composite : sides.reduce(1, *)
  }

  private static func isTraining(_ event: OperationEvent) -> Bool {
    // TensorFlow's default is true.
    event.attributes.first { $0.name == "is_training" }?.value.lowercased() != "false"
  }

  private static func perChannel(_ shape: Shape) -> Double {
    Double(max(shape.elementCount / max(shape.dimensions.last ?? 1, 1), 1))
  }

  /// What the types of operations that run many others hold.
  private static let composites = ["While", "PartitionedCall", "CudnnRNN", "XlaLaunch", "BlockLSTM", "GRUBlock"]
}
