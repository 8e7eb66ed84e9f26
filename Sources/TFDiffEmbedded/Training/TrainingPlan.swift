import TFDiffDebugger
import TFDiffEngine
import TFDiffTargets
import TFDiffTensor

/// Which training steps an embedded comparison runs: each on the whole input, with its labels.
public struct TrainingPlan: Sendable {
  public var steps: Int
  /// `[batch]`, the class of each item of the input, int32.
  public var labels: Tensor
  public var optimizer: OptimizerWords

  public init(steps: Int, labels: Tensor, optimizer: OptimizerWords = OptimizerWords(.sgd)) {
    self.steps = steps
    self.labels = labels
    self.optimizer = optimizer
  }

  /// What a side trains by, with nothing planted in it.
  func procedure(of side: Side) -> TrainingProcedure {
    var procedure = TrainingProcedure(optimizer: optimizer.optimizer(of: side == .reference ? .v1 : .keras))
    procedure.clipping = optimizer.clipping
    return procedure
  }
}

extension TrainingPlan {
  /// Nil where no steps are asked for.
  ///
  /// - Parameter batch: how many items the input has.
  /// - Throws: ``EmbeddedError`` or ``TargetError``, naming the option and the remedy.
  init?(_ arguments: TargetArguments, model: any Model, batch: Int) throws {
    guard arguments.steps.count > 0 else { return nil }
    guard let classes = model.trainedClasses else {
      throw EmbeddedError.cannotTrain(
        model.name, known: BuiltinModels.all.filter { $0.model.trainedClasses != nil }.map(\.model.name))
    }
    guard let name = arguments.steps.labels else { throw EmbeddedError.noLabels(model: model.name) }
    self.init(
      steps: arguments.steps.count,
      labels: try TrainingLabels.load(name, batch: batch, classes: classes),
      optimizer: try arguments.steps.optimizer.map { try OptimizerWords(parsing: $0) } ?? OptimizerWords(.sgd))
  }
}
