/// What makes two runs part; the raw values are the report's. A cause is named only where an experiment has closed the gap.
public enum Cause: String, Sendable, Hashable, Codable, CaseIterable {
  // Operations.
  /// The same operation with other attributes.
  case attribute
  /// The same operation on another number that stands in the code.
  case constant
  case missingOperation = "missing-operation"
  case extraOperation = "extra-operation"
  case otherOperation = "other-operation"
  case otherFormula = "other-formula"
  case crossedInputs = "crossed-inputs"
  case padding
  case keepProbability = "keep-prob"
  case geluFormula = "gelu-formula"
  case activation
  case slope
  case maskValue = "mask-value"
  case epsilon
  case momentum
  case batchNormMode = "batch-norm-mode"
  case missingUpdate = "missing-update"
  case besselCorrection = "bessel-correction"
  case resizeAlignment = "resize-alignment"
  case axis
  /// Operands of shapes that are broadcast against each other.
  case broadcast
  case reduction
  case dtype
  case randomOrder = "random-order"
  /// One side drops out and the other does not.
  case dropoutMode = "dropout-mode"
  // Recurrent cells.
  case gateOrder = "gate-order"
  case forgetBias = "forget-bias"
  case recurrentActivation = "recurrent-activation"
  case resetAfter = "reset-after"
  // Variables.
  case initialValue = "initial-value"
  case transposedVariable = "transposed-variable"
  case permutedVariable = "permuted-variable"
  case scaledVariable = "scaled-variable"
  case unrestoredVariable = "unrestored-variable"
  case unsharedVariable = "unshared-variable"
  case createdAgain = "created-again"
  case input
  // What runs the programs.
  /// TensorFlow changes a graph so that it computes something else.
  case graphRewrite = "graph-rewrite"
  /// A variable of the environment, or a setting, that is another on the two sides.
  case numericSwitch = "numeric-switch"
  // Training.
  case lossFactor = "loss-factor"
  case lossReduction = "loss-reduction"
  case missingRegularization = "missing-regularization"
  /// A term of the loss that is no regularizer's.
  case missingLossTerm = "missing-loss-term"
  case labels
  case gradientScale = "gradient-scale"
  /// What stops gradients on one side alone.
  case stoppedGradient = "stopped-gradient"
  case missingGradient = "missing-gradient"
  case clipping
  case weightDecay = "weight-decay"
  case learningRate = "learning-rate"
  case optimizerEpsilon = "optimizer-epsilon"
  case slotStart = "slot-start"
  case optimizerFormula = "optimizer-formula"
}
