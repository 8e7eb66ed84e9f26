import TFDiffDebugger

extension EmbeddedSettings {
  /// What each step of the migration guide runs of this model.
  ///
  /// The first three steps are judged by one pair of runs: with fixed weights the candidate is called to create its
  /// variables, called again to be compared, and once more to see that it creates nothing.
  @Sendable func ladder() -> LadderPlan {
    let fixed = [run(fixedRun)]
    let aligned = [false, true].map { run(alignedRun(training: $0)) }
    let missing = "no --checkpoint was given"
    return LadderPlan(entries: [
      .init(.variablesOnce, runs: fixed), .init(.variableKinds, runs: fixed), .init(.fixedWeights, runs: fixed),
      checkpoint == nil
        ? .init(.checkpointInference, reasonToSkip: missing)
        : .init(.checkpointInference, runs: [run(checkpointRun(training: false))]),
      .init(.alignedRandomness, runs: aligned),
      checkpoint == nil
        ? .init(.checkpointTraining, reasonToSkip: missing)
        : .init(.checkpointTraining, runs: [run(checkpointRun(training: true))]),
    ])
  }

  /// All the pairs of runs that the ladder makes.
  var ladderRuns: [EmbeddedSettings] {
    let restored = checkpoint == nil ? [] : [checkpointRun(training: false), checkpointRun(training: true)]
    return [fixedRun, alignedRun(training: false), alignedRun(training: true)] + restored
  }

  private func run(_ settings: EmbeddedSettings) -> LadderPlan.Run {
    LadderPlan.Run(
      key: "\(settings.mode.name) \(settings.training) \(settings.checkpoint != nil)",
      target: .embedded(settings, ladder: ladder))
  }

  private var fixedRun: EmbeddedSettings {
    var settings = self
    if case .fixedWeights = mode {} else { settings.mode = .fixedWeights(WeightMode.standardWeight) }
    settings.training = false
    settings.checkpoint = nil
    return settings
  }

  private func alignedRun(training: Bool) -> EmbeddedSettings {
    var settings = checkpointRun(training: training)
    settings.checkpoint = nil
    return settings
  }

  private func checkpointRun(training: Bool) -> EmbeddedSettings {
    var settings = self
    if case .fixedWeights = mode { settings.mode = .numRandomOps }
    settings.training = training
    return settings
  }
}
