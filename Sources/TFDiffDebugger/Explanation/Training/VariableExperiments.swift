import TFDiffTensor

/// Experiments on variables after a step whose gradients, learning rate and slots agree.
struct VariableExperiments {
  typealias Finding = TrainingExplainer.Finding
  private let record: StepRecord
  private let later: StepRecord?

  /// - Parameter later: the next step, where that one's variables before it are recorded and this one's are not.
  init(_ record: StepRecord, later: StepRecord?) { (self.record, self.later) = (record, later) }

  func finding(for row: EndpointRow) -> Finding? {
    guard let variable = row.rung?.variable else { return nil }
    // The same cause shows in the next step too, and there the value before is known.
    if let later, let same = later.row(.variable, of: variable), same.status.isDivergence,
      let found = finding(for: same, variable, later)
    {
      return found
    }
    return finding(for: row, variable, record)
  }

  private func finding(for row: EndpointRow, _ variable: String, _ record: StepRecord) -> Finding? {
    let isTrained = record.row(.gradient, of: variable) != nil || record.row(.appliedGradient, of: variable) != nil
    if !isTrained { return MovingAverageExperiments(record).finding(for: row, variable) }
    return UpdateExperiments(record).finding(for: row, variable)
  }
}

/// Experiments on what is assigned beside the optimizer: moving averages.
struct MovingAverageExperiments {
  typealias Finding = TrainingExplainer.Finding
  private let record: StepRecord

  init(_ record: StepRecord) { self.record = record }

  func finding(for row: EndpointRow, _ variable: String) -> Finding? {
    guard let before = record.variableBefore(variable), let values = row.values, before.count == values.reference.count
    else { return nil }
    return unchanged(row, variable, before, values) ?? decay(row, variable, before, values)
      ?? correction(row, variable, before, values)
  }

  /// One side leaves it as it was.
  private func unchanged(
    _ row: EndpointRow, _ variable: String, _ before: [Double], _ values: SidePair<[Double]>
  ) -> Finding? {
    guard let side = Side.allCases.first(where: { values[$0] == before }) else { return nil }
    let alike = record.rows(.variable).filter { row in
      guard row.status.isDivergence, let name = row.rung?.variable, let value = row[side]?.tensor?.doubles else {
        return false
      }
      return record.variableBefore(name) == value
    }
    return Finding(
      kind: .otherFormula, cause: .missingUpdate,
      sentence:
        "\(variable) is in the \(side.rawValue) after step \(record.number) what it was before: nothing updates it",
      evidence: ["so are \(alike.count) of the variables that differ"],
      experiment: Experiment(
        "the \(side.other.rawValue)'s update left out", before: greatestDifference(values.reference, values.candidate),
        after: greatestDifference(before, values[side]), noise: 0),
      remedy:
        "Run the updates of the moving averages along with the step: the UPDATE_OPS collection in TensorFlow 1, the layer "
        + "called with training=True, and trainable not set to False, in Keras.")
  }

  /// One side's averages move another share of the way, all of them alike.
  private func decay(
    _ row: EndpointRow, _ variable: String, _ before: [Double], _ values: SidePair<[Double]>
  ) -> Finding? {
    guard let ratio = Self.ratio(before, values) else { return nil }
    let averages = record.rows(.variable).filter { row in
      guard row.status.isDivergence, let name = row.rung?.variable else { return false }
      return record.row(.gradient, of: name) == nil && record.row(.appliedGradient, of: name) == nil
    }
    let agree = averages.count { row in
      guard let name = row.rung?.variable, let old = record.variableBefore(name), let pair = row.values,
        let other = Self.ratio(old, pair)
      else { return false }
      return (other / ratio - 1).magnitude < 1e-3
    }
    guard agree == averages.count else { return nil }
    let expected = zip(before, values.reference).map { $0 + ratio * ($1 - $0) }
    let examples = Self.decays(of: ratio)
    return Finding(
      kind: .otherFormula, cause: .momentum,
      sentence:
        "\(variable) moves \(NumberText.digits(ratio, 4)) times as far in the candidate as in the reference: its decay (momentum) "
        + "is another" + (examples.isEmpty ? "" : ", as \(examples)"),
      evidence: ["this holds of all \(averages.count) moving averages that differ in step \(record.number)"],
      experiment: Experiment(
        "the reference's move taken \(NumberText.digits(ratio, 4)) times",
        before: greatestDifference(values.reference, values.candidate),
        after: greatestDifference(expected, values.candidate), noise: Self.noise(before, values, ratio)),
      remedy:
        "Give the candidate's batch normalization the reference's decay: TF-Slim's default is 0.999, Keras' momentum 0.99."
    )
  }

  /// How many times as far the candidate moves, where that is one number.
  private static func ratio(_ before: [Double], _ values: SidePair<[Double]>) -> Double? {
    let moves = (
      reference: zip(values.reference, before).map { $0 - $1 }, candidate: zip(values.candidate, before).map { $0 - $1 }
    )
    guard let ratio = ElementPair.factor(zip(moves.reference, moves.candidate)), ratio > 0 else { return nil }
    let after = greatestDifference(moves.reference.map { $0 * ratio }, moves.candidate)
    let noise = noise(before, values, ratio)
    return after <= noise && greatestDifference(values.reference, values.candidate) > noise ? ratio : nil
  }

  /// Rounding of the variable on both sides, the reference's as it is taken times, and of the statistics of the batch.
  private static func noise(_ before: [Double], _ values: SidePair<[Double]>, _ ratio: Double) -> Double {
    let size = max(before.greatestMagnitude, values.reference.greatestMagnitude, values.candidate.greatestMagnitude)
    let move = greatestDifference(before, values.candidate)
    return Double(Float.ulpOfOne) * ((2 + 2 * ratio) * size + 16 * move)
  }

  /// Usual decays of both sides that make a ratio.
  private static func decays(of ratio: Double) -> String {
    let usual = [0.9, 0.95, 0.99, 0.997, 0.999, 0.9997, 0.9999]
    var found: [String] = []
    for left in usual {
      for right in usual where left != right {
        let other = (1 - right) / (1 - left)
        if abs(other / ratio - 1) < 1e-3 {
          found.append("\(NumberText.exact(left)) against \(NumberText.exact(right))")
        }
      }
    }
    return found.joined(separator: " or ")
  }

  /// A variance of the batch that is divided by one less than the number of its elements on one side (Bessel's correction), so
  /// that `candidate − reference = κ·(reference − d·before)` with κ = 1/(n−1).
  private func correction(
    _ row: EndpointRow, _ variable: String, _ before: [Double], _ values: SidePair<[Double]>
  ) -> Finding? {
    for side in Side.allCases {
      let (plain, corrected) = (values[side], values[side.other])
      let differences = zip(corrected, plain).map { $0 - $1 }
      guard let (share, kept) = leastSquares(plain, before, differences), share > 0 else { continue }
      let count = (1 / share + 1).rounded()
      let old = kept / share
      let expected = zip(plain, before).map { new, before -> Double in new + (new + old * before) / (count - 1) }
      let noise = Self.noise(before, values, 1)
      let (gap, after) = (greatestDifference(plain, corrected), greatestDifference(expected, corrected))
      guard after <= noise, gap > 4 * noise, isCount(Int(count)) else { continue }
      return Finding(
        kind: .otherFormula, cause: .besselCorrection,
        sentence:
          "\(variable) takes a variance that is divided by \(Int(count) - 1) in the \(side.other.rawValue) and by "
          + "\(Int(count)) in the \(side.rawValue), which is the number of elements that it is taken over",
        experiment: Experiment("the variance times n/(n−1)", before: gap, after: after, noise: noise),
        remedy:
          "Fused batch normalization corrects the variance that it adds to its moving average, and the one that is composed of "
          + "operations does not: set fused alike on both sides.")
    }
    return nil
  }

  /// Whether statistics may be taken over so many elements: all axes but the last of something that is recorded.
  private func isCount(_ count: Int) -> Bool {
    record.rows(.endpoint).contains { row in
      guard let shape = row.reference?.shape, shape.rank > 1 else { return false }
      return shape.dimensions.dropLast().reduce(1, *) == count
    }
  }
}
