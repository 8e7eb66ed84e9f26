import TFDiffTensor

/// The slim layers that take arguments from arg scopes.
public enum LayerKind: String, Sendable, Hashable, CaseIterable {
  case conv2d, fullyConnected, batchNorm, dropout, maxPool2d, avgPool2d
}

/// TensorFlow's names for how a window treats the border.
public enum PaddingAlgorithm: String, Sendable, Hashable {
  case same = "SAME"
  case valid = "VALID"
}

/// What is applied to a layer's outputs.
public enum Activation: Sendable, Hashable {
  /// slim's `activation_fn=None`.
  case linear
  case relu
}

/// What stands in for a layer's biases.
public enum Normalizer: Sendable, Hashable {
  /// slim's `normalizer_fn=None`.
  case none
  case batchNorm
}

/// The height and width of a window, or its steps.
public struct Size2D: Sendable, Hashable, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  public let height: Int
  public let width: Int
  public init(_ height: Int, _ width: Int) {
    self.height = height
    self.width = width
  }
  public init(integerLiteral value: Int) { self.init(value, value) }
  /// One number for both, or height and width.
  public init(arrayLiteral elements: Int...) { self.init(elements.first ?? 1, elements.last ?? 1) }
}

/// Arguments of slim's layers by slim's names; what is nil is left to the arg scopes around, and then to the layer's
/// default.
public struct LayerArguments: Sendable, Hashable {
  public var stride: Size2D?
  public var padding: PaddingAlgorithm?
  public var rate: Size2D?
  public var activation: Activation?
  public var normalizer: Normalizer?
  public var weightsInitializer: Initializer?
  public var weightsRegularizer: Regularizer?
  public var biasesInitializer: Initializer?
  public var biasesRegularizer: Regularizer?
  public var isTraining: Bool?
  /// Batch norm: the decay of the moving averages.
  public var decay: Float?
  /// Batch norm: added to the variance.
  public var epsilon: Double?
  /// Batch norm: whether there is a `gamma`.
  public var scale: Bool?
  /// Batch norm: whether there is a `beta`.
  public var center: Bool?
  /// Dropout: the probability of keeping an element.
  public var keepProbability: Float?
  public var trainable: Bool?

  public init(
    stride: Size2D? = nil, padding: PaddingAlgorithm? = nil, rate: Size2D? = nil, activation: Activation? = nil,
    normalizer: Normalizer? = nil, weightsInitializer: Initializer? = nil, weightsRegularizer: Regularizer? = nil,
    biasesInitializer: Initializer? = nil, biasesRegularizer: Regularizer? = nil, isTraining: Bool? = nil,
    decay: Float? = nil, epsilon: Double? = nil, scale: Bool? = nil, center: Bool? = nil,
    keepProbability: Float? = nil, trainable: Bool? = nil
  ) {
    self.stride = stride
    self.padding = padding
    self.rate = rate
    self.activation = activation
    self.normalizer = normalizer
    self.weightsInitializer = weightsInitializer
    self.weightsRegularizer = weightsRegularizer
    self.biasesInitializer = biasesInitializer
    self.biasesRegularizer = biasesRegularizer
    self.isTraining = isTraining
    self.decay = decay
    self.epsilon = epsilon
    self.scale = scale
    self.center = center
    self.keepProbability = keepProbability
    self.trainable = trainable
  }

  /// These arguments where they are given, else those of an outer scope.
  func over(_ outer: LayerArguments) -> LayerArguments {
    LayerArguments(
      stride: stride ?? outer.stride, padding: padding ?? outer.padding, rate: rate ?? outer.rate,
      activation: activation ?? outer.activation, normalizer: normalizer ?? outer.normalizer,
      weightsInitializer: weightsInitializer ?? outer.weightsInitializer,
      weightsRegularizer: weightsRegularizer ?? outer.weightsRegularizer,
      biasesInitializer: biasesInitializer ?? outer.biasesInitializer,
      biasesRegularizer: biasesRegularizer ?? outer.biasesRegularizer, isTraining: isTraining ?? outer.isTraining,
      decay: decay ?? outer.decay, epsilon: epsilon ?? outer.epsilon, scale: scale ?? outer.scale,
      center: center ?? outer.center, keepProbability: keepProbability ?? outer.keepProbability,
      trainable: trainable ?? outer.trainable)
  }
}

/// The arguments that the arg scopes around the calling code give each kind of layer.
public struct ArgumentScope: Sendable {
  private var arguments: [LayerKind: LayerArguments] = [:]

  subscript(kind: LayerKind) -> LayerArguments {
    get { arguments[kind] ?? LayerArguments() }
    set { arguments[kind] = newValue }
  }
}

extension ExecutionContext {
  /// slim's `arg_scope`: inside `body`, layers of these kinds take these arguments where their call gives none.
  @discardableResult
  public func withArguments<Result>(
    _ kinds: [LayerKind], _ given: LayerArguments, _ body: () throws -> Result
  ) rethrows -> Result {
    try withScopes(
      { scopes in for kind in kinds { scopes.arguments[kind] = given.over(scopes.arguments[kind]) } }, body)
  }

  /// The arguments of one layer: its call's, then the arg scopes', then slim's defaults, then a planted fault's.
  func resolve(
    _ kind: LayerKind, _ given: LayerArguments, defaults: LayerArguments
  ) -> LayerArguments {
    var resolved = given.over(scopes.arguments[kind]).over(defaults)
    hooks.changeArguments?(kind, scopes.variableScope.name, &resolved)
    return resolved
  }
}
