/// A variable's name as slim, `tf.layers` and Keras have it in common: `Conv2d_1/weights` and `conv2d_1/kernel` are one.
///
/// Names from tf_slim/layers/layers.py, tensorflow/python/layers/ and keras/layers/.
package struct VariablePath: Sendable, Hashable {
  /// Lower case, without what one of the customs adds; outermost first.
  package let parts: [String]

  package init(_ name: String) {
    var parts = name.split(separator: "/").map { Self.plain(String($0)) }
    // A cell or a wrapper is a scope in one custom and none in another.
    parts.removeAll { Self.wrappers.contains($0) }
    if let leaf = parts.popLast() { parts.append(Self.leaves[leaf] ?? leaf) }
    self.parts = parts
  }

  /// What the variable is in its layer: `kernel`, `bias`, `gamma`, …
  var leaf: String { parts.last ?? "" }

  /// Whether it is one of a batch norm's, which training assigns and does not read.
  package var isMovingAverage: Bool { leaf == "moving_mean" || leaf == "moving_variance" }

  /// Whether the last part is one of those by which layers call their variables.
  var hasKnownLeaf: Bool { Self.knownLeaves.contains(leaf) }

  /// How many parts agree, counted from the last.
  func commonParts(with other: VariablePath) -> Int {
    zip(parts.reversed(), other.parts.reversed()).prefix { $0 == $1 }.count
  }

  private static func plain(_ part: String) -> String {
    let lower = part.lowercased()
    for (long, short) in scopes where lower == long || lower.hasPrefix(long + "_") {
      return short + lower.dropFirst(long.count)
    }
    return lower
  }

  private static let leaves = [
    "weights": "kernel", "w": "kernel", "biases": "bias", "b": "bias", "depthwise_weights": "depthwise_kernel",
    "pointwise_weights": "pointwise_kernel", "embedding": "embeddings", "embedding_table": "embeddings",
  ]
  private static let knownLeaves: Set<String> = [
    "kernel", "bias", "gamma", "beta", "moving_mean", "moving_variance", "embeddings", "recurrent_kernel",
    "depthwise_kernel", "pointwise_kernel", "alpha",
  ]
  private static let scopes = [
    ("batchnorm", "batch_norm"), ("batch_normalization", "batch_norm"), ("layernorm", "layer_norm"),
    ("layer_normalization", "layer_norm"), ("fully_connected", "dense"),
  ]
  private static let wrappers: Set<String> = ["rnn", "multi_rnn_cell", "bidirectional_rnn"]
}
