import TFDiffTensor

/// How two tensors that should be the same stand to each other.
struct Judgement: Sendable {
  var status: Status
  /// Nil where there is nothing to compare element by element.
  var comparison: Comparison?

  init(status: Status, comparison: Comparison? = nil) {
    self.status = status
    self.comparison = comparison
  }

  /// Judges what both sides have; nil where a side has nothing.
  init(reference: Tensor?, candidate: Tensor?, tolerance: Tolerance) {
    switch (reference, candidate) {
    case (nil, nil): self.init(status: .notRun)
    case (.some, nil): self.init(status: .missingCandidate)
    case (nil, .some): self.init(status: .missingReference)
    case (.some(let reference), .some(let candidate)):
      self.init(reference: reference, candidate: candidate, tolerance: tolerance)
    }
  }

  /// Shape and element type are compared first, as the product's tolerance has it.
  init(reference: Tensor, candidate: Tensor, tolerance: Tolerance) {
    do {
      self.init(
        Comparison(of: try TensorPair(reference: reference, candidate: candidate), tolerance: tolerance))
    } catch {
      // The pair's one reason to refuse: shapes or element types differ.
      self.init(status: .shapeMismatch)
    }
  }

  /// The same of two operations' outputs, whose shapes may differ as those of views do, which are no operations to be
  /// compared.
  init(elementsOf reference: Tensor, and candidate: Tensor, tolerance: Tolerance) {
    do {
      self.init(Comparison(of: try TensorPair(elementsOf: reference, and: candidate), tolerance: tolerance))
    } catch {
      self.init(status: .shapeMismatch)
    }
  }

  /// Whether two operations' outputs are the same, where no more is asked than that.
  static func agree(_ left: Tensor, _ right: Tensor, tolerance: Tolerance) -> Bool {
    (try? TensorPair(elementsOf: left, and: right))?.isMatch(under: tolerance) == true
  }

  init(_ comparison: Comparison) {
    self.init(status: comparison.isMatch ? .match : .mismatch, comparison: comparison)
  }
}

extension EndpointRow {
  /// How the activations alone stand to each other; a side that has not arrived counts as missing.
  public var activationStatus: Status {
    switch (reference, candidate) {
    case (nil, nil): .notRun
    case (.some, nil): isExpected ? .missingCandidate : .referenceOnly
    case (nil, .some): isExpected ? .missingReference : .candidateOnly
    case (.some(let reference), .some(let candidate)):
      if reference.shape != candidate.shape || reference.dtype != candidate.dtype {
        .shapeMismatch
      } else {
        comparison?.isMatch == false ? .mismatch : .match
      }
    }
  }

  /// The assigned variables that differ, or that one side alone assigned.
  public var divergingUpdates: [UpdateRow] { updates.filter(\.status.isDivergence) }

  /// The verdict over the activation and the variables assigned on the way to it.
  var overallStatus: Status {
    activationStatus == .match && !divergingUpdates.isEmpty ? .mismatch : activationStatus
  }

  /// What the status alone does not say: what a pair that was guessed is judged by, that not all elements are compared, or that
  /// the activation matches but variables assigned on the way differ.
  ///
  /// A waiver that accepts the difference is named with its reason.
  public var explanation: String? {
    let waiver = waived.map { "waived: \($0.reason) (up to \($0.words))" }
    let parts = [waiver, judgement].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private var judgement: String? {
    if let outside { return outside }
    if status == .unjudged, let noise { return noise.unjudgedWords }
    if status == .unpaired { return "not compared: neither program names it, and what is computed from it agrees" }
    if isToBeJudged { return "to be judged by what is computed from it" }
    if undetermined > 0 {
      return
        "\(undetermined) of \(reference?.shape.elementCount ?? 0) elements are not judged: their gradient is rounding "
        + "noise on both sides"
    }
    if spacing > 1 { return "1 element in \(spacing) is compared: the tensor is too large for the memory budget" }
    let diverging = divergingUpdates
    guard activationStatus == .match, let first = diverging.first else { return nil }
    let others = diverging.count > 1 ? " and \(diverging.count - 1) more" : ""
    return "the activation matches, but \(diverging.count) of \(updates.count) variables assigned on the way "
      + "do not: \(first.variable)\(others)" + (first.decayWords.map { "; \($0)" } ?? "")
  }

  /// Whether it is not known yet what its pair is worth, which was guessed.
  public var isToBeJudged: Bool { status == .notRun && isComplete }

  /// Whether either side's activation holds a NaN or an infinity.
  public var hasNonFinite: Bool {
    [reference, candidate].contains { ($0?.statistics.nan ?? 0) + ($0?.statistics.inf ?? 0) > 0 }
  }
}

extension UpdateRow {
  /// That the two sides keep another share of a moving average's old value; nil where they keep the same, or it is not known.
  fileprivate var decayWords: String? {
    guard let reference = decays.reference, let candidate = decays.candidate, Float(reference) != Float(candidate)
    else {
      return nil
    }
    return "the moving average's decay (momentum) is \(NumberText.exact(Float(reference))) in the reference and "
      + "\(NumberText.exact(Float(candidate))) in the candidate"
  }
}
