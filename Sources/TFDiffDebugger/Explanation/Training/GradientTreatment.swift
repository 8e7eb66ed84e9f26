import TFDiffTensor

/// A variable's gradient of one side, as taken and as applied; a large model's are widened to float64 one at a time.
struct TreatedGradient {
  let variable: String
  let taken: Tensor
  let applied: Tensor
  /// What rounding may make of it.
  let noise: Double
  let takenNorm: Double
  let appliedNorm: Double

  init(variable: String, taken: Tensor, applied: Tensor, noise: Double) {
    (self.variable, self.taken, self.applied, self.noise) = (variable, taken, applied, noise)
    (takenNorm, appliedNorm) = (taken.doubles.norm, applied.doubles.norm)
  }
}

extension [TreatedGradient] {
  /// The norm of all together, as taken.
  var globalNorm: Double { reduce(0) { $0 + $1.takenNorm * $1.takenNorm }.squareRoot() }
}

/// What one side does to all of its gradients before it applies them.
enum GradientTreatment: Sendable, Hashable {
  case none
  case factor(Double)
  /// `tf.clip_by_value`.
  case value(Double)
  /// `tf.clip_by_norm` of each.
  case norm(Double)
  /// `tf.clip_by_global_norm`.
  case globalNorm(Double)

  /// The treatment that all of them bear out; nil where none does, or there are none.
  init?(_ gradients: [TreatedGradient]) {
    guard !gradients.isEmpty else { return nil }
    let hypotheses = [Self.none] + [Self.clippedValue, Self.common, Self.clippedNorm].compactMap { $0(gradients) }
    guard let found = hypotheses.first(where: { $0.holds(of: gradients) }) else { return nil }
    self = found
  }

  private func holds(of gradients: [TreatedGradient]) -> Bool {
    let globalNorm = gradients.globalNorm
    return gradients.allSatisfy { gradient in
      greatestDifference(applied(to: gradient.taken.doubles, globalNorm: globalNorm), gradient.applied.doubles)
        <= gradient.noise
    }
  }

  private static func clippedValue(_ gradients: [TreatedGradient]) -> Self? {
    let taken = gradients.map(\.taken.doubles.greatestMagnitude).max()
    let applied = gradients.map(\.applied.doubles.greatestMagnitude).max()
    guard let taken, let applied, applied > 0, applied < taken else { return nil }
    return .value(applied.snapped(within: accuracy))
  }

  /// One factor for all: where it makes them smaller, a global norm that is a rounder number than the factor is what was asked
  /// for.
  private static func common(_ gradients: [TreatedGradient]) -> Self? {
    var (product, square) = (0.0, 0.0)
    for gradient in gradients {
      product += zip(gradient.taken.doubles, gradient.applied.doubles).reduce(0) { $0 + $1.0 * $1.1 }
      square += gradient.takenNorm * gradient.takenNorm
    }
    guard square > 0, product != 0 else { return nil }
    let raw = product / square
    let factor = raw.snapped(within: accuracy)
    let limit = (raw * gradients.globalNorm).snapped(within: accuracy)
    // Gradients are divided by round numbers, such as the scale of a loss or the count of its parts.
    let written = min(digits(factor), digits((1 / raw).snapped(within: accuracy)))
    if raw > 0, raw < 1, digits(limit) < written || digits(limit) == written && written > 4 {
      return .globalNorm(limit)
    }
    return .factor(factor)
  }

  /// Each whose norm is above a limit has that for its norm.
  private static func clippedNorm(_ gradients: [TreatedGradient]) -> Self? {
    let clipped = gradients.filter { $0.appliedNorm < $0.takenNorm * (1 - accuracy) }
    guard let limit = clipped.map(\.appliedNorm).max() else { return nil }
    return .norm(limit.snapped(within: accuracy))
  }

  /// How well a norm of float32 numbers is known.
  private static let accuracy = 1e-5

  /// How many decimal digits a number was written with; 5 where it is no round number.
  static func digits(_ value: Double) -> Int {
    (1...4).first { value.description == (Double(NumberText.digits(value, $0)) ?? .nan).description } ?? 5
  }

  /// With how many digits its number is written; 0 where it has none.
  var digits: Int {
    switch self {
    case .none: 0
    case .factor(let number), .value(let number), .norm(let number), .globalNorm(let number): Self.digits(number)
    }
  }

  /// What becomes of a gradient. Source: tensorflow/python/ops/clip_ops.py.
  ///
  /// - Parameter globalNorm: that of all gradients together.
  func applied(to gradient: [Double], globalNorm: Double) -> [Double] {
    switch self {
    case .none: return gradient
    case .factor(let factor): return gradient.map { $0 * factor }
    case .value(let limit): return gradient.map { min(max($0, -limit), limit) }
    case .norm(let limit):
      let divisor = max(gradient.norm, limit)
      return gradient.map { $0 * limit / divisor }
    case .globalNorm(let limit):
      let factor = limit * min(1 / globalNorm, 1 / limit)
      return gradient.map { $0 * factor }
    }
  }

  var isClipping: Bool {
    switch self {
    case .none, .factor: false
    case .value, .norm, .globalNorm: true
    }
  }

  /// Whether it does the same to each element.
  var isOneFactor: Bool {
    switch self {
    case .none, .factor, .globalNorm: true
    case .value, .norm: false
    }
  }

  var words: String {
    switch self {
    case .none: "applies them as they are"
    case .factor(let factor): "multiplies them by \(NumberText.statistic(factor))"
    case .value(let limit): "clips each element to \(NumberText.statistic(limit))"
    case .norm(let limit): "clips each gradient by its own norm to \(NumberText.statistic(limit))"
    case .globalNorm(let limit): "clips them by the norm of all together to \(NumberText.statistic(limit))"
    }
  }
}
