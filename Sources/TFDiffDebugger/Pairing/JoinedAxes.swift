import TFDiffTensor

extension Shape {
  /// Whether a tensor of one shape is one of the other with neighbouring axes joined or split, and sizes of 1 added or dropped:
  /// a dense kernel `[model, heads·size]` is Keras' MultiHeadAttention's `[model, heads, size]`.
  func joinsAxes(of other: Shape) -> Bool {
    let (own, others) = (withoutOnes, other.withoutOnes)
    guard !own.isEmpty, !others.isEmpty, elementCount == other.elementCount else { return false }
    var (left, right) = (0, 0)
    while left < own.count, right < others.count {
      let start = (left, right)
      var (product, rival) = (own[left], others[right])
      (left, right) = (left + 1, right + 1)
      while product != rival {
        if product < rival, left < own.count {
          product *= own[left]
          left += 1
        } else if rival < product, right < others.count {
          rival *= others[right]
          right += 1
        } else {
          return false
        }
      }
      // On one side the group must be one axis: several against several would be cut anew.
      if left - start.0 > 1, right - start.1 > 1 { return false }
    }
    return left == own.count && right == others.count
  }
}
