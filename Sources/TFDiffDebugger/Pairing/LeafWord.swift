/// The last part of a variable's name, read as the word for the variable and what it says of the layer besides.
///
/// Programs of TensorFlow 1 often have no scope for a layer: `w1`, `b_conv2` and `softmax_w` name it in one part.
struct LeafWord: Sendable, Hashable {
  /// Keras' word where there is one for it, else the program's own.
  let word: String
  /// What it may be in its layer, by Keras' words; empty where it does not say.
  let meanings: Set<String>
  /// What the part says of the layer; empty where it says nothing.
  let layer: String

  /// - Parameters:
  ///   - part: in lower case.
  ///   - isInNorm: whether it stands in the scope of a norm, where a bias is its beta.
  init(_ part: String, isInNorm: Bool) {
    let (word, layer) = Self.split(part)
    let isNorms = isInNorm || layer.contains("norm")
    self.word = (isNorms ? Self.ofNorms[word] : nil) ?? Self.keras[word] ?? word
    meanings = (isNorms ? Self.ofNorms[word].map { [$0] } : nil) ?? Self.meanings[word] ?? []
    self.layer = layer
  }

  /// Words that a layer may have for variables of its own, whatever a norm calls by them.
  static let own: Set<String> = ["scale", "offset"]

  private static func split(_ part: String) -> (word: String, layer: String) {
    if meanings[part] != nil { return (part, "") }
    let letters = String(part.reversed().drop { $0.isNumber || $0 == "_" }.reversed())
    if letters != part, meanings[letters] != nil {
      return (letters, String(part.dropFirst(letters.count)).replacing("_", with: ""))
    }
    let tokens = part.split(separator: "_")
    for place in tokens.indices.dropFirst() {
      let word = tokens[place...].joined(separator: "_")
      if meanings[word] != nil { return (word, tokens[..<place].joined(separator: "_")) }
    }
    if let first = tokens.first.map(String.init), tokens.count > 1, leading.contains(first) {
      return (first, tokens.dropFirst().joined(separator: "_"))
    }
    return (part, "")
  }

  /// What may stand before the layer, as in `w_conv1`.
  private static let leading: Set<String> = ["w", "b", "weight", "weights", "bias", "biases", "kernel"]

  /// A bare word for weights is that of whatever multiplies: only a shape or an operation tells which.
  private static let weights: Set<String> = [
    "kernel", "embeddings", "recurrent_kernel", "depthwise_kernel", "pointwise_kernel",
  ]

  private static let meanings: [String: Set<String>] = {
    var found: [String: Set<String>] = [:]
    for word in ["w", "weight", "weights", "matrix", "params", "weight_mat", "weight_matrix", "table"] {
      found[word] = weights
    }
    for word in keras.keys where found[word] == nil { found[word] = keras[word].map { [$0] } ?? [] }
    for word in [
      "kernel", "bias", "gamma", "beta", "moving_mean", "moving_variance", "embeddings", "recurrent_kernel",
      "depthwise_kernel", "pointwise_kernel", "alpha", "w_i_diag", "w_f_diag", "w_o_diag",
    ] { found[word] = [word] }
    found["b"] = ["bias", "beta"]
    found["scale"] = ["gamma"]
    found["offset"] = ["beta"]
    return found
  }()

  /// Keras' words for those of slim, `tf.layers` and programs.
  private static let keras = [
    "weights": "kernel", "weight": "kernel", "w": "kernel", "matrix": "kernel", "params": "kernel",
    "weight_mat": "kernel", "weight_matrix": "kernel", "filter": "kernel", "filters": "kernel", "biases": "bias",
    "b": "bias", "g": "gamma", "depthwise_weights": "depthwise_kernel", "pointwise_weights": "pointwise_kernel",
    "embedding": "embeddings", "embedding_table": "embeddings", "embedding_matrix": "embeddings",
    "embedding_weights": "embeddings", "lookup_table": "embeddings", "embed": "embeddings", "emb": "embeddings",
    "wte": "embeddings", "wpe": "embeddings", "alphas": "alpha",
  ]

  /// What a norm's variables are, where they are called otherwise.
  private static let ofNorms = [
    "scale": "gamma", "weight": "gamma", "weights": "gamma", "w": "gamma", "g": "gamma", "offset": "beta",
    "bias": "beta", "biases": "beta", "b": "beta",
  ]
}
