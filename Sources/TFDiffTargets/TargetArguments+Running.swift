import TFDiffDebugger

extension TargetArguments {
  /// The same for the runs that a debugger looks at, which may be those of a step of the ladder, with operation seeds that were
  /// set since.
  public func running(_ target: TargetDescription) -> TargetArguments {
    var arguments = self
    arguments.mode = target.mode ?? mode
    if arguments.mode != mode { arguments.weightValue = WeightMode.standardWeight }
    // A training step is in training mode without being asked for.
    arguments.training = target.steps > 0 ? training : target.training
    (arguments.steps.count, arguments.seed) = (target.steps, target.seed)
    if target.checkpoint == nil { arguments.checkpoint = nil }
    arguments.operationSeeds = target.operationSeeds
    // What every variable is set to needs no seeds and no copies.
    if arguments.mode == WeightMode.fixedWeights(weightValue).name {
      (arguments.operationSeeds, arguments.python.copiesWeights) = ([], false)
    }
    return arguments
  }
}
