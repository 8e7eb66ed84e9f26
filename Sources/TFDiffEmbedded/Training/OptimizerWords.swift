import TFDiffEngine

/// An optimizer as the command line names it, for both worlds: `NAME[:KEY=VALUE,…]`.
///
/// What is not given is each world's own default, which are not all the same: `tf.compat.v1.train`'s Adam has an epsilon of 1e-8,
/// Keras' of 1e-7.
public struct OptimizerWords: Sendable, Hashable {
  public enum Name: String, Sendable, Hashable, CaseIterable {
    case sgd, momentum, nesterov, adam, rmsprop, adagrad
  }

  /// What an optimizer is made with, in Keras' words.
  public enum Key: String, Sendable, Hashable, CaseIterable {
    case learningRate = "learning_rate"
    case momentum
    case beta1 = "beta_1"
    case beta2 = "beta_2"
    case rho, epsilon
    case initialAccumulator = "initial_accumulator_value"
    case weightDecay = "weight_decay"
    case clipValue = "clipvalue"
    case clipNorm = "clipnorm"
    case globalClipNorm = "global_clipnorm"
  }

  public let name: Name
  public let values: [Key: Double]

  public init(_ name: Name, _ values: [Key: Double] = [:]) {
    self.name = name
    self.values = values
  }

  /// - Throws: ``EmbeddedError/unknownOptimizer(_:known:)`` or ``EmbeddedError/badOptimizerValue(_:known:)``.
  public init(parsing text: String) throws(EmbeddedError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard let name = Name(rawValue: parts[0]) else {
      throw .unknownOptimizer(parts[0], known: Name.allCases.map(\.rawValue))
    }
    var values: [Key: Double] = [:]
    for word in parts.count > 1 ? parts[1].split(separator: ",", omittingEmptySubsequences: false) : [] {
      let pair = word.split(separator: "=", maxSplits: 1).map(String.init)
      guard pair.count == 2, let key = Key(rawValue: pair[0]), name.keys.contains(key), let value = Double(pair[1]),
        value.isFinite, values[key] == nil
      else { throw .badOptimizerValue(String(word), known: name.keys.map(\.rawValue)) }
      values[key] = value
    }
    self.init(name, values)
  }

  /// As a session's graph has it, and as Keras has it.
  func optimizer(of family: Optimizer.Family) -> Optimizer {
    let isKeras = family != .v1
    func value(_ key: Key, v1: Double, keras: Double) -> Double { values[key] ?? (isKeras ? keras : v1) }
    // The learning rate of TensorFlow 1's plain optimizers has no default: both sides get Keras'.
    let rate = values[.learningRate] ?? (name == .sgd || name == .momentum || name == .nesterov ? 0.01 : 0.001)
    let method: Optimizer.Method =
      switch name {
      case .sgd: .gradientDescent
      case .momentum, .nesterov: .momentum(values[.momentum] ?? 0.9, isNesterov: name == .nesterov)
      case .adam:
        .adam(
          beta1: values[.beta1] ?? 0.9, beta2: values[.beta2] ?? 0.999,
          epsilon: value(.epsilon, v1: 1e-8, keras: 1e-7))
      case .rmsprop:
        .rmsProp(
          decay: values[.rho] ?? 0.9, momentum: values[.momentum] ?? 0,
          epsilon: value(.epsilon, v1: 1e-10, keras: 1e-7), initialMeanSquare: isKeras ? 0 : 1, isCentered: false)
      case .adagrad:
        .adagrad(initialAccumulator: values[.initialAccumulator] ?? 0.1, epsilon: values[.epsilon] ?? 1e-7)
      }
    return Optimizer(
      family, method, learningRate: .constant(Float(rate)),
      weightDecay: values[.weightDecay].map { isKeras ? .decoupled(Float($0)) : .coupled(Float($0)) })
  }

  /// How both sides keep their gradients small.
  var clipping: GradientClipping? {
    values[.clipValue].map { .value(Float($0)) } ?? values[.clipNorm].map { .norm(Float($0)) }
      ?? values[.globalClipNorm].map { .globalNorm(Float($0)) }
  }
}

extension OptimizerWords.Name {
  /// What it can be made with.
  var keys: [OptimizerWords.Key] {
    let always: [OptimizerWords.Key] = [.learningRate, .weightDecay, .clipValue, .clipNorm, .globalClipNorm]
    switch self {
    case .sgd: return always
    case .momentum, .nesterov: return always + [.momentum]
    case .adam: return always + [.beta1, .beta2, .epsilon]
    case .rmsprop: return always + [.rho, .momentum, .epsilon]
    case .adagrad: return always + [.initialAccumulator, .epsilon]
    }
  }
}
