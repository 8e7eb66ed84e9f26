import TFDiffTensor

/// What is recorded of one training step on both sides, and of what it began with.
struct StepRecord {
  let number: Int
  let rows: [EndpointRow]
  private let earlier: [EndpointRow]

  init(_ number: Int, of state: DebuggerState) {
    self.number = number
    rows = state.endpoints.filter { $0.rung?.step == number }
    earlier = state.endpoints.filter { $0.rung?.step == number - 1 }
  }

  func rows(_ kinds: Rung.Kind...) -> [EndpointRow] {
    rows.filter { row in row.rung.map { kinds.contains($0.kind) } ?? false }
  }

  func row(_ kind: Rung.Kind, _ name: String) -> EndpointRow? {
    rows.first { $0.rung?.kind == kind && $0.rung?.name == name }
  }

  func row(_ kind: Rung.Kind, of variable: String) -> EndpointRow? {
    rows.first { $0.rung?.kind == kind && $0.rung?.variable == variable }
  }

  /// What a variable was before the step, on both sides: each takes the step from the reference's state. Before the first step,
  /// it is known of what no gradient trains.
  func variableBefore(_ name: String) -> [Double]? {
    let known =
      number == 1
      ? untrainedStart(of: name)
      : earlier.first { $0.rung?.kind == .variable && $0.rung?.variable == name }?.reference?.tensor
    return known?.doubles
  }

  private func untrainedStart(of name: String) -> Tensor? {
    guard row(.gradient, of: name) == nil, row(.appliedGradient, of: name) == nil,
      let row = row(.variable, of: name)
    else { return nil }
    return row.rung?.scale == 0 ? row.reference?.tensor : row.before
  }

  /// Whether it is known what variables were before the step.
  var knowsBefore: Bool { earlier.contains { $0.rung?.kind == .variable } }

  /// A variable's slots on a side after the step, and before it where that is known, by what they are called.
  func slots(of variable: String, _ side: Side) -> [String: SlotValues] {
    var result: [String: SlotValues] = [:]
    for row in rows(.slot) where row.rung?.variable == variable {
      guard let word = row.slotWord, let after = row[side]?.tensor?.doubles else { continue }
      result[word] = SlotValues(before: slotBefore(word, of: variable, side), after: after)
    }
    return result
  }

  private func slotBefore(_ word: String, of variable: String, _ side: Side) -> [Double]? {
    let pool = number == 1 ? rows(.initialSlot) : earlier.filter { $0.rung?.kind == .slot }
    guard let row = pool.first(where: { $0.rung?.variable == variable && $0.slotWord == word }) else { return nil }
    // After the first step the candidate has the reference's slots, as far as that has them.
    let isOwn = number == 1 || row.reference == nil
    return row[isOwn ? side : .reference]?.tensor?.doubles
  }

  /// The gradient that a side's optimizer has applied to a variable.
  func appliedGradient(_ variable: String, _ side: Side) -> [Double]? {
    (row(.appliedGradient, of: variable)?[side] ?? row(.gradient, of: variable)?[side])?.tensor?.doubles
  }

  func learningRate(_ side: Side) -> Double? {
    guard let tensor = row(.learningRate, Rung.learningRate)?[side]?.tensor, tensor.elementCount == 1 else {
      return nil
    }
    return tensor.value(at: 0)
  }
}

/// An optimizer's slot of a variable.
struct SlotValues {
  /// Nil where it is not known.
  var before: [Double]?
  var after: [Double]
}

extension EndpointRow {
  /// What a slot is called: the second part of `slots/KIND/VARIABLE`.
  var slotWord: String? {
    guard let parts = rung?.name.split(separator: "/"), parts.count > 2 else { return nil }
    return String(parts[1])
  }

  /// The one number that a side has there.
  func scalar(_ side: Side) -> Double? {
    guard let tensor = self[side]?.tensor, tensor.elementCount == 1 else { return nil }
    return tensor.value(at: 0)
  }

  /// Both sides' values, where both have some of one shape.
  var values: SidePair<[Double]>? {
    guard let reference = reference?.tensor, let candidate = candidate?.tensor, reference.shape == candidate.shape
    else { return nil }
    return SidePair(reference: reference.doubles, candidate: candidate.doubles)
  }
}

/// The greatest absolute difference of two lists of one length.
func greatestDifference(_ left: [Double], _ right: [Double]) -> Double {
  var result = 0.0
  for place in left.indices { result = max(result, (left[place] - right[place]).magnitude) }
  return result
}

/// `a` and `b` of `a·x + b·y` that comes nearest to a target; nil where too few elements say, or the two are one.
func leastSquares(_ x: [Double], _ y: [Double], _ target: [Double]) -> (Double, Double)? {
  guard x.count > 3 else { return nil }
  var (xx, xy, yy, xt, yt) = (0.0, 0.0, 0.0, 0.0, 0.0)
  for place in x.indices {
    xx += x[place] * x[place]
    xy += x[place] * y[place]
    yy += y[place] * y[place]
    xt += x[place] * target[place]
    yt += y[place] * target[place]
  }
  let determinant = xx * yy - xy * xy
  guard determinant > 1e-9 * xx * yy else { return nil }
  return ((yy * xt - xy * yt) / determinant, (xx * yt - xy * xt) / determinant)
}

extension [Double] {
  var greatestMagnitude: Double { reduce(0) { Swift.max($0, $1.magnitude) } }
  var norm: Double { reduce(0) { $0 + $1 * $1 }.squareRoot() }
}

extension Double {
  /// With so many decimal digits.
  func rounded(toDigits digits: Int) -> Double { Double(NumberText.digits(self, digits)) ?? self }

  /// The nearest number of a few decimal digits, where that is as near as `rate` of its size: what stands in a program's code.
  func snapped(within rate: Double) -> Double {
    guard isFinite, self != 0 else { return self }
    for digits in 1...4 {
      let round = rounded(toDigits: digits)
      if (round - self).magnitude <= rate * magnitude { return round }
    }
    return self
  }
}
