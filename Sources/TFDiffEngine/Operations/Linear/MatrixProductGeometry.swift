import TFDiffTensor

/// The shapes of a product `[rows, depth] × [depth, columns]`.
struct MatrixProductGeometry: Hashable, Sendable {
  let rows: Int
  let depth: Int
  let columns: Int
  let transposesA: Bool
  let transposesB: Bool

  var outputShape: Shape { [rows, columns] }

  /// Checks inputs 0 and 1 of `context` and the attributes as TensorFlow's `MatMul` does.
  init(_ context: ShapeContext, of operation: String) throws(EngineError) {
    transposesA = try context.attributes.bool("transpose_a", default: false)
    transposesB = try context.attributes.bool("transpose_b", default: false)
    let (a, b) = (context.inputs[0].shape, context.inputs[1].shape)
    try context.expectRank(2, ofInput: 0, named: "In[0]", of: operation)
    try context.expectRank(2, ofInput: 1, named: "In[1]", of: operation)
    rows = a[transposesA ? 1 : 0]
    depth = a[transposesA ? 0 : 1]
    columns = b[transposesB ? 0 : 1]
    guard b[transposesB ? 1 : 0] == depth else {
      throw .badInput(
        operation: operation,
        reason: "Matrix size-incompatible: In[0]: \(a), In[1]: \(b), transpose_a: \(transposesA), "
          + "transpose_b: \(transposesB)")
    }
  }
}
