import ArgumentParser
import TFDiffTargets

/// Which training steps are compared.
struct TrainingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Compare N training steps: batch, layers, loss, gradients, optimizer slots and variables.", valueName: "N"))
  var steps: Int?

  @Option(
    help: ArgumentHelp(
      "The optimizer of a built-in model: sgd, momentum, nesterov, adam, rmsprop or adagrad, with what it is made with.",
      valueName: "NAME[:KEY=VALUE,…]"))
  var optimizer: String?

  @Option(help: ArgumentHelp("The labels of a built-in model's input.", valueName: "FILE.npy|FILE.npz[:NAME]"))
  var labels: String?

  func validate() throws {
    if let steps, steps < 1 { throw ValidationError("--steps \(steps): give a number of steps of at least 1.") }
    for (option, value) in [("--optimizer", optimizer), ("--labels", labels)] where value != nil && steps == nil {
      throw ValidationError("\(option) goes with training steps: add --steps N.")
    }
  }

  var arguments: TrainingArguments {
    var arguments = TrainingArguments()
    (arguments.count, arguments.optimizer, arguments.labels) = (steps ?? 0, optimizer, labels)
    return arguments
  }
}
