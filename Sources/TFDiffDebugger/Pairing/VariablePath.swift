/// A variable's name as slim, `tf.layers`, Keras and programs of their own custom have it in common: `Conv2d_1/weights` and
/// `conv2d_1/kernel` are one, and so are `softmax_w` and `softmax/kernel`.
///
/// Names from tf_slim/layers/layers.py, tensorflow/python/layers/ and keras/layers/.
package struct VariablePath: Sendable, Hashable {
  /// Lower case, without what one of the customs adds; outermost first.
  package let parts: [String]
  /// What the variable may be in its layer, by Keras' words; empty where its name does not say.
  let meanings: Set<String>
  /// What the last part of the name says of the layer, as `conv1` in `w_conv1`; empty where it is the variable's word alone.
  let layerInLeaf: String

  package init(_ name: String) {
    var parts = name.split(separator: "/").map { Self.plain(String($0)) }
    // A cell or a wrapper is a scope in one custom and none in another.
    parts.removeAll { Self.wrappers.contains($0) }
    let leaf = LeafWord(parts.popLast() ?? "", isInNorm: parts.last.map(Self.isNorm) ?? false)
    if !leaf.layer.isEmpty { parts.append(leaf.layer) }
    self.parts = parts + (leaf.word.isEmpty ? [] : [leaf.word])
    (meanings, layerInLeaf) = (leaf.meanings, leaf.layer)
  }

  /// What the variable is in its layer: `kernel`, `bias`, `gamma`, …
  var leaf: String { parts.last ?? "" }

  /// Whether it is one of a batch norm's, which training assigns and does not read.
  package var isMovingAverage: Bool { leaf == "moving_mean" || leaf == "moving_variance" }

  /// Whether the last part is one of those by which layers call their variables.
  var hasKnownLeaf: Bool { !meanings.isEmpty }

  /// Whether the two are variables of one kind, as far as their last parts say: neither is of a kind that the other is not.
  func doesNotContradict(_ other: VariablePath) -> Bool {
    !hasKnownLeaf || !other.hasKnownLeaf || !meanings.isDisjoint(with: other.meanings)
  }

  /// Whether the last parts are one word, in whichever custom.
  func hasLeaf(of other: VariablePath) -> Bool {
    leaf == other.leaf || (hasKnownLeaf && other.hasKnownLeaf && !meanings.isDisjoint(with: other.meanings))
  }

  /// Whether they are one but for customs.
  package func isSame(as other: VariablePath) -> Bool {
    parts.dropLast() == other.parts.dropLast() && hasLeafByCustom(of: other)
  }

  /// How many parts agree, counted from the last.
  func commonParts(with other: VariablePath) -> Int {
    guard hasLeafByCustom(of: other) else { return 0 }
    return 1 + zip(parts.dropLast().reversed(), other.parts.dropLast().reversed()).prefix { $0 == $1 }.count
  }

  /// The words of its scopes, without numbers that only make names unique.
  var words: Set<String> { Self.words(of: parts.dropLast()) }

  /// A `scale` or an `offset` may be a layer's own as well as a norm's: by its name alone it is no other word's.
  private func hasLeafByCustom(of other: VariablePath) -> Bool {
    let isOwn = LeafWord.own.contains(leaf) || LeafWord.own.contains(other.leaf)
    return isOwn ? leaf == other.leaf : hasLeaf(of: other)
  }

  private static func plain(_ part: String) -> String {
    let lower = part.lowercased()
    for (long, short) in scopes where lower == long || lower.hasPrefix(long + "_") {
      return short + lower.dropFirst(long.count)
    }
    return lower
  }

  /// Whether a scope is that of a batch, layer or other norm.
  private static func isNorm(_ part: String) -> Bool {
    part.contains("norm")
      || part.split(separator: "_").contains { word in
        (word.hasPrefix("ln") || word.hasPrefix("bn")) && word.dropFirst(2).first.map(\.isNumber) ?? true
      }
  }

  /// A scope is a word as a whole, and so is each of its parts.
  private static func words(of scopes: some Sequence<String>) -> Set<String> {
    var words: Set<String> = []
    for scope in scopes {
      let parts = scope.split { !$0.isLetter && !$0.isNumber }.map(String.init).filter { !$0.allSatisfy(\.isNumber) }
      words.formUnion(parts.map { directions[$0] ?? $0 })
      if parts.count > 1 { words.insert(parts.joined(separator: "_")) }
    }
    return words
  }

  private static let directions = ["fw": "forward", "fwd": "forward", "bw": "backward", "bwd": "backward"]
  private static let scopes = [
    ("batchnorm", "batch_norm"), ("batch_normalization", "batch_norm"), ("layernorm", "layer_norm"),
    ("layer_normalization", "layer_norm"), ("fully_connected", "dense"),
  ]
  private static let wrappers: Set<String> = ["rnn", "multi_rnn_cell", "bidirectional_rnn"]
}
