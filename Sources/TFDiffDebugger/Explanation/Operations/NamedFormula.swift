import Foundation
import TFDiffTensor

/// A function of each element that is known by a name.
struct NamedFormula: Sendable {
  /// Formulas of one family are the same but for the way in which they are computed, or for a number in them.
  enum Family: Sendable {
    case gelu, activation
  }
  let name: String
  let family: Family
  let function: @Sendable (Double) -> Double

  /// Source of the two GELUs: Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016, section 2. Those named `inside` are the
  /// same before the product with x/2.
  static let all: [NamedFormula] = [
    .init(name: "GELU with erf", family: .gelu) { 0.5 * $0 * (1 + erf($0 / 2.0.squareRoot())) },
    .init(name: "GELU with tanh", family: .gelu) { 0.5 * $0 * (1 + tanh(tanhArgument($0))) },
    .init(name: "GELU with erf", family: .gelu) { erf($0 / 2.0.squareRoot()) },
    .init(name: "GELU with tanh", family: .gelu) { tanh(tanhArgument($0)) },
    .init(name: "GELU with erf", family: .gelu) { 0.5 * (1 + erf($0 / 2.0.squareRoot())) },
    .init(name: "GELU with tanh", family: .gelu) { 0.5 * (1 + tanh(tanhArgument($0))) },
    .init(name: "GELU with erf", family: .gelu) { 1 + erf($0 / 2.0.squareRoot()) },
    .init(name: "GELU with tanh", family: .gelu) { 1 + tanh(tanhArgument($0)) },
    .init(name: "GELU with a sigmoid, x·sigmoid(1.702x)", family: .gelu) { $0 * sigmoid(1.702 * $0) },
    .init(name: "x itself", family: .activation) { $0 },
    .init(name: "ReLU", family: .activation) { max($0, 0) },
    .init(name: "ReLU6", family: .activation) { min(max($0, 0), 6) },
    .init(name: "swish (SiLU), x·sigmoid(x)", family: .activation) { $0 * sigmoid($0) },
    .init(name: "sigmoid", family: .activation) { sigmoid($0) },
    .init(name: "Keras' hard sigmoid, 0.2x + 0.5 cut to [0, 1]", family: .activation) {
      min(max(0.2 * $0 + 0.5, 0), 1)
    },
    .init(name: "hard sigmoid, relu6(x + 3)/6", family: .activation) { min(max($0 + 3, 0), 6) / 6 },
    .init(name: "hard swish, x·relu6(x + 3)/6", family: .activation) { $0 * min(max($0 + 3, 0), 6) / 6 },
    .init(name: "tanh", family: .activation) { tanh($0) },
    .init(name: "softplus", family: .activation) { max($0, 0) + log1p(exp(-abs($0))) },
    .init(name: "softsign", family: .activation) { $0 / (1 + abs($0)) },
    .init(name: "ELU", family: .activation) { $0 < 0 ? expm1($0) : $0 },
    .init(name: "SELU", family: .activation) { 1.0507009873554805 * ($0 < 0 ? 1.6732632423543772 * expm1($0) : $0) },
    .init(name: "mish, x·tanh(softplus(x))", family: .activation) { $0 * tanh(max($0, 0) + log1p(exp(-abs($0)))) },
  ]

  private static func tanhArgument(_ x: Double) -> Double { (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x) }

  private static func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  /// Whether a tensor is the formula of another, to rounding; the first element that is not decides.
  func holds(of value: Tensor, from input: Tensor, within rounding: Double) -> Bool {
    value.elementCount == input.elementCount
      && (0..<value.elementCount).allSatisfy { abs(value.value(at: $0) - function(input.value(at: $0))) <= rounding }
  }

  /// How far a tensor is from the formula of another, at most.
  func distance(of value: Tensor, from input: Tensor) -> Double {
    guard value.elementCount == input.elementCount else { return .infinity }
    var greatest = 0.0
    for index in 0..<value.elementCount {
      let distance = abs(value.value(at: index) - function(input.value(at: index)))
      if !distance.isFinite { return .infinity }
      greatest = max(greatest, distance)
    }
    return greatest
  }
}

/// Two formulas that are known by a name, where each side's value is that of one of them.
struct NamedFormulas {
  let regions: Regions

  /// What each side computes, and the experiment that shows it: the reference's formula in float64 on the candidate's own
  /// values, against the reference's.
  func match() -> (reference: NamedFormula, candidate: NamedFormula, experiment: Experiment)? {
    for input in regions.reference.shared where input.elementCount == regions.values.reference.elementCount {
      guard let own = regions.candidate.shared.first(where: { $0.elementCount == input.elementCount }),
        let reference = formula(of: regions.values.reference, input),
        let candidate = formula(of: regions.values.candidate, own), reference.name != candidate.name
      else { continue }
      let after = reference.distance(of: regions.values.reference, from: own)
      let experiment = Experiment(
        "\(reference.name) in float64 on the candidate's values", before: regions.gap, after: after,
        noise: Self.rounding(of: regions.values.reference, own))
      if experiment.closesTheGap { return (reference, candidate, experiment) }
    }
    return nil
  }

  private func formula(of value: Tensor, _ input: Tensor) -> NamedFormula? {
    let rounding = Self.rounding(of: value, input)
    // Where the formulas all but agree, as near zero, nothing can be told.
    let fitting = NamedFormula.all.filter { $0.holds(of: value, from: input, within: rounding) }
    return Set(fitting.map(\.name)).count == 1 ? fitting.first : nil
  }

  /// What float32 may make of a formula of some operations.
  private static func rounding(of value: Tensor, _ input: Tensor) -> Double {
    32 * Double(Float.ulpOfOne) * max(value.greatestMagnitude, input.greatestMagnitude, 1)
  }
}
