import TFDiffTensor

/// One of the two runs; always in this order.
public enum Side: String, Sendable, Hashable, Codable, CaseIterable {
  case reference, candidate
}

/// What a run tells of itself, in the order in which it happened.
public enum TraceEvent: Sendable {
  case operation(OperationEvent)
  case endpoint(EndpointEvent)
  case variable(VariableEvent)
  case update(UpdateEvent)
  case random(RandomEvent)
  case log(String)
  case finished(RunSummary)
}

/// An operation was executed.
public struct OperationEvent: Sendable {
  /// TensorFlow's name of it, with its scopes: `InceptionResnetV2/Conv2d_1a_3x3/Conv2D`.
  public let name: String
  public let type: String
  /// The op types a graph rewrite folded into this one, in order of execution; empty where it is as written.
  public let fused: [String]
  /// The first output; nil for an operation without one.
  public let output: Tensor?

  public init(name: String, type: String, fused: [String] = [], output: Tensor?) {
    self.name = name
    self.type = type
    self.fused = fused
    self.output = output
  }
}

/// A named layer output that both sides share was reached.
public struct EndpointEvent: Sendable {
  public let name: String
  public let value: Tensor
  public init(name: String, value: Tensor) {
    self.name = name
    self.value = value
  }
}

/// A variable was created.
public struct VariableEvent: Sendable, Hashable {
  public let name: String
  public let shape: Shape
  public let dtype: DType
  public let trainable: Bool
  /// Which call of the model created it, from 1.
  public let call: Int
  /// Who created it, innermost first; empty where the source does not record stacks.
  public let stack: [StackFrame]
  public init(
    name: String, shape: Shape, dtype: DType, trainable: Bool, call: Int = 1, stack: [StackFrame] = []
  ) {
    self.name = name
    self.shape = shape
    self.dtype = dtype
    self.trainable = trainable
    self.call = call
    self.stack = stack
  }
}

/// A place in the user's code.
public struct StackFrame: Sendable, Hashable {
  public let function: String
  public let file: String
  /// From 1.
  public let line: Int
  public init(function: String, file: String, line: Int) {
    self.function = function
    self.file = file
    self.line = line
  }
}

/// The forward pass assigned to a variable, as batch norm does to its moving averages when training.
public struct UpdateEvent: Sendable {
  public let variable: String
  public let operation: String
  public let value: Tensor
  public init(variable: String, operation: String, value: Tensor) {
    self.variable = variable
    self.operation = operation
    self.value = value
  }
}

/// A stateful random operation was given its seeds.
public struct RandomEvent: Sendable, Hashable {
  /// From 0, in the order in which the side made them.
  public let index: Int
  public let name: String
  public let type: String
  public let shape: Shape
  /// TensorFlow's pair: (graph or global seed, operation seed).
  public let seed: Int
  public let seed2: Int
  public init(index: Int, name: String, type: String, shape: Shape, seed: Int, seed2: Int) {
    self.index = index
    self.name = name
    self.type = type
    self.shape = shape
    self.seed = seed
    self.seed2 = seed2
  }
}

/// What is known once a run has ended.
public struct RunSummary: Sendable, Hashable {
  public let regularizationLoss: Double?
  public let seconds: Double
  public init(regularizationLoss: Double?, seconds: Double) {
    self.regularizationLoss = regularizationLoss
    self.seconds = seconds
  }
}
