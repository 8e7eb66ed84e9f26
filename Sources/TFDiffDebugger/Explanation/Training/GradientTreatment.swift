/// A variable's gradient of one side, as taken and as applied.
struct TreatedGradient {
  var variable: String
  var taken: [Double]
  var applied: [Double]
  /// What rounding may make of it.
  var noise: Double
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
    zip(applied(to: gradients.map(\.taken)), gradients).allSatisfy { greatestDifference($0, $1.applied) <= $1.noise }
  }

  private static func clippedValue(_ gradients: [TreatedGradient]) -> Self? {
    let (taken, applied) = (
      gradients.map(\.taken.greatestMagnitude).max(), gradients.map(\.applied.greatestMagnitude).max()
    )
    guard let taken, let applied, applied > 0, applied < taken else { return nil }
    return .value(applied.snapped(within: accuracy))
  }

  /// One factor for all: where it makes them smaller, a global norm that is a rounder number than the factor is what was asked
  /// for.
  private static func common(_ gradients: [TreatedGradient]) -> Self? {
    guard let raw = ElementPair.factor(gradients.lazy.flatMap { zip($0.taken, $0.applied) }), raw > 0 || raw < 0 else {
      return nil
    }
    let factor = raw.snapped(within: accuracy)
    let limit = (raw * globalNorm(gradients.map(\.taken))).snapped(within: accuracy)
    if raw > 0, raw < 1, digits(limit) < digits(factor) || digits(limit) == digits(factor) && digits(limit) > 4 {
      return .globalNorm(limit)
    }
    return .factor(factor)
  }

  /// Each whose norm is above a limit has that for its norm.
  private static func clippedNorm(_ gradients: [TreatedGradient]) -> Self? {
    let clipped = gradients.filter { $0.applied.norm < $0.taken.norm * (1 - accuracy) }
    guard let limit = clipped.map(\.applied.norm).max() else { return nil }
    return .norm(limit.snapped(within: accuracy))
  }

  /// How well a norm of float32 numbers is known.
  private static let accuracy = 1e-5

  /// How many decimal digits a number was written with; 5 where it is no round number.
  private static func digits(_ value: Double) -> Int {
    (1...4).first { value.description == (Double(NumberText.digits(value, $0)) ?? .nan).description } ?? 5
  }

  private static func globalNorm(_ gradients: [[Double]]) -> Double {
    gradients.reduce(0) { $0 + $1.norm * $1.norm }.squareRoot()
  }

  /// What becomes of gradients. Source: tensorflow/python/ops/clip_ops.py.
  func applied(to gradients: [[Double]]) -> [[Double]] {
    switch self {
    case .none: return gradients
    case .factor(let factor): return gradients.map { $0.map { $0 * factor } }
    case .value(let limit): return gradients.map { $0.map { min(max($0, -limit), limit) } }
    case .norm(let limit):
      return gradients.map { gradient in
        let divisor = max(gradient.norm, limit)
        return gradient.map { $0 * limit / divisor }
      }
    case .globalNorm(let limit):
      let factor = limit * min(1 / Self.globalNorm(gradients), 1 / limit)
      return gradients.map { $0.map { $0 * factor } }
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
