import TFDiffTensor

/// Axes, which TensorFlow counts from the end where they are negative.
extension OperationEvent {
  /// Whether two values of an attribute are one axis, counted from the two ends.
  func isSameAxis(_ attribute: OperationAttribute, as other: String, in candidate: OperationEvent) -> Bool {
    guard attribute.name == "axis" || attribute.name == "batch_dims", let left = Int(attribute.value),
      let right = Int(other)
    else { return false }
    return isSameAxis(left, right)
  }

  /// Whether two constants at an input are the same axes, counted from the two ends.
  func isSameAxis(_ reference: OperationConstant, as candidate: OperationConstant, at input: Int) -> Bool {
    guard axisInput == input, let left = reference.values, let right = candidate.values, left.count == right.count
    else {
      return false
    }
    return zip(left, right).allSatisfy { left, right in
      guard let left = Int(exactly: left), let right = Int(exactly: right) else { return false }
      return isSameAxis(left, right)
    }
  }

  private func isSameAxis(_ left: Int, _ right: Int) -> Bool {
    if left == right { return true }
    guard (left < 0) != (right < 0) else { return false }
    let rank = max(left, right) - min(left, right)
    // Where the rank is not known, nothing says that they are two.
    return axisRank.map { $0 == rank } ?? true
  }

  /// Which input says the axis (tensorflow/core/ops/array_ops.cc, math_ops.cc).
  var axisInput: Int? {
    switch canonicalOperationType(type) {
    case "Concat": type == "Concat" ? 0 : inputs.count - 1
    case "Split": 0
    case "SplitV", "Gather": 2
    case "ExpandDims", "ArgMax", "ArgMin", "Cumsum", "Cumprod", "Reverse", "Mean", "Sum", "Max", "Min", "Prod", "All",
      "Any",
      "EuclideanNorm":
      1
    default: nil
    }
  }

  /// How many axes there are to be counted; nil where the output does not say.
  private var axisRank: Int? {
    guard let rank = output?.shape.rank else { return nil }
    switch canonicalOperationType(type) {
    case "Concat", "Split", "SplitV", "ExpandDims", "Reverse", "Cumsum", "Cumprod", "Pack": return rank
    case "ArgMax", "ArgMin", "Unpack": return rank + 1
    case "Mean", "Sum", "Max", "Min", "Prod", "All", "Any", "EuclideanNorm":
      guard let kept = attributes.first(where: { $0.name == "keep_dims" })?.value else { return nil }
      if kept.lowercased() == "true" { return rank }
      guard case .constant(let axes)? = inputs.dropFirst().first, let count = axes.values?.count else { return nil }
      return rank + count
    default: return nil
    }
  }
}
