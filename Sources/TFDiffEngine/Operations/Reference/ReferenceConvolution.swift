import TFDiffTensor

extension ReferenceKernel {
  /// The sum over filter positions and depth, position by position; padding counts as zero.
  static func convolution(
    _ input: Tensor, _ filter: Tensor, _ attributes: Attributes, of operation: String
  ) throws -> Tensor {
    let geometry = try ConvolutionGeometry(ShapeContext(of: [input, filter], attributes), of: operation)
    let (x, w) = (ReferenceArray(input), ReferenceArray(filter))
    var y = ReferenceArray(shape: geometry.outputShape)
    for index in y.indices {
      var sum = 0.0
      for (i, row) in taps(geometry.rows, index[1]) {
        for (j, column) in taps(geometry.columns, index[2]) {
          let depth = geometry.depth / geometry.groups
          let first = index[3] / (geometry.filters / geometry.groups) * depth
          for d in 0..<depth { sum += x[index[0], row, column, first + d] * w[i, j, d, index[3]] }
        }
      }
      y[index] = sum
    }
    return y.tensor
  }

  /// The filter positions of an output's window that lie on the input, and where they lie.
  private static func taps(_ window: Window, _ output: Int) -> [(filter: Int, input: Int)] {
    (0..<window.filter).map { ($0, window.start(of: output) + $0 * window.dilation) }
      .filter { (0..<window.input).contains($0.input) }
  }
}
