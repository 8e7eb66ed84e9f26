import TFDiffTensor

/// How a model is trained: everything about a step that is not the forward pass.
public struct TrainingProcedure: Sendable, Hashable {
  /// How the losses of a batch become one.
  public enum Reduction: String, Sendable, Hashable, CaseIterable {
    case mean, sum
  }

  public var optimizer: Optimizer
  public var reduction = Reduction.mean
  /// Whether the regularization losses are part of the loss.
  public var hasRegularization = true
  /// What gradients are multiplied with before they are clipped; nil where they are not.
  public var gradientScale: Float?
  public var clipping: GradientClipping?
  /// Whether the moving averages of batch norm are updated along with the step.
  public var updatesMovingAverages = true

  public init(optimizer: Optimizer) { self.optimizer = optimizer }
}

/// What one step trains on.
public struct TrainingBatch: Sendable {
  /// The model's input.
  public var inputs: Tensor
  /// `[batch]`, the class of each item, int32 or int64.
  public var labels: Tensor

  public init(inputs: Tensor, labels: Tensor) {
    self.inputs = inputs
    self.labels = labels
  }
}

/// All that a step starts from, and all that it leaves behind.
public struct TrainingState: Sendable {
  /// The model's variables by name, those that are not trained among them.
  public var variables: [String: Tensor]
  /// The optimizer's by name.
  public var slots: [String: Tensor]
  /// How many steps have been taken.
  public var step: Int

  public init(variables: [String: Tensor], slots: [String: Tensor], step: Int) {
    self.variables = variables
    self.slots = slots
    self.step = step
  }
}

/// One thing that a training step computes and that is compared.
public struct TrainingRung: Sendable {
  public enum Kind: Sendable, Hashable {
    case endpoint
    /// `data`, `regularization`, and `regularization/VARIABLE` for each variable's.
    case lossTerm
    case loss
    case endpointGradient
    /// A variable's gradient as it was taken.
    case gradient
    /// A variable's gradient as the optimizer is given it: scaled, clipped, decayed.
    case appliedGradient
    case learningRate
    /// An optimizer's slot after the step.
    case slot(Slot)
    /// A variable after the step; one that is not trainable is a moving average.
    case variable(isTrainable: Bool)
  }

  public let kind: Kind
  /// Of the end point, loss term, variable or slot; else that of the kind.
  public let name: String
  /// Nil where there is no gradient.
  public let value: Tensor?
}

/// One side of a training step that is compared: a model in one world, its loss and its optimizer.
public protocol TrainingSide: AnyObject {
  /// The model's variables, in the order in which they were made.
  var variables: [Variable] { get }
  /// The optimizer's, in the order in which they were made.
  var slots: [Slot] { get }
  var optimizer: Optimizer { get }

  /// What training begins with: every variable and slot at its initial value.
  func initialState() throws -> TrainingState

  /// Lets go of what the variables are at for a state that a step is soon taken from.
  func assign(_ state: TrainingState) throws

  /// Takes one step.
  ///
  /// - Parameters:
  ///   - state: what the step starts from, whatever was before.
  ///   - told: is told of each rung in order, as soon as it is known: end points, loss terms, the loss, the gradients of end
  ///     points (the last first) and of variables as taken, those as applied, the learning rate, slots and variables after
  ///     the step. Where it throws, the step ends there.
  /// - Throws: ``EngineError``, or what `told` throws.
  func step(
    from state: TrainingState, _ batch: TrainingBatch, told: (TrainingRung) throws -> Void
  ) throws -> TrainingState
}

extension TrainingSide {
  /// Takes one step and keeps all of its rungs.
  public func step(
    from state: TrainingState, _ batch: TrainingBatch
  ) throws -> (rungs: [TrainingRung], state: TrainingState) {
    var rungs: [TrainingRung] = []
    let next = try step(from: state, batch) { rungs.append($0) }
    return (rungs, next)
  }
}
