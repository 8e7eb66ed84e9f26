import TFDiffTensor

/// The shapes of a convolution `[batch, height, width, depth]` by `[height, width, depth / groups, filters]`.
struct ConvolutionGeometry: Hashable, Sendable {
  let batch: Int
  let depth: Int
  let filters: Int
  let groups: Int
  let rows: Window
  let columns: Window

  var outputShape: Shape { [batch, rows.output, columns.output, filters] }

  /// Checks inputs 0 and 1 of `context` and the attributes as TensorFlow's `Conv2D` does
  /// (tensorflow/core/kernels/conv_ops.cc, `ComputeConv2DDimension`).
  init(_ context: ShapeContext, of operation: String) throws(EngineError) {
    let attributes = context.attributes
    try expectChannelsLast(attributes, of: operation)
    try context.expectRank(4, ofInput: 0, named: "convolution input", of: operation)
    try context.expectRank(4, ofInput: 1, named: "filter", of: operation)
    let strides = try SpatialPair("strides", of: attributes, operation: operation)
    let dilations = try SpatialPair("dilations", of: attributes, default: [1, 1, 1, 1], operation: operation)
    let padding = try Padding(attributes, of: operation)
    let (input, filter) = (context.inputs[0].shape, context.inputs[1].shape)
    try Self.checkDepths(input: input, filter: filter, of: operation)

    batch = input[0]
    depth = input[3]
    filters = filter[3]
    groups = depth / filter[2]
    rows = try Window(
      input: input[1], filter: filter[0], stride: strides.height, dilation: dilations.height,
      padding: padding, axis: 0, of: operation)
    columns = try Window(
      input: input[2], filter: filter[1], stride: strides.width, dilation: dilations.width,
      padding: padding, axis: 1, of: operation)
  }

  private static func checkDepths(input: Shape, filter: Shape, of operation: String) throws(EngineError) {
    guard !filter.dimensions.contains(0) else {
      throw .badInput(
        operation: operation, reason: "filter must not have zero elements, got shape \(filter)")
    }
    guard input[3] > 0, input[3] % filter[2] == 0 else {
      throw .badInput(
        operation: operation,
        reason: "input depth must be evenly divisible by filter depth: \(input[3]) vs \(filter[2])")
    }
    let groups = input[3] / filter[2]
    guard filter[3] % groups == 0 else {
      throw .badInput(
        operation: operation,
        reason: "output depth must be evenly divisible by number of groups: \(filter[3]) vs \(groups)")
    }
  }
}
