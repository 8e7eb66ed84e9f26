import TFDiffTensor

/// What one side does to its gradients before it applies them, where it clips or scales them and lets weights decay within them.
struct DecayedTreatment: Sendable, Hashable {
  var treatment: GradientTreatment
  /// How many times a variable is added to its gradient; 0 for no decay.
  var decay: Double
  /// Whether it is added before the gradients are clipped, and so clipped with them.
  var isClipped: Bool
  /// The variables that decay.
  var variables: Set<String>

  /// Nil where nothing of the kind reproduces all gradients.
  ///
  /// - Parameter weights: the variables before the step.
  init?(_ gradients: [TreatedGradient], weights: [String: [Double]]) {
    if let plain = GradientTreatment(gradients) {
      self.init(treatment: plain, decay: 0, isClipped: false, variables: [])
      return
    }
    let rates = gradients.compactMap { gradient in
      weights[gradient.variable].flatMap { DecayRates(gradient, weights: $0) }
    }
    // A decay that is clipped with its gradient by the norm of all is a smaller one that is not: rounder numbers are what was
    // written.
    let found = [false, true].compactMap { Self.reading(gradients, weights, rates, isClipped: $0) }
    guard let likeliest = found.min(by: { $0.digits < $1.digits }) else { return nil }
    self = likeliest
  }

  private static func reading(
    _ gradients: [TreatedGradient], _ weights: [String: [Double]], _ rates: [DecayRates], isClipped: Bool
  ) -> DecayedTreatment? {
    guard let clearest = rates.max(by: { $0.size < $1.size }) else { return nil }
    for decay in clearest.rates(isClipped: isClipped) {
      let alike = rates.filter { $0.has(decay, isClipped: isClipped) }
      for decaying in [rates, alike] where !decaying.isEmpty {
        var found = DecayedTreatment(
          treatment: .none, decay: decay, isClipped: isClipped, variables: Set(decaying.map(\.variable)))
        guard let treatment = GradientTreatment(gradients.map { found.withoutDecay($0, weights) }) else { continue }
        found.treatment = treatment
        return found
      }
    }
    return nil
  }

  /// With how many digits its numbers are written.
  private var digits: Int { GradientTreatment.digits(decay) + treatment.digits }

  private init(treatment: GradientTreatment, decay: Double, isClipped: Bool, variables: Set<String>) {
    (self.treatment, self.decay, self.isClipped, self.variables) = (treatment, decay, isClipped, variables)
  }

  private func added(_ variable: String, _ weights: [String: [Double]]) -> [Double]? {
    variables.contains(variable) ? weights[variable]?.map { $0 * decay } : nil
  }

  /// A gradient whose treatment alone is left.
  private func withoutDecay(_ gradient: TreatedGradient, _ weights: [String: [Double]]) -> TreatedGradient {
    guard let added = added(gradient.variable, weights) else { return gradient }
    func sum(_ tensor: Tensor, _ sign: Double) -> Tensor {
      Tensor(zip(tensor.doubles, added).map { $0 + sign * $1 }, shape: tensor.shape)
    }
    return TreatedGradient(
      variable: gradient.variable, taken: isClipped ? sum(gradient.taken, 1) : gradient.taken,
      applied: isClipped ? gradient.applied : sum(gradient.applied, -1), noise: gradient.noise)
  }

  /// What becomes of a gradient among others.
  func applied(to gradient: TreatedGradient, of all: [TreatedGradient], _ weights: [String: [Double]]) -> [Double] {
    let norm = all.map { withoutDecay($0, weights) }.globalNorm
    let treated = treatment.applied(to: withoutDecay(gradient, weights).taken.doubles, globalNorm: norm)
    guard !isClipped, let added = added(gradient.variable, weights) else { return treated }
    return zip(treated, added).map { $0 + $1 }
  }

  var words: String {
    guard decay != 0 else { return treatment.words }
    let added =
      "adds \(NumberText.exact(decay.magnitude.snapped(within: 1e-3))) times the variable to \(Self.counted(variables.count))"
    if treatment == .none { return added }
    return isClipped ? "\(added) and then \(treatment.words)" : "\(treatment.words) and then \(added)"
  }

  private static func counted(_ count: Int) -> String {
    count == 1 ? "one gradient" : "\(count) gradients"
  }
}

/// How much of its variable one gradient may have had added to it.
private struct DecayRates {
  let variable: String
  /// How much of what is applied it makes.
  let size: Double
  /// Of least squares: applied = share · taken + rate · variable.
  private let share: Double
  private let rate: Double
  /// The middle of what is added to each element: where elements are clipped, most are often not.
  private let middle: Double?

  init?(_ gradient: TreatedGradient, weights: [Double]) {
    let (taken, applied) = (gradient.taken.doubles, gradient.applied.doubles)
    guard weights.count == taken.count, let (share, rate) = leastSquares(taken, weights, applied) else { return nil }
    variable = gradient.variable
    (self.share, self.rate) = (share, rate)
    size = rate.magnitude * weights.norm
    let least = weights.greatestMagnitude / 16
    let ratios = weights.indices.filter { weights[$0].magnitude > least }
      .map { (applied[$0] - taken[$0]) / weights[$0] }.sorted()
    middle = ratios.isEmpty ? nil : ratios[ratios.count / 2]
  }

  /// The rates that may be meant, as they would be written first.
  func rates(isClipped: Bool) -> [Double] {
    let found = [isClipped ? rate / share : rate, middle].compactMap(\.self).filter { $0.isFinite && $0 > 0 }
    return found.map { $0.snapped(within: 1e-3) } + found
  }

  func has(_ decay: Double, isClipped: Bool) -> Bool {
    abs((isClipped ? rate / share : rate) - decay) <= 0.01 * decay
  }
}
