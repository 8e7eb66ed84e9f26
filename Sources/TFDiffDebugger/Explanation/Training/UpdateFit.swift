#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Which formulas, with which numbers, reproduce a side's update of a variable to rounding.
struct UpdateFit {
  let side: UpdateSide
  let before: [Double]
  /// The places that are looked at.
  let places: [Int]
  /// How many roundings of the variable lie between what is computed and what is recorded.
  var roundings = 1.0

  /// What float32 may make of an update's own arithmetic, beside its size.
  private static let rate = 16 * Double(Float.ulpOfOne)
  /// Epsilons that are tried, the usual ones first, so that they win where it does not show which it is.
  static let epsilons = [1e-7, 1e-8, 1e-10, 1e-3, 1e-5, 1e-6, 1e-4, 1e-2, 1e-1, 1, 1e-9, 1e-11, 1e-12]

  /// The rules that hold, the simple ones first.
  func rules(_ forms: [UpdateForm] = UpdateForm.allCases) -> [UpdateRule] {
    let prepared = forms.compactMap { form in form.prepared(side).map { (form, $0) } }
    for isDecaying in [false, true] {
      let found = prepared.flatMap { rules($0.0, $0.1, isDecaying: isDecaying && $0.0 != .unchanged) }
      if !found.isEmpty { return found }
    }
    return []
  }

  private func rules(_ form: UpdateForm, _ update: PreparedUpdate, isDecaying: Bool) -> [UpdateRule] {
    guard form.hasEpsilon else {
      return rule(form, update, epsilon: 0, isDecaying).map { [$0] } ?? []
    }
    let usual = Self.epsilons.compactMap { rule(form, update, epsilon: $0, isDecaying) }
    if !usual.isEmpty { return usual }
    return refined(form, update, isDecaying).map { [$0] } ?? []
  }

  /// With this epsilon, where it holds.
  private func rule(
    _ form: UpdateForm, _ update: PreparedUpdate, epsilon: Double, _ isDecaying: Bool
  ) -> UpdateRule? {
    let numbers = numbers(update, epsilon: epsilon, isDecaying)
    // A momentum, or a decay, of another size is none.
    guard (0..<1).contains(numbers.momentum), (0..<1).contains(numbers.decay) else { return nil }
    return holds(update, numbers) ? UpdateRule(form: form, numbers: numbers) : nil
  }

  /// Epsilon by the golden section between the neighbours of the usual one that comes nearest.
  private func refined(_ form: UpdateForm, _ update: PreparedUpdate, _ isDecaying: Bool) -> UpdateRule? {
    func excess(_ exponent: Double) -> Double {
      self.excess(update, numbers(update, epsilon: pow10(exponent), isDecaying))
    }
    let exponents = stride(from: -12.0, through: 1, by: 1)
    guard let start = exponents.min(by: { excess($0) < excess($1) }) else { return nil }
    var (low, high) = (start - 1, start + 1)
    let section = (5.0.squareRoot() - 1) / 2
    var (left, right) = (high - section * (high - low), low + section * (high - low))
    var (atLeft, atRight) = (excess(left), excess(right))
    for _ in 0..<50 {
      if atLeft < atRight {
        (high, right, atRight) = (right, left, atLeft)
        left = high - section * (high - low)
        atLeft = excess(left)
      } else {
        (low, left, atLeft) = (left, right, atRight)
        right = low + section * (high - low)
        atRight = excess(right)
      }
    }
    let exact = pow10((low + high) / 2)
    for rate in [1e-1, 1e-2, 1e-3, 1e-4] {
      if let rule = rule(form, update, epsilon: exact.snapped(within: rate), isDecaying) { return rule }
    }
    return rule(form, update, epsilon: exact, isDecaying)
  }

  private func pow10(_ exponent: Double) -> Double { pow(10, exponent) }

  /// The momentum and the decay that come nearest by least squares, beside an epsilon.
  private func numbers(_ update: PreparedUpdate, epsilon: Double, _ isDecaying: Bool) -> UpdateNumbers {
    var numbers = UpdateNumbers(epsilon: epsilon, momentum: update.momentum ?? 0)
    if let ahead = update.ahead, update.momentum == nil {
      numbers.momentum = factor { (ahead[$0], before[$0] - side.after[$0] - update.fixed[$0]) } ?? 0
    } else if let kept = update.increment, let old = kept.before {
      let plain = UpdateNumbers(epsilon: epsilon)
      numbers.momentum = factor { (old[$0], kept.after[$0] - update.value(at: $0, plain)) } ?? 0
    }
    numbers.momentum = numbers.momentum.snapped(within: 1e-4)
    if isDecaying {
      numbers.decay = factor { (before[$0], before[$0] - side.after[$0] - update.value(at: $0, numbers)) } ?? 0
      numbers.decay = side.rate > 0 ? (numbers.decay / side.rate).snapped(within: 1e-3) * side.rate : numbers.decay
    }
    return numbers
  }

  private func factor(_ pair: (Int) -> (Double, Double)) -> Double? { ElementPair.factor(places.lazy.map(pair)) }

  private func holds(_ update: PreparedUpdate, _ numbers: UpdateNumbers) -> Bool {
    places.allSatisfy { residual(at: $0, update, numbers) <= allowed(at: $0, update, numbers) }
  }

  /// By how many times what is allowed the worst element is off.
  private func excess(_ update: PreparedUpdate, _ numbers: UpdateNumbers) -> Double {
    places.reduce(0) { max($0, residual(at: $1, update, numbers) / allowed(at: $1, update, numbers)) }
  }

  private func residual(at place: Int, _ update: PreparedUpdate, _ numbers: UpdateNumbers) -> Double {
    (expected(at: place, update, numbers) - side.after[place]).magnitude
  }

  private func expected(at place: Int, _ update: PreparedUpdate, _ numbers: UpdateNumbers) -> Double {
    before[place] * (1 - numbers.decay) - update.value(at: place, numbers)
  }

  private func allowed(at place: Int, _ update: PreparedUpdate, _ numbers: UpdateNumbers) -> Double {
    let size = max(before[place].magnitude, side.after[place].magnitude)
    let step = update.value(at: place, numbers).magnitude + numbers.decay.magnitude * size
    return roundings * Double(Float.ulpOfOne) * size + (Self.rate * roundings + update.slack) * step
  }

  /// What a rule makes of each element, and how far that may be off; nil where the side keeps no such slots.
  func prediction(_ rule: UpdateRule) -> [(value: Double, allowed: Double)]? {
    guard let update = rule.form.prepared(side) else { return nil }
    return places.map { (expected(at: $0, update, rule.numbers), allowed(at: $0, update, rule.numbers)) }
  }
}
