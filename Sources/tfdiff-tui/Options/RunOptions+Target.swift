import TFDiffDebugger
import TFDiffEngine
import TFDiffSources
import TFDiffTensor

extension RunOptions {
  /// What to compare.
  ///
  /// - Parameter climbsLadder: whether the guide's steps are run, so that a fault need only show in one of them.
  /// - Throws: ``SourceError`` or ``OptionError``, naming the option and the remedy.
  func debugTarget(climbsLadder: Bool = false) throws -> DebugTarget {
    if isLive { return try liveTarget() }
    let settings = try embeddedSettings()
    return climbsLadder ? try .embeddedLadder(settings) : try .embedded(settings)
  }

  /// The ways of running the target that a triage compares.
  ///
  /// - Throws: as ``debugTarget(climbsLadder:)``.
  func triage() throws -> [TriageExecution] {
    if isLive { return try liveSettings().triage() }
    _ = try debugTarget()
    return try embeddedSettings().triage()
  }

  /// What the embedded engine is asked to run.
  func embeddedSettings() throws -> EmbeddedSettings {
    let model = try BuiltinModels.named(target)
    guard let candidate = CandidateKind(rawValue: candidate) else { throw SourceError.unknownCandidate(candidate) }
    return EmbeddedSettings(
      model: model, mode: try weightMode(), training: training, seed: seed,
      input: try ModelInput.load(input, for: model), inputName: input, candidate: candidate,
      checkpoint: try checkpoint.map { path throws(SourceError) in try CheckpointValues(opening: path) },
      seedings: try operationSeeds.map { text throws(SourceError) in try OperationSeeding(parsing: text) },
      faults: try fault.map { text throws(SourceError) in try Fault(parsing: text) }, rewrites: try rewrites())
  }

  /// How to judge, given what the configuration file says of it.
  func tolerancePolicy(defaults: Tolerance) throws(OptionError) -> TolerancePolicy {
    let standard = Tolerance(rtol: rtol ?? defaults.rtol, atol: atol ?? defaults.atol)
    for (option, value) in [("rtol", standard.rtol), ("atol", standard.atol)] where !(value >= 0 && value.isFinite) {
      throw .toleranceNotANumber(option: option, value: value)
    }
    return TolerancePolicy(standard: standard, exceptions: try exceptions())
  }

  /// - Throws: ``OptionError/memoryBudget(_:)``.
  func memoryBudgetBytes() throws(OptionError) -> Int {
    guard memoryBudget >= 1, memoryBudget <= Int.max >> 20 else { throw .memoryBudget(memoryBudget) }
    return memoryBudget << 20
  }

  private func exceptions() throws(OptionError) -> [TolerancePolicy.Exception] {
    var exceptions: [TolerancePolicy.Exception] = []
    for text in tolerance {
      let halves = text.split(separator: "=", maxSplits: 1).map(String.init)
      let numbers = halves.last?.split(separator: ",").compactMap { Double($0) } ?? []
      guard halves.count == 2, numbers.count == 2, numbers.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
        throw .malformedTolerance(text)
      }
      let tolerance = Tolerance(rtol: numbers[0], atol: numbers[1])
      exceptions.append(TolerancePolicy.Exception(glob: halves[0], tolerance: tolerance))
    }
    return exceptions
  }

  func weightMode() throws(SourceError) -> WeightMode {
    switch mode {
    case "fixed-weights": return .fixedWeights(weightValue)
    case "constant": return .constant
    case "num_random_ops": return .numRandomOps
    default: throw .unknownMode(mode)
    }
  }

  private func rewrites() throws(OptionError) -> RewriteOptions {
    var options = RewriteOptions()
    for name in disabledRewrites {
      guard let rewrite = RewriteOptions.Rewrite(rawValue: name) else { throw .unknownRewrite(name) }
      options.enabled.remove(rewrite)
    }
    return options
  }
}
