import TFDiffTensor

/// One of the two runs; always in this order.
public enum Side: String, Sendable, Hashable, Codable, CaseIterable {
  case reference, candidate
}

/// What a run tells of itself, in the order in which it happened.
public enum TraceEvent: Sendable {
  case operation(OperationEvent)
  case endpoint(EndpointEvent)
  /// Of a training step that a side takes from its own state; no place where a run is held.
  case free(FreeRung)
  case variable(VariableEvent)
  case initialValue(InitialValueEvent)
  case update(UpdateEvent)
  case random(RandomEvent)
  /// Layers of each side for which the source has found no partner, and which it will not tell.
  case unpaired(SidePair<[String]>)
  /// Rows that neither program names, each with the rows that are computed from it; `certain`: those whose pair is no guess
  /// as long as both sides have the same shape there.
  case tentative([String: [String]], certain: Set<String> = [])
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
  /// Which code made it; empty where the source does not say.
  public let stack: CallStack
  /// What others' ``inputs`` call it; nil where the source does not say.
  public let id: String?
  public let attributes: [OperationAttribute]
  /// In TensorFlow's order; empty where the source does not say.
  public let inputs: [OperationInput]
  /// Which of the other side's it stands for, or is stood for by.
  public let partner: OperationPartner
  /// Nil where the place that it has in the program is come to once, or its source does not say.
  public let repetition: OperationRepetition?
  /// The values it takes, in the order of ``inputs``; empty where they were not asked for, and nil where one is not known.
  public let operands: [OperandValue?]

  public init(
    name: String, type: String, fused: [String] = [], output: Tensor?, stack: CallStack = .none, id: String? = nil,
    attributes: [OperationAttribute] = [], inputs: [OperationInput] = [], partner: OperationPartner = .unknown,
    repetition: OperationRepetition? = nil, operands: [OperandValue?] = []
  ) {
    self.repetition = repetition
    self.operands = operands
    self.partner = partner
    self.name = name
    self.type = type
    self.fused = fused
    self.output = output
    self.stack = stack
    self.id = id
    self.attributes = attributes
    self.inputs = inputs
  }

  /// The same with inputs under other names, and with the partner that its source has found.
  public func with(inputs: [OperationInput], partner: OperationPartner) -> OperationEvent {
    OperationEvent(
      name: name, type: type, fused: fused, output: output, stack: stack, id: id, attributes: attributes,
      inputs: inputs, partner: partner, repetition: repetition, operands: operands)
  }

  /// The same with other values that it takes.
  func with(operands: [OperandValue?]) -> OperationEvent {
    OperationEvent(
      name: name, type: type, fused: fused, output: output, stack: stack, id: id, attributes: attributes,
      inputs: inputs, partner: partner, repetition: repetition, operands: operands)
  }

  /// The same with the statistics of the values that it takes in their place.
  var withSummarizedOperands: OperationEvent {
    operands.isEmpty ? self : with(operands: operands.map { $0?.summarized })
  }

  /// The same with another output, or none.
  public func with(output: Tensor?) -> OperationEvent {
    OperationEvent(
      name: name, type: type, fused: fused, output: output, stack: stack, id: id, attributes: attributes,
      inputs: inputs, partner: partner, repetition: repetition, operands: operands)
  }
}

/// A named layer output that both sides share was reached.
public struct EndpointEvent: Sendable {
  public let name: String
  public let value: Tensor
  /// How many of the layer's elements there are for each of the value's: 1 where the value is whole, more where it was too
  /// large to be moved.
  public let spacing: Int
  /// What it is of a training step; nil in a forward pass.
  public let rung: Rung?
  /// What a variable that no gradient trains held before the first step, where that has changed it; else nil.
  public var before: Tensor?
  /// Which code of a training step made it; empty where the source does not say, and in a forward pass.
  public let stack: CallStack
  public init(name: String, value: Tensor, spacing: Int = 1, rung: Rung? = nil, stack: CallStack = .none) {
    self.name = name
    self.value = value
    self.spacing = spacing
    self.rung = rung
    self.stack = stack
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
  public let origin: VariableOrigin
  /// Who created it; empty where the source does not record stacks.
  public internal(set) var stack: CallStack
  public let role: VariableRole
  /// The words for its initializer, such as `GlorotUniform()`; nil where they are not known.
  public let initializer: String?
  /// Of the candidate's, the reference's that it is compared with where that has another name.
  public let partner: VariablePartner?

  /// Of the candidate's, the reference's variable in whose place it is read, where another of the candidate's is that one:
  /// a copy that is not shared.
  public let unsharedCopyOf: String?

  /// The name under which both sides have it.
  public var sharedName: String { partner.flatMap { $0.layout == nil ? $0.name : nil } ?? name }

  public init(
    name: String, shape: Shape, dtype: DType, trainable: Bool, call: Int = 1,
    origin: VariableOrigin = .initializer, stack: CallStack = .none, role: VariableRole = .weight,
    initializer: String? = nil, partner: VariablePartner? = nil, unsharedCopyOf: String? = nil
  ) {
    self.unsharedCopyOf = unsharedCopyOf
    self.role = role
    self.initializer = initializer
    self.partner = partner
    self.name = name
    self.shape = shape
    self.dtype = dtype
    self.trainable = trainable
    self.call = call
    self.origin = origin
    self.stack = stack
  }
}

extension VariableEvent {
  /// The same, compared with a variable of the reference that has another name.
  public func with(partner: VariablePartner) -> VariableEvent {
    VariableEvent(
      name: name, shape: shape, dtype: dtype, trainable: trainable, call: call, origin: origin, stack: stack,
      role: role,
      initializer: initializer, partner: partner, unsharedCopyOf: unsharedCopyOf)
  }
}

/// Where a variable's value comes from when the forward pass that is compared begins.
public enum VariableOrigin: Sendable, Hashable {
  /// Its own initializer.
  case initializer
  /// Every variable was set to one value.
  case fixed
  /// A checkpoint, which has it under this key.
  case checkpoint(key: String)
  /// The other side's variable of this name, or what several of its variables hold.
  case copied(from: String)
}

/// The forward pass assigned to a variable, as batch norm does to its moving averages when training.
public struct UpdateEvent: Sendable {
  public let variable: String
  public let operation: String
  public let value: Tensor
  /// Which code made the operation; empty where the source does not say.
  public let stack: CallStack
  /// The end point on the way to which it was executed; nil where the source does not say.
  public let endpoint: String?
  /// How much of its old value a moving average keeps; nil where the assignment is none, or its code does not show it.
  public let decay: Double?
  public init(
    variable: String, operation: String, value: Tensor, stack: CallStack = .none, endpoint: String? = nil,
    decay: Double? = nil
  ) {
    self.decay = decay
    self.variable = variable
    self.operation = operation
    self.value = value
    self.stack = stack
    self.endpoint = endpoint
  }
}

/// A stateful random operation was given its seeds.
public struct RandomEvent: Sendable, Hashable {
  /// From 0, in the order in which the side made them.
  public let index: Int
  public let name: String
  public let type: String
  /// -1 for a size that its graph does not know.
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
  /// The sum of ``losses``; nil where there are none.
  public let regularizationLoss: Double?
  public let seconds: Double
  /// One for each regularized variable, in the order in which the side has them.
  public let losses: [RegularizationLoss]
  /// Variables that exist but that the model does not list as its own: their places in the order of creation.
  public let untracked: [Int]
  /// Nil where the source did not look for it.
  public let observerEffect: ObserverEffect?
  public init(
    regularizationLoss: Double?, seconds: Double, losses: [RegularizationLoss] = [], untracked: [Int] = [],
    observerEffect: ObserverEffect? = nil
  ) {
    self.regularizationLoss = regularizationLoss
    self.seconds = seconds
    self.losses = losses
    self.untracked = untracked
    self.observerEffect = observerEffect
  }
}

/// How far the outputs of a run that was captured are from those of the same run when nobody looks into it: fetching
/// what lies on the way can keep a graph rewrite from being made.
public struct ObserverEffect: Sendable, Hashable {
  /// The output that differs most.
  public let output: String
  /// By how much at most; 0 where capturing changes nothing.
  public let maxAbs: Double
  public init(output: String, maxAbs: Double) {
    self.output = output
    self.maxAbs = maxAbs
  }
}

/// What a regularizer adds to the loss for one variable.
public struct RegularizationLoss: Sendable, Hashable {
  public let variable: String
  public let value: Double
  public init(variable: String, value: Double) {
    self.variable = variable
    self.value = value
  }
}
