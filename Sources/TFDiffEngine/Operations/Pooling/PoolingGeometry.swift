import TFDiffTensor

/// The shapes of a pooling over `[batch, height, width, channels]`.
struct PoolingGeometry: Hashable, Sendable {
  let batch: Int
  let channels: Int
  let rows: Window
  let columns: Window

  var outputShape: Shape { [batch, rows.output, columns.output, channels] }

  /// Checks input 0 of `context` and the attributes as TensorFlow's pooling does
  /// (tensorflow/core/kernels/pooling_ops_common.cc, `PoolParameters`).
  init(_ context: ShapeContext, of operation: String) throws(EngineError) {
    let attributes = context.attributes
    try expectChannelsLast(attributes, of: operation)
    try context.expectRank(4, ofInput: 0, named: "tensor_in", of: operation)
    let size = try SpatialPair("ksize", of: attributes, operation: operation)
    let strides = try SpatialPair("strides", of: attributes, operation: operation)
    let padding = try Padding(attributes, of: operation)
    let input = context.inputs[0].shape
    batch = input[0]
    channels = input[3]
    rows = try Window(
      input: input[1], filter: size.height, stride: strides.height, dilation: 1, padding: padding, axis: 0,
      of: operation)
    columns = try Window(
      input: input[2], filter: size.width, stride: strides.width, dilation: 1, padding: padding, axis: 1,
      of: operation)
    if case .explicit = padding { try expectPaddingBelowWindow(of: operation) }
  }

  /// A window that lies wholly on padding has no elements to pool.
  private func expectPaddingBelowWindow(of operation: String) throws(EngineError) {
    for window in [rows, columns] where max(window.padBefore, window.padAfter) >= window.filter {
      throw .badInput(
        operation: operation,
        reason: "padding \(max(window.padBefore, window.padAfter)) needs to be smaller than the window size "
          + "\(window.filter)")
    }
  }
}
