import TFDiffTargets
import TFDiffTensor

/// Two runs that are compared: of a built-in model, or of a program in Python.
struct Pair: Sendable {
  /// A program of the folder `Programs`; nil for a built-in model, which ``arguments`` name.
  var program: String?
  var arguments: TargetArguments
  var tolerance = Tolerance.standard
  /// Whether the program's right version takes the place of the one with the mistake.
  var isRight = false
  /// Whether the reference runs on TensorFlow 1.15.
  var needs115 = false
  /// What the input of a built-in model is drawn by; nil for the one that the arguments name.
  var inputSeed: Int?

  /// A built-in model.
  init(_ model: String, _ change: (inout TargetArguments) -> Void = { _ in }) {
    arguments = TargetArguments(target: model)
    change(&arguments)
  }

  /// A program in Python, which copies weights unless it is told otherwise.
  init(program: String, steps: Int = 0, training: Bool = false, copiesWeights: Bool = true) {
    self.program = program
    arguments = TargetArguments()
    (arguments.training, arguments.steps.count) = (training, steps)
    arguments.python.copiesWeights = copiesWeights
  }
}
