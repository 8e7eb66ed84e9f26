import TFDiffTargets
import TFDiffDebugger

/// The user's own Python: their TF1 code in a session against their TF2 code run eagerly, each in a process of its own.
extension LiveSettings: LadderSettings {
  public static var kind: String { "a Python target" }

  public static func claims(_ arguments: TargetArguments) -> Bool {
    arguments.target.hasSuffix(".py") || arguments.python.tf1 != nil || arguments.python.tf2 != nil
  }

  public static func refusal(of arguments: TargetArguments, for kind: String) -> String? {
    arguments.python.firstGiven.map {
      "\($0) goes with \(Self.kind): name a file that ends in .py, or give --tf1 and --tf2."
    }
  }

  public var description: TargetDescription {
    var description = TargetDescription(
      name: program.name, mode: mode.name, training: training || steps > 0, seed: seed, input: inputName,
      checkpoint: checkpoint?.description,
      // What TF-Slim's networks, and those ported from them, call what they give.
      outputs: ["Logits", "Predictions"])
    description.steps = steps
    description.sources = program.files
    return description
  }

  /// By itself, a side has nobody to be paired with: its layers are those that its program names.
  public func side(_ side: Side) -> TargetSide { self.side(side, probe: .standard) }

  func side(_ side: Side, probe: Probe) -> TargetSide {
    let discoveries = LiveDiscoveries(map)
    discoveries.learn(.asNamed)
    var found = TargetSide(runtime: candidate.runtime(of: side)) {
      LiveSource(self, side: side, discoveries: discoveries, probe: probe)
    }
    found.stages = .tensorFlow
    return found
  }

  public func sides() -> SidePair<TargetSide> {
    let starter = LiveStarter(self, LiveDiscoveries(map))
    return SidePair(reference: starter.side(.reference), candidate: starter.side(.candidate))
  }

  public var renewing: (@Sendable () throws -> Self)? {
    {
      var settings = self
      settings.program = try program.readAnew()
      return settings
    }
  }

  public var calculator: (@Sendable () throws -> any OperationCalculator)? { { LiveCalculator(self) } }

  public var trainingSteps: Int { steps }

  public func stepping(_ count: Int) -> Self {
    var settings = self
    settings.steps = count
    return settings
  }

  /// An eager step's, whichever way the candidate runs its forward passes.
  public var lossPass: Self? {
    guard steps > 0 else { return nil }
    var settings = stepping(0)
    (settings.endsAtLoss, settings.training, settings.candidate, settings.writesMap) = (true, true, .eager, nil)
    return settings
  }

  public var variants: [TargetVariant] {
    var found: [TargetVariant] = []
    if mode == .numRandomOps {
      var settings = self
      (settings.mode, settings.writesMap) = (.constant, nil)
      found.append(settings.variant(.constantRandomness))
    }
    if steps == 0, rewrites.optimizes { found.append(withoutRewrites) }
    if steps > 0 {
      // What a port lacks is more common than what it has too much.
      for side in Side.allCases {
        var settings = self
        (settings.passesGradientsOn, settings.writesMap) = (side, nil)
        found.append(settings.variant(.passingGradients(side)))
      }
    }
    return found
  }

  /// Graphs that are run as they were built; then with one kind of rewrite less, which tells them apart.
  private var withoutRewrites: TargetVariant {
    func without(_ rewrite: Rewrite?) -> TargetVariant {
      var settings = self
      settings.writesMap = nil
      settings.rewrites =
        rewrite.map { LiveRewrites(disabled: rewrites.disabled + [$0.name]) } ?? LiveRewrites(optimizes: false)
      return settings.variant(.withoutRewrites(named: rewrite?.name))
    }
    var found = without(nil)
    found.refinements = enabledRewrites.map { without($0) }
    return found
  }

  func variant(_ change: TargetVariant.Change) -> TargetVariant { TargetVariant(change) { self.target() } }

  public var switches: (@Sendable () throws -> [NumericSwitch])? { { try differingSwitches() } }

  public var withoutGivenWeights: Self {
    var settings = self
    settings.checkpoint = nil
    settings.copiesWeights = false
    return settings
  }
}

extension DebugTarget {
  public static func live(_ settings: LiveSettings) -> DebugTarget { settings.target() }
}
