import TFDiffTensor

/// What the difference between two tensors looks like.
///
/// A kind is a claim on all elements: it must explain the difference down to what rounding makes of numbers of that size. What
/// claims less is asked first (one factor before a factor for each channel), and what no claim explains is unknown; noise
/// is explained by none.
struct ErrorClassification: Sendable, Hashable {
  var kind: ErrorKind
  /// One sentence with the numbers that show it.
  var evidence: String

  init(_ kind: ErrorKind, _ evidence: String) { (self.kind, self.evidence) = (kind, evidence) }

  /// - Parameters:
  ///   - tolerance: what an element is held to; only beyond it an element counts as different.
  init(reference: Tensor, candidate: Tensor, tolerance: Tolerance = .standard) {
    guard reference.shape == candidate.shape else {
      self = Self.ofShapes(reference, candidate)
      return
    }
    let all = ElementPair(reference, candidate)
    if let found = all.nonFiniteDifference {
      self = found
      return
    }
    let pair = all.finite
    let greatest = pair.greatestDifference
    guard greatest > pair.noise else {
      self.init(
        .unknown,
        "the greatest difference is \(formatShort(greatest)), no more than rounding makes of numbers of this size")
      return
    }
    let differing = Differing(pair, tolerance)
    self =
      pair.constantFactor ?? pair.constantOffset ?? pair.transposition ?? pair.permutation ?? pair.commonLine
      ?? pair.perChannel
      ?? differing.border ?? differing.partOfBatch ?? differing.outliers ?? pair.shift ?? pair.otherNumbers
      ?? Self.unknown(reference, candidate, greatest)
  }

  private static func unknown(_ reference: Tensor, _ candidate: Tensor, _ greatest: Double) -> ErrorClassification {
    guard let measures = ErrorMeasures(reference, candidate) else {
      return ErrorClassification(.unknown, "the greatest difference is \(formatShort(greatest))")
    }
    return ErrorClassification(
      .unknown,
      "the greatest difference is \(formatShort(greatest)), the difference's norm \(formatShort(measures.relativeL2)) of the "
        + "reference's, and the cosine between the two \(NumberText.statistic(measures.cosine))")
  }

  private static func ofShapes(_ reference: Tensor, _ candidate: Tensor) -> ErrorClassification {
    let words = "the reference's shape is \(reference.shape) and the candidate's \(candidate.shape)"
    if let order = AxisOrder.all(of: reference.shape).first(where: { order in
      order.shape(of: reference.shape) == candidate.shape
        && ElementPair(reference, candidate.reshaped(to: reference.shape)).residual(in: order) != nil
    }) {
      return ErrorClassification(
        .transposition, words + ": the candidate has the reference's axes in the order \(order.words)")
    }
    return ErrorClassification(.shape, words)
  }
}

/// A number as evidence has it.
func number(_ value: Double) -> String { NumberText.rounded(value) }

extension ElementPair {
  /// NaN or an infinity that the other side does not have.
  fileprivate var nonFiniteDifference: ErrorClassification? {
    var counts = (reference: 0, candidate: 0)
    var first: Int?
    for place in reference.indices {
      let (left, right) = (reference[place], candidate[place])
      if left.isFinite && right.isFinite || left == right || left.isNaN && right.isNaN { continue }
      if first == nil { first = place }
      if !left.isFinite { counts.reference += 1 }
      if !right.isFinite { counts.candidate += 1 }
    }
    guard let first else { return nil }
    let sides = [("reference", counts.reference), ("candidate", counts.candidate)].filter { $0.1 > 0 }
    let words = sides.map { "the \($0.0) has \($0.1) NaN or infinite elements that the other side has not so" }
    let index = NumberText.tuple(shape.index(at: first))
    return ErrorClassification(
      .nonFinite,
      "\(words.joined(separator: ", and ")), of \(count); the first at \(index), "
        + "\(NumberText.value(reference[first])) against \(NumberText.value(candidate[first]))")
  }
}
