import TFDiffDebugger

/// A kind of target that the migration guide's ladder can climb: what its steps change.
public protocol LadderSettings: TargetProvider {
  var mode: WeightMode { get set }
  var training: Bool { get set }
  var checkpoint: CheckpointValues? { get set }

  /// The same with weights that nothing but the mode decides.
  var withoutGivenWeights: Self { get }

  /// How many training steps are asked for; 0 where none are.
  var trainingSteps: Int { get }

  /// The same with so many training steps; with none, the forward pass.
  func stepping(_ count: Int) -> Self
}

extension LadderSettings {
  public var ladder: (@Sendable () -> LadderPlan)? { ladderPlan }

  /// What each step of the migration guide runs.
  ///
  /// The first three steps are judged by one pair of runs: with fixed weights the candidate is called to create its
  /// variables, called again to be compared, and once more to see that it creates nothing.
  @Sendable private func ladderPlan() -> LadderPlan {
    let fixed = [run(fixedRun)]
    let aligned = [false, true].map { run(alignedRun(training: $0)) }
    let missing = "no --checkpoint was given"
    return LadderPlan(
      entries: [
        .init(.variablesOnce, runs: fixed), .init(.variableKinds, runs: fixed), .init(.fixedWeights, runs: fixed),
        checkpoint == nil
          ? .init(.checkpointInference, reasonToSkip: missing)
          : .init(.checkpointInference, runs: [run(drawnRun(training: false))]),
        .init(.alignedRandomness, runs: aligned),
        checkpoint == nil
          ? .init(.checkpointTraining, reasonToSkip: missing)
          : .init(.checkpointTraining, runs: [run(drawnRun(training: true))]),
      ] + trainingEntries)
  }

  /// Training is climbed where steps of it are asked for.
  private var trainingEntries: [LadderPlan.Entry] {
    guard trainingSteps > 0 else { return [] }
    let several =
      trainingSteps == 1
      ? LadderPlan.Entry(.trainingSteps, reasonToSkip: "one step was asked for")
      : .init(.trainingSteps, runs: [run(trainingRun(trainingSteps))])
    return [.init(.trainingStep, runs: [run(trainingRun(1))]), several]
  }

  /// All the pairs of runs that the ladder makes.
  package var ladderRuns: [Self] {
    let restored = checkpoint == nil ? [] : [drawnRun(training: false), drawnRun(training: true)]
    let trained = trainingSteps > 0 ? [trainingRun(1)] : []
    return [fixedRun, alignedRun(training: false), alignedRun(training: true)] + restored + trained
  }

  private func run(_ settings: Self) -> LadderPlan.Run {
    LadderPlan.Run(
      key: "\(settings.mode.name) \(settings.training) \(settings.checkpoint != nil) \(settings.trainingSteps)",
      target: settings.target(ladder: ladder))
  }

  private var fixedRun: Self {
    var settings = withoutGivenWeights.stepping(0)
    if case .fixedWeights = mode {} else { settings.mode = .fixedWeights(WeightMode.standardWeight) }
    settings.training = false
    return settings
  }

  private func alignedRun(training: Bool) -> Self {
    var settings = drawnRun(training: training)
    settings.checkpoint = nil
    return settings
  }

  /// With weights that are drawn, or restored where there is a checkpoint.
  private func drawnRun(training: Bool) -> Self {
    var settings = stepping(0)
    if case .fixedWeights = mode { settings.mode = .numRandomOps }
    settings.training = training
    return settings
  }

  private func trainingRun(_ count: Int) -> Self {
    var settings = stepping(count)
    if case .fixedWeights = mode { settings.mode = .numRandomOps }
    settings.training = true
    return settings
  }
}
