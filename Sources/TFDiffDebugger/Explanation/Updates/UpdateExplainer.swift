import TFDiffTensor

/// Explains variables that the forward pass assigns otherwise, where what it computes agrees: moving averages.
///
/// A moving average is v·d + b·(1 − d) of its old value v, its decay d and the batch's b. With the same v and b on both sides the
/// candidate's step v′ − v is (1 − d′)/(1 − d) times the reference's; where v is not told, but is one number as when a variable
/// is made, the candidate's value is an affine function of the reference's with that slope. That is what is tried.
struct UpdateExplainer {
  private let state: DebuggerState

  init(_ state: DebuggerState) { self.state = state }

  /// Nil where the divergence is not one of assigned variables.
  func explanation(of divergence: Divergence) -> Explanation? {
    guard let update = divergence.update, divergence.initialValue == nil else { return nil }
    guard let reference = update.reference, let candidate = update.candidate else { return missing(update, divergence) }
    guard reference.elementCount == candidate.elementCount, reference.elementCount > 2,
      let fit = fit(update, reference, candidate, divergence.endpoint)
    else { return unexplained(update, divergence, []) }
    let experiment = Experiment(
      "the reference's \(update.variable) with \(NumberText.statistic(fit.slope)) times its share of the batch",
      before: reference.distance(to: candidate), after: fit.residual,
      noise: Self.rounding(of: candidate))
    guard experiment.closesTheGap else { return unexplained(update, divergence, [ExplanationText.words(experiment)]) }
    return named(update, fit, experiment, divergence)
  }

  /// Of the steps from the old value where that was told, else of the values.
  private func fit(_ update: UpdateRow, _ reference: Tensor, _ candidate: Tensor, _ row: EndpointRow) -> AffineFit? {
    guard let old = row.operations.value(ofVariable: update.variable), old.elementCount == reference.elementCount else {
      return AffineFit(from: reference, to: candidate)
    }
    func step(_ value: Tensor) -> Tensor {
      Tensor(zip(value.doubles, old.doubles).map { $0 - $1 }, shape: value.shape)
    }
    guard let fit = AffineFit(from: step(reference), to: step(candidate)) else { return nil }
    return abs(fit.offset) <= Self.rounding(of: candidate) ? fit : AffineFit(from: reference, to: candidate)
  }

  /// What float32 may make of a moving average.
  private static func rounding(of value: Tensor) -> Double {
    64 * Double(Float.ulpOfOne) * value.greatestMagnitude
  }

  private func named(_ update: UpdateRow, _ fit: AffineFit, _ experiment: Experiment, _ divergence: Divergence)
    -> Explanation?
  {
    if let count = besselCount(update, fit, divergence.endpoint) {
      return explanation(
        update, divergence, .besselCorrection, experiment,
        "the variance that \(update.variable) averages is taken with Bessel's correction on one side: the candidate's share is "
          + "n/(n − 1) of the reference's, or the other way about, with n = \(count)",
        "Fused batch normalization averages the unbiased variance: use the fused or the unfused layer on both sides.")
    }
    let share = "the candidate's share of the batch is \(NumberText.statistic(fit.slope)) times the reference's"
    let words: String
    if let old = update.decays.reference, let new = update.decays.candidate {
      let expected = (1 - new) / (1 - old)
      guard abs(expected - fit.slope) <= 0.01 * abs(expected) else { return unexplained(update, divergence, [share]) }
      words =
        "the moving average's momentum (TF1's decay) is \(NumberText.exact(Float(old))) in the reference and "
        + "\(NumberText.exact(Float(new))) in the candidate"
    } else {
      words =
        "the moving average has another momentum (TF1's decay): 1 − momentum is \(NumberText.statistic(fit.slope)) times the reference's"
    }
    return explanation(
      update, divergence, .momentum, experiment, words,
      "Give the candidate the reference's momentum (slim's decay is 0.999, Keras' momentum 0.99).", [share])
  }

  /// Over how many elements the variance is taken, where only that differs and by Bessel's correction; else nil.
  private func besselCount(_ update: UpdateRow, _ fit: AffineFit, _ row: EndpointRow) -> Int? {
    guard row.divergingUpdates.count < row.updates.count, let channels = update.reference?.elementCount, channels > 0
    else {
      return nil
    }
    let counts =
      row.operations.compactMap { $0.reference?.output?.elementCount } + [row.reference?.shape.elementCount ?? 0]
    return Set(counts.map { $0 / channels }).filter { $0 > 1 }.sorted().first { count in
      let ratio = Double(count) / Double(count - 1)
      return min(abs(fit.slope - ratio), abs(1 / fit.slope - ratio)) < 0.02 * (ratio - 1)
    }
  }

  private func missing(_ update: UpdateRow, _ divergence: Divergence) -> Explanation {
    let (has, lacks) = update.candidate == nil ? (Side.reference, Side.candidate) : (.candidate, .reference)
    return Explanation(
      origin: .init(endpoint: divergence.endpoint.name, operation: update.operation, variable: update.variable),
      kind: .missing,
      cause: .missingUpdate,
      sentence: "the \(has.rawValue) updates \(update.variable) and the \(lacks.rawValue) does not",
      evidence: [
        "\(divergence.endpoint.divergingUpdates.count) of \(divergence.endpoint.updates.count) assigned variables differ"
      ],
      remedy: "In TF1 run tf.GraphKeys.UPDATE_OPS with the training step; in TF2 call the layer with training=True.",
      stacks: stacks(divergence))
  }

  private func unexplained(_ update: UpdateRow, _ divergence: Divergence, _ evidence: [String]) -> Explanation {
    Explanation(
      origin: .init(endpoint: divergence.endpoint.name, operation: update.operation, variable: update.variable),
      kind: .unknown,
      sentence: "\(update.variable) is assigned another value, and no other momentum makes the difference",
      evidence: evidence,
      stacks: stacks(divergence))
  }

  private func explanation(
    _ update: UpdateRow, _ divergence: Divergence, _ cause: Cause, _ experiment: Experiment, _ sentence: String,
    _ remedy: String, _ evidence: [String] = []
  ) -> Explanation {
    Explanation(
      origin: .init(endpoint: divergence.endpoint.name, operation: update.operation, variable: update.variable),
      kind: .constantFactor, cause: cause, sentence: sentence, evidence: evidence, experiment: experiment,
      remedy: remedy,
      stacks: stacks(divergence))
  }

  private func stacks(_ divergence: Divergence) -> SidePair<CallStack> {
    SidePair(
      reference: divergence.places.reference?.stack ?? .none, candidate: divergence.places.candidate?.stack ?? .none)
  }
}

/// The straight line that a tensor's elements are nearest to, over those of another: least squares in float64.
struct AffineFit {
  let slope: Double
  let offset: Double
  /// The greatest distance of an element from it.
  let residual: Double

  /// Nil where the elements that it starts from are all the same, or not all finite.
  init?(from source: Tensor, to target: Tensor) {
    let count = Double(source.elementCount)
    guard count > 0, source.elementCount == target.elementCount else { return nil }
    let x = (0..<source.elementCount).map { source.value(at: $0) }
    let y = (0..<target.elementCount).map { target.value(at: $0) }
    let (meanX, meanY) = (x.reduce(0, +) / count, y.reduce(0, +) / count)
    let variance = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
    guard variance.isFinite, variance > 0, meanY.isFinite else { return nil }
    slope = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / variance
    offset = meanY - slope * meanX
    let (slope, offset) = (slope, offset)
    residual = zip(x, y).map { abs($1 - slope * $0 - offset) }.max() ?? 0
  }
}

extension [OperationRow] {
  /// What a variable held when the operations began to read it; nil where it was not told, or is not the same on both sides.
  fileprivate func value(ofVariable name: String) -> Tensor? {
    let values = Side.allCases.compactMap { side in
      lazy.compactMap { $0[side] }.flatMap { zip($0.inputs, $0.operands) }
        .first { $0.0 == .variable(name) && $0.1?.tensor != nil }?.1?.tensor
    }
    guard let first = values.first, values.allSatisfy({ $0.isIdentical(to: first) }) else { return nil }
    return first
  }
}
