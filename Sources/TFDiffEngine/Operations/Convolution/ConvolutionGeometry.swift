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

extension ConvolutionGeometry {
  /// The filter's dimensions as oneDNN names them: `[filters, depth, height, width]`, with the groups in front where there
  /// are several.
  var weightDimensions: [Int] {
    let each = [filters / groups, depth / groups, rows.filter, columns.filter]
    return groups > 1 ? [groups] + each : each
  }

  /// The filter as TensorFlow has it: `[height, width, depth / groups, filters]` in that order in memory.
  func plainWeights(for operation: String) throws(EngineError) -> MemoryDescriptor {
    let plane = depth / groups * filters
    let strides = [1, filters, columns.filter * plane, plane]
    return try MemoryDescriptor(
      dimensions: weightDimensions, strides: groups > 1 ? [filters / groups] + strides : strides, for: operation)
  }

  /// The image the window moves over, `[batch, height, width, depth]`.
  func source(for operation: String) throws(EngineError) -> MemoryDescriptor {
    try MemoryDescriptor(batch: batch, height: rows.input, width: columns.input, channels: depth, for: operation)
  }

  /// The result, `[batch, height, width, filters]`.
  func target(for operation: String) throws(EngineError) -> MemoryDescriptor {
    try MemoryDescriptor(batch: batch, height: rows.output, width: columns.output, channels: filters, for: operation)
  }

  var strides: [Int64] { [Int64(rows.stride), Int64(columns.stride)] }
  /// oneDNN counts what lies between two elements of a filter.
  var dilations: [Int64] { [Int64(rows.dilation - 1), Int64(columns.dilation - 1)] }
  var paddingBefore: [Int64] { [Int64(rows.padBefore), Int64(columns.padBefore)] }
  var paddingAfter: [Int64] { [Int64(rows.padAfter), Int64(columns.padAfter)] }
}
