import TFDiffTensor

extension ReferenceKernel {
  /// The sum over filter positions and depth, position by position; padding counts as zero.
  static func convolution(
    _ input: Tensor, _ filter: Tensor, _ attributes: Attributes, of operation: String
  ) throws -> Tensor {
    let geometry = try ConvolutionGeometry(ShapeContext(of: [input, filter], attributes), of: operation)
    let (x, w) = (ReferenceArray(input), ReferenceArray(filter))
    return ReferenceArray.sums(x, w, shape: geometry.outputShape, lines: geometry.batch * geometry.rows.output) {
      line, x, w, y in
      addLine(line, of: geometry, x, w, to: y)
    }.tensor
  }

  /// A line of an image of the result. The filter passes by once for all of it, so that what is read again and again is near.
  private static func addLine(
    _ line: Int, of geometry: ConvolutionGeometry, _ x: UnsafePointer<Double>, _ w: UnsafePointer<Double>,
    to y: UnsafeMutablePointer<Double>
  ) {
    let (rows, columns, filters) = (geometry.rows, geometry.columns, geometry.filters)
    let (groupDepth, groupFilters) = (geometry.depth / geometry.groups, filters / geometry.groups)
    let (image, output) = line.quotientAndRemainder(dividingBy: rows.output)
    for (i, row) in taps(rows, output) {
      for position in 0..<columns.output {
        for (j, column) in taps(columns, position) {
          let source = x + ((image * rows.input + row) * columns.input + column) * geometry.depth
          let products = w + (i * columns.filter + j) * groupDepth * filters
          for group in 0..<geometry.groups {
            let sums = y + position * filters + group * groupFilters
            for d in 0..<groupDepth {
              add(
                source[group * groupDepth + d], times: products + d * filters + group * groupFilters,
                count: groupFilters, to: sums)
            }
          }
        }
      }
    }
  }

  /// The filter positions of an output's window that lie on the input, and where they lie.
  private static func taps(_ window: Window, _ output: Int) -> [(filter: Int, input: Int)] {
    (0..<window.filter).map { ($0, window.start(of: output) + $0 * window.dilation) }
      .filter { (0..<window.input).contains($0.input) }
  }

  /// Adds a number times each element of a row to those of another. What is summed in float64 is so in the order in which it
  /// is written down; what lies side by side are different sums, which a processor adds to several at a time.
  static func add(
    _ factor: Double, times row: UnsafePointer<Double>, count: Int, to sums: UnsafeMutablePointer<Double>
  ) {
    for index in 0..<count { sums[index] += factor * row[index] }
  }
}
