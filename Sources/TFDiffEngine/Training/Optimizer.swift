import TFDiffTensor

/// An optimizer of one of TensorFlow's three families, with its hyperparameters.
public struct Optimizer: Sendable, Hashable {
  public enum Family: String, Sendable, Hashable, CaseIterable {
    /// `tf.compat.v1.train`.
    case v1
    /// `tf.keras.optimizers.legacy`, which TensorFlow's own training operations compute.
    case kerasLegacy = "keras-legacy"
    /// `tf.keras.optimizers` since 2.11, composed of single operations; there is none in a graph.
    case keras
  }

  /// The rule by which a gradient changes a variable. Its numbers are Python's: what is computed of them before they become
  /// float32 is computed in float64.
  public enum Method: Sendable, Hashable {
    case gradientDescent
    case momentum(Double, isNesterov: Bool)
    case adam(beta1: Double, beta2: Double, epsilon: Double)
    /// - Parameters: `initialMeanSquare` is where the mean of the squares starts: at one in TensorFlow 1, at zero in Keras.
    case rmsProp(decay: Double, momentum: Double, epsilon: Double, initialMeanSquare: Double, isCentered: Bool)
    /// - Parameters: TensorFlow 1 has no `epsilon` here, and takes no notice of it.
    case adagrad(initialAccumulator: Double, epsilon: Double)
  }

  public var family: Family
  public var method: Method
  public var learningRate: LearningRate
  public var weightDecay: WeightDecay?

  public init(
    _ family: Family, _ method: Method, learningRate: LearningRate, weightDecay: WeightDecay? = nil
  ) {
    self.family = family
    self.method = method
    self.learningRate = learningRate
    self.weightDecay = weightDecay
  }

  /// TensorFlow's name of it, which its operations and slots are named after.
  public var name: String {
    switch (method, family) {
    case (.gradientDescent, .v1): "GradientDescent"
    case (.momentum, .v1): "Momentum"
    case (.gradientDescent, _), (.momentum, _): "SGD"
    case (.adam, _): "Adam"
    case (.rmsProp, .v1): "RMSProp"
    case (.rmsProp, _): "RMSprop"
    case (.adagrad, _): "Adagrad"
    }
  }
}

/// Weights that are drawn towards zero.
public enum WeightDecay: Sendable, Hashable {
  /// `gradient + decay · weight` is what the optimizer is given.
  case coupled(Float)
  /// `weight −= weight · decay · learning rate` before the update, as Keras has it.
  case decoupled(Float)
}
