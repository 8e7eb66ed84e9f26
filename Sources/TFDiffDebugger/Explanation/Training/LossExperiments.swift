import TFDiffTensor

/// Experiments on the loss of a step, or a term of it.
struct LossExperiments {
  typealias Finding = TrainingExplainer.Finding
  private let record: StepRecord

  init(_ record: StepRecord) { self.record = record }

  /// How far rounding may have sums of many float32 numbers apart, beside their size; a rung's tolerance is 1e-5.
  private static let rate = 64 * Double(Float.ulpOfOne)

  func finding(for row: EndpointRow) -> Finding? {
    if let found = missingTerm(row) { return found }
    guard let reference = row.scalar(.reference), let candidate = row.scalar(.candidate), reference != 0 else {
      return nil
    }
    return reduction(row, reference, candidate) ?? factor(row, reference, candidate) ?? otherLabels(row)
  }

  // MARK: Terms

  /// A term that is part of one side's total and not of the other's.
  private func missingTerm(_ row: EndpointRow) -> Finding? {
    guard let total = record.row(.loss, Rung.loss), let reference = total.scalar(.reference),
      let candidate = total.scalar(.candidate)
    else { return nil }
    let before = (reference - candidate).magnitude
    let noise = Self.rate * max(reference.magnitude, candidate.magnitude)
    guard before > noise else { return nil }
    let side: Side = reference > candidate ? .reference : .candidate
    for term in terms(side) {
      let after = (before - term.value.magnitude).magnitude
      guard after <= noise, row.rung?.name == Rung.loss || term.rows.contains(row.name) else { continue }
      return Finding(
        kind: row.isComplete ? .constantOffset : .missing,
        cause: term.isRegularization ? .missingRegularization : .missingLossTerm,
        sentence:
          "\(term.words) (\(NumberText.value(term.value))) is part of the \(side.rawValue)'s loss and not of the "
          + "\(side.other.rawValue)'s",
        experiment: Experiment(
          "the \(side.other.rawValue)'s loss with \(term.words) added", before: before, after: after, noise: noise),
        remedy: term.isRegularization
          ? "Add the regularization losses to the loss that is minimized (in Keras sum(model.losses), in TensorFlow 1 "
            + "tf.losses.get_regularization_loss())."
          : "Add the term to the \(side.other.rawValue)'s loss.")
    }
    return nil
  }

  private struct Term {
    var words: String
    var value: Double
    var isRegularization: Bool
    var rows: [String]
  }

  /// What may have been left out of the other side's total: all of a side's regularization losses, or one term.
  private func terms(_ side: Side) -> [Term] {
    let rows = record.rows(.loss).filter { $0.rung?.name != Rung.loss && $0.scalar(side) != nil }
    let regularization = rows.filter { $0.rung?.name.hasPrefix(Rung.regularizationLoss) == true }
    let single = regularization.filter { $0.rung?.name != Rung.regularizationLoss }
    let sum = single.compactMap { $0.scalar(side) }.reduce(0, +)
    let all = Term(
      words: "the sum of \(single.count) regularization losses", value: sum, isRegularization: true,
      rows: regularization.map(\.name))
    let each = rows.map { row in
      Term(
        words: row.rung?.name ?? row.name, value: row.scalar(side) ?? 0,
        isRegularization: row.rung?.name.hasPrefix(Rung.regularizationLoss) == true,
        rows: row.rung?.name == Rung.regularizationLoss ? regularization.map(\.name) : [row.name])
    }
    return (single.isEmpty ? [] : [all]) + each
  }

  // MARK: Factors

  /// A sum on one side and a mean on the other, over a number of things that shapes explain.
  private func reduction(_ row: EndpointRow, _ reference: Double, _ candidate: Double) -> Finding? {
    let noise = Self.rate * candidate.magnitude
    for (count, words) in counts {
      for half in [1.0, 0.5, 2] {
        for (factor, isSum) in [(Double(count) * half, true), (1 / Double(count) / half, false)] {
          let after = (candidate - factor * reference).magnitude
          guard after <= noise, factor != 1, half == 1 || factor != 2 && factor != 0.5 else { continue }
          return Finding(
            kind: .constantFactor, cause: .lossReduction,
            sentence:
              "\(row.rung?.name ?? row.name) is \(isSum ? "a sum" : "a mean") over \(count) in the candidate and "
              + "\(isSum ? "a mean" : "a sum") in the reference (\(words))"
              + (half == 1 ? "" : ", and one side alone has half of it"),
            evidence: ["the candidate's is \(NumberText.statistic(candidate / reference)) times the reference's"],
            experiment: Experiment(
              "\(NumberText.statistic(factor)) times the reference's loss", before: (reference - candidate).magnitude,
              after: after, noise: noise),
            remedy:
              "Reduce the losses of the batch as the reference does: tf.reduce_mean against tf.reduce_sum, or the "
              + "reduction argument of a Keras loss.")
        }
      }
    }
    return nil
  }

  /// Numbers that a loss may be a mean over: of examples, of elements of what is recorded, and of parts of these.
  private var counts: [(Int, String)] {
    var result: [(Int, String)] = []
    for row in record.rows(.batch) + record.rows(.endpoint).reversed() {
      guard let shape = row.reference?.shape, let name = row.rung?.name else { continue }
      var product = 1
      for size in shape.dimensions {
        product *= size
        result.append((product, "\(name) has the shape \(shape)"))
      }
    }
    var seen: Set<Int> = [1]
    return result.filter { seen.insert($0.0).inserted }
  }

  /// Half, twice, or a factor that the gradients bear out.
  private func factor(_ row: EndpointRow, _ reference: Double, _ candidate: Double) -> Finding? {
    let factor = candidate / reference
    let half = [2, 0.5].first { (candidate - $0 * reference).magnitude <= Self.rate * candidate.magnitude }
    let gradients = GradientExperiments(record)
    let borneOut = gradients.commonFactor(.endpointGradient) ?? gradients.commonFactor(.gradient)
    let isBorneOut = borneOut.map { ($0.factor - factor).magnitude <= 1e-4 * factor.magnitude } ?? false
    guard half != nil || isBorneOut else { return nil }
    let number = half ?? factor.snapped(within: Self.rate)
    return Finding(
      kind: .constantFactor, cause: .lossFactor,
      sentence: "\(row.rung?.name ?? row.name) is \(NumberText.statistic(number)) times the reference's"
        + (half == nil ? "" : ", as tf.nn.l2_loss, which halves, is beside a plain sum of squares"),
      evidence: isBorneOut ? ["so are the gradients (\(borneOut?.words ?? ""))"] : [],
      experiment: Experiment(
        "\(NumberText.statistic(number)) times the reference's loss", before: (reference - candidate).magnitude,
        after: (candidate - number * reference).magnitude, noise: Self.rate * candidate.magnitude),
      remedy: "Scale the loss as the reference does.")
  }

  // MARK: Labels

  /// Labels that are other ones within the loss: the gradient of a softmax cross-entropy is negative at the label alone.
  private func otherLabels(_ row: EndpointRow) -> Finding? {
    for gradient in record.rows(.endpointGradient) {
      guard let left = Self.negativePlaces(gradient.reference?.tensor),
        let right = Self.negativePlaces(gradient.candidate?.tensor), left.count == right.count, left != right
      else { continue }
      let pair = ElementPair(Tensor(left), Tensor(right))
      let error = ErrorClassification(
        reference: Tensor(left), candidate: Tensor(right), tolerance: .init(rtol: 0, atol: 0))
      guard error.kind == .permutation || error.kind == .constantOffset else { continue }
      return Finding(
        kind: error.kind, cause: .labels,
        sentence: "the loss takes other labels: as the gradient at \(gradient.rung?.name ?? gradient.name) shows, "
          + error.evidence,
        experiment: Experiment(
          "the labels of the reference's gradient, related so, against the candidate's",
          before: pair.greatestDifference,
          after: 0, noise: 0),
        remedy: "Give the loss the labels as the reference does.")
    }
    return nil
  }

  /// Of a gradient `[batch, classes]` that is negative at one place of each row, these places.
  private static func negativePlaces(_ tensor: Tensor?) -> [Int32]? {
    guard let tensor, tensor.shape.rank == 2, tensor.shape[0] > 1, tensor.shape[1] > 1 else { return nil }
    let values = tensor.doubles
    let classes = tensor.shape[1]
    var places: [Int32] = []
    for row in 0..<tensor.shape[0] {
      let negative = (0..<classes).filter { values[row * classes + $0] < 0 }
      guard negative.count == 1 else { return nil }
      places.append(Int32(negative[0]))
    }
    return places
  }
}
