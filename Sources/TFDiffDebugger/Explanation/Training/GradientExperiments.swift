import TFDiffTensor

/// Experiments on gradients as they were taken, of variables and at endpoints.
struct GradientExperiments {
  typealias Finding = TrainingExplainer.Finding
  private let record: StepRecord

  init(_ record: StepRecord) { self.record = record }

  /// How far rounding may have a gradient's sums apart, beside the size that its tolerance is relative to, which is 1e-4.
  static let rate = 128 * Double(Float.ulpOfOne)

  /// What rounding may make of a gradient.
  static func noise(of row: EndpointRow, factor: Double = 1) -> Double {
    guard let rung = row.rung, let values = row.values else { return 0 }
    let greatest = max(values.reference.greatestMagnitude * factor.magnitude, values.candidate.greatestMagnitude)
    return rate * RungTolerance.size(of: rung, greatest: greatest)
  }

  func finding(for row: EndpointRow) -> Finding? { missing(row) ?? factor(row) ?? regularization(row) }

  // MARK: No gradient

  /// A gradient that one side has, and the other has not or has as zero.
  private func missing(_ row: EndpointRow) -> Finding? {
    guard let side = Self.lacking(row), let values = row[side.other]?.tensor?.doubles else { return nil }
    let lost = record.rows(.endpointGradient, .gradient).filter { Self.lacking($0) == side }
    let kept = record.rows(.endpointGradient).filter { $0.status == .match && $0.isComplete }
    let name = row.rung?.name ?? row.name
    let present = row[side]?.tensor?.doubles.greatestMagnitude ?? 0
    var evidence = ["\(lost.count) gradients are missing or zero in the \(side.rawValue): \(Self.list(lost))"]
    if !kept.isEmpty { evidence.append("the gradients at \(Self.list(kept)) agree, so that it is lost behind them") }
    return Finding(
      kind: .missing, cause: .missingGradient,
      sentence:
        "no gradient flows to \(name) in the \(side.rawValue); in the \(side.other.rawValue) its greatest element is "
        + number(values.greatestMagnitude),
      evidence: evidence,
      experiment: Experiment(
        "the \(side.other.rawValue)'s gradient stopped there, against the \(side.rawValue)'s",
        before: values.greatestMagnitude, after: present, noise: 0),
      remedy:
        "Look for tf.stop_gradient, a value that has left TensorFlow, or a variable or a layer that the tape does not watch, "
        + "between it and the first gradient that agrees.")
  }

  private static func list(_ rows: [EndpointRow]) -> String {
    rows.prefix(4).map { $0.rung?.name ?? $0.name }.joined(separator: ", ") + (rows.count > 4 ? ", …" : "")
  }

  /// The side that alone has no gradient there.
  private static func lacking(_ row: EndpointRow) -> Side? {
    func isEmpty(_ side: Side) -> Bool { row[side].map { $0.statistics.min == 0 && $0.statistics.max == 0 } ?? true }
    return switch (isEmpty(.reference), isEmpty(.candidate)) {
    case (true, false): .reference
    case (false, true): .candidate
    default: nil
    }
  }

  // MARK: One factor

  /// The one factor between the sides' gradients of a kind.
  struct CommonFactor {
    var factor: Double
    var count: Int
    var words: String { "\(count) of them, each \(NumberText.statistic(factor)) times the reference's" }
  }

  /// Nil where they have none in common, there are none, or they agree.
  func commonFactor(_ kind: Rung.Kind) -> CommonFactor? {
    // One at a time, as a large model's are large.
    let rows = record.rows(kind).filter(\.isComplete)
    var (product, square) = (0.0, 0.0)
    for row in rows {
      guard let values = row.values else { return nil }
      product += zip(values.reference, values.candidate).reduce(0) { $0 + $1.0 * $1.1 }
      square += values.reference.norm * values.reference.norm
    }
    guard square > 0, product != 0 else { return nil }
    let factor = (product / square).snapped(within: Self.rate)
    guard (factor - 1).magnitude > Self.rate else { return nil }
    for row in rows {
      guard let values = row.values else { return nil }
      let after = greatestDifference(values.reference.map { $0 * factor }, values.candidate)
      guard after <= Self.noise(of: row, factor: factor) else { return nil }
    }
    return CommonFactor(factor: factor, count: rows.count)
  }

  private func factor(_ row: EndpointRow) -> Finding? {
    guard let kind = row.rung?.kind, let found = commonFactor(kind), let values = row.values else { return nil }
    let factor = NumberText.statistic(found.factor)
    return Finding(
      kind: .constantFactor, cause: .gradientScale,
      sentence: "the candidate's gradients are \(factor) times the reference's, though the losses agree",
      evidence: ["so are all \(found.count) gradients of the kind"],
      experiment: Experiment(
        "\(factor) times the reference's gradient", before: greatestDifference(values.reference, values.candidate),
        after: greatestDifference(values.reference.map { $0 * found.factor }, values.candidate),
        noise: Self.noise(of: row, factor: found.factor)),
      remedy:
        "Look for a scaled loss (a loss scale, a number of replicas or of micro-batches) between the loss and the tape."
    )
  }

  // MARK: The regularizer's gradient

  /// A difference that is one number times the variable itself, which is the gradient of a sum of squares; of every variable whose
  /// gradient differs, each with a number of its own.
  private func regularization(_ row: EndpointRow) -> Finding? {
    guard row.rung?.kind == .gradient, let variable = row.rung?.variable else { return nil }
    for start in record.starts(of: variable) {
      guard let own = missingDecay(row, start), own.before > own.noise else { continue }
      let others = record.rows(.gradient).filter(\.status.isDivergence)
      guard others.allSatisfy({ missingDecay($0, start) != nil }) else { continue }
      let side: Side = own.rate < 0 ? .candidate : .reference
      let rate = NumberText.exact(own.rate.magnitude.snapped(within: 1e-3))
      return Finding(
        kind: .otherFormula, cause: .missingRegularization,
        sentence:
          "the gradient of \(variable) lacks \(rate) times the variable in the \(side.rawValue): the gradient of an L2 "
          + "regularizer",
        evidence: ["each of the \(others.count) gradients that differ lacks a multiple of its variable"],
        experiment: Experiment(
          "\(rate) times the variable, added where it lacks", before: own.before, after: own.after, noise: own.noise),
        remedy: "Take the gradient of the loss with the regularization losses in it.")
    }
    return nil
  }

  /// How many times the variable the sides' gradients are apart; nil where that does not explain it.
  private func missingDecay(
    _ row: EndpointRow, _ start: StepRecord.Start
  ) -> (rate: Double, before: Double, after: Double, noise: Double)? {
    guard let name = row.rung?.variable, let values = row.values, let weights = record.variable(name, at: start),
      weights.count == values.reference.count
    else { return nil }
    let differences = zip(values.candidate, values.reference).map { $0 - $1 }
    guard let rate = ElementPair.factor(zip(weights, differences)) else { return nil }
    let after = greatestDifference(differences, weights.map { $0 * rate })
    let noise = Self.noise(of: row)
    return after <= noise ? (rate, greatestDifference(values.reference, values.candidate), after, noise) : nil
  }
}
