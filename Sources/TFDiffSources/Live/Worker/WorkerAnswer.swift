import TFDiffTensor

/// The head of the frame that answers a worker's question for a variable's value, which is the payload.
struct WorkerAnswer: Encodable {
  /// Nil, as `shape`, where there is no value.
  var dtype: String?
  var shape: [Int]?

  init(_ value: Tensor?) {
    dtype = value?.dtype.rawValue
    shape = value?.shape.dimensions
  }
}
