import TFDiffDebugger

extension LiveSettings {
  /// What each step of the migration guide runs of the user's program.
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
        : .init(.checkpointInference, runs: [run(drawnRun(training: false))]),
      .init(.alignedRandomness, runs: aligned),
      checkpoint == nil
        ? .init(.checkpointTraining, reasonToSkip: missing)
        : .init(.checkpointTraining, runs: [run(drawnRun(training: true))]),
    ])
  }

  private func run(_ settings: LiveSettings) -> LadderPlan.Run {
    LadderPlan.Run(
      key: "\(settings.mode.name) \(settings.training) \(settings.checkpoint != nil)",
      target: .live(settings, ladder: ladder))
  }

  private var fixedRun: LiveSettings {
    var settings = self
    if case .fixedWeights = mode {} else { settings.mode = .fixedWeights(WeightMode.standardWeight) }
    settings.training = false
    settings.checkpoint = nil
    settings.copiesWeights = false
    return settings
  }

  private func alignedRun(training: Bool) -> LiveSettings {
    var settings = drawnRun(training: training)
    settings.checkpoint = nil
    return settings
  }

  private func drawnRun(training: Bool) -> LiveSettings {
    var settings = self
    if case .fixedWeights = mode { settings.mode = .numRandomOps }
    settings.training = training
    return settings
  }
}
