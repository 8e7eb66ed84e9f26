import TFDiffTensor

/// How much it says that two tensors are equal.
enum ValueVariety: Sendable, Hashable {
  /// All elements are one number: the same zeros come about in many ways.
  case constant
  /// Few different numbers, whole ones or each many times, as masks, counts and flags have: these may be equal by accident.
  case few
  case many
}

extension Tensor {
  var variety: ValueVariety {
    let statistics = Statistics(of: self)
    guard statistics.min < statistics.max else { return .constant }
    let looked = min(elementCount, Self.looked)
    var seen: Set<Double> = []
    var areWhole = true
    for position in 0..<looked {
      let value = value(at: position)
      seen.insert(value)
      if seen.count > Self.few { return .many }
      areWhole = areWhole && (!value.isFinite || value == value.rounded())
    }
    return areWhole || looked >= Self.repeats * seen.count ? .few : .many
  }

  /// How many different numbers may come about by accident.
  private static let few = 8
  /// How often each of few numbers stands there, on average, where they are flags rather than results.
  private static let repeats = 4
  /// How many elements are looked at.
  private static let looked = 4096
}
