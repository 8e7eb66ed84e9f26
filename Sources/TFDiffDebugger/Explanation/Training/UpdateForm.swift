import TFDiffTensor

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What one side's optimizer had when it changed a variable, and what came of it.
struct UpdateSide {
  var gradient: [Double]
  var rate: Double
  var slots: [String: SlotValues]
  var after: [Double]
  /// The step's number, from 1, which corrections of moments that start at zero go by.
  var step: Int
}

/// The formulas by which optimizers change a variable.
///
/// Sources: tensorflow/core/kernels/training_ops.cc; keras/optimizers (sgd.py, adam.py, rmsprop.py, adagrad.py),
/// `update_step`; Kingma and Ba, "Adam", whose corrected form has epsilon beside the corrected root.
enum UpdateForm: String, Sendable, Hashable, CaseIterable {
  case descent = "gradient descent"
  case momentum
  case nesterov = "Nesterov's momentum"
  case adam = "Adam with epsilon beside the root"
  case adamCorrected = "Adam with epsilon beside the corrected root"
  case adamInside = "Adam with epsilon within the root"
  case rmsProp = "RMSProp with epsilon within the root"
  case rmsPropOutside = "RMSProp with epsilon beside the root"
  case adagrad = "Adagrad with epsilon within the root"
  case adagradOutside = "Adagrad with epsilon beside the root"
  case unchanged = "no update"

  var hasEpsilon: Bool {
    switch self {
    case .descent, .momentum, .nesterov, .unchanged: false
    case .adam, .adamCorrected, .adamInside, .rmsProp, .rmsPropOutside, .adagrad, .adagradOutside: true
    }
  }

  private var isEpsilonInside: Bool { self == .adamInside || self == .rmsProp || self == .adagrad }

  /// The formula with a side's numbers, except for epsilon; nil where the side keeps no such slots.
  func prepared(_ side: UpdateSide) -> PreparedUpdate? {
    let slots = side.slots
    switch self {
    case .unchanged: return PreparedUpdate(fixed: side.gradient.map { _ in 0 })
    case .descent: return PreparedUpdate(fixed: side.gradient.map { $0 * side.rate })
    case .momentum:
      guard let sum = slots["momentum"], slots["rms"] == nil else { return nil }
      return PreparedUpdate(fixed: sum.after.map { $0 * side.rate })
    case .nesterov:
      guard let sum = slots["momentum"], slots["rms"] == nil else { return nil }
      return PreparedUpdate(
        fixed: side.gradient.map { $0 * side.rate }, ahead: sum.after.map { $0 * side.rate },
        momentum: sum.momentum(side.gradient))
    case .adam, .adamCorrected, .adamInside:
      guard let first = slots["m"], let second = slots["v"] else { return nil }
      return preparedAdam(side, first, second)
    case .rmsProp, .rmsPropOutside:
      guard let square = slots["rms"] else { return nil }
      let mean = slots["mg"]?.after
      let spread = mean.map { zip(square.after, $0).map { $0 - $1 * $1 } } ?? square.after
      return PreparedUpdate(
        fixed: [], numerator: side.gradient.map { $0 * side.rate }, spread: spread, isInside: isEpsilonInside,
        increment: slots["momentum"])
    case .adagrad, .adagradOutside:
      guard let sum = slots["accumulator"] else { return nil }
      return PreparedUpdate(
        fixed: [], numerator: side.gradient.map { $0 * side.rate }, spread: sum.after, isInside: isEpsilonInside)
    }
  }

  private func preparedAdam(_ side: UpdateSide, _ first: SlotValues, _ second: SlotValues) -> PreparedUpdate? {
    guard let beta1 = first.decay(side.gradient), let beta2 = second.decay(side.gradient.map { $0 * $0 }) else {
      return nil
    }
    let (power1, power2) = (pow(beta1, Double(side.step)), pow(beta2, Double(side.step)))
    let correction = (1 - power2).squareRoot()
    let alpha = side.rate * correction / (1 - power1)
    // Powers that are multiplied up in float32, step by step, are off by a step for each.
    let ulps = side.step > 1 ? Double(side.step) * Double(Float.ulpOfOne) : 0
    return PreparedUpdate(
      fixed: [], numerator: first.after.map { $0 * alpha }, spread: second.after, isInside: isEpsilonInside,
      epsilonFactor: self == .adamCorrected ? correction : 1, slack: ulps / (1 - power1) + ulps / (1 - power2) / 2)
  }
}

extension SlotValues {
  /// What a moving mean keeps of its old value, as float32 has it; nil where it does not show.
  fileprivate func decay(_ target: [Double]) -> Double? {
    guard let old = before ?? nil, old.count == target.count,
      let (rate, _) = SlotExperiments.Rule.mean.fit(old, after, target), rate > 0, rate < 1
    else { return nil }
    return Double(Float(rate))
  }

  /// What a sum of gradients keeps of its old value; nil where it does not show, as before the first step.
  fileprivate func momentum(_ gradient: [Double]) -> Double? {
    guard let old = before, old.count == gradient.count, old.contains(where: { $0 != 0 }),
      let (rate, _) = SlotExperiments.Rule.sum.fit(old, after, gradient)
    else { return nil }
    return Double(Float(rate))
  }
}

/// An update with all of its numbers but epsilon, and the momentum where slots do not show it.
struct PreparedUpdate {
  /// Added whatever epsilon is; empty where there is nothing of the kind.
  var fixed: [Double]
  /// Nesterov's: what is added besides, times the momentum.
  var ahead: [Double]?
  var momentum: Double?
  /// What is divided, and what by the root of.
  var numerator: [Double] = []
  var spread: [Double] = []
  var isInside = false
  var epsilonFactor = 1.0
  /// RMSProp's last change, which its momentum keeps a part of.
  var increment: SlotValues?
  /// How far the learning rate that it comes to may be off, relatively.
  var slack = 0.0

  /// What is taken from the variable's element.
  func value(at place: Int, _ numbers: UpdateNumbers) -> Double {
    if numerator.isEmpty { return fixed[place] + (ahead.map { $0[place] * numbers.momentum } ?? 0) }
    let epsilon = numbers.epsilon * epsilonFactor
    let root = isInside ? (spread[place] + epsilon).squareRoot() : spread[place].squareRoot() + epsilon
    let step = numerator[place] == 0 ? 0 : numerator[place] / root
    return step + (increment?.before.map { $0[place] * numbers.momentum } ?? 0)
  }
}

/// The numbers of an update that stand in the code.
struct UpdateNumbers: Sendable, Hashable {
  var epsilon = 0.0
  var momentum = 0.0
  /// What part of the variable is taken from it besides.
  var decay = 0.0
}

/// A formula with its numbers.
struct UpdateRule: Sendable, Hashable {
  var form: UpdateForm
  var numbers: UpdateNumbers

  /// - Parameter rate: the learning rate, which decay is told beside.
  func words(rate: Double) -> String {
    var words = form.rawValue
    if form.hasEpsilon { words += " (\(NumberText.exact(numbers.epsilon)))" }
    if form == .nesterov { words += " (\(NumberText.statistic(numbers.momentum)))" }
    if numbers.decay != 0 {
      let decay = rate > 0 ? numbers.decay / rate : numbers.decay
      words +=
        ", and weight decay of \(NumberText.statistic(decay.snapped(within: 1e-3))) times the learning rate beside it"
    }
    return words
  }
}
