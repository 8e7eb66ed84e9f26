import TFDiffDebugger
import TFDiffEngine

extension DebugTarget {
  /// A built-in model in the embedded engine: a graph in a session against the candidate's run of the same code.
  ///
  /// - Throws: ``SourceError`` where a fault or a seed does not fit the model or the run.
  public static func embedded(_ settings: EmbeddedSettings) throws(SourceError) -> DebugTarget {
    for fault in settings.faults { try fault.validate(against: settings) }
    try settings.validateSeedings()
    return embedded(settings, ladder: settings.ladder)
  }

  /// The same for the whole ladder: a fault need only show in one of its steps.
  ///
  /// - Throws: ``SourceError`` where a fault or a seed does not fit the model, or shows in no step.
  public static func embeddedLadder(_ settings: EmbeddedSettings) throws(SourceError) -> DebugTarget {
    for fault in settings.faults {
      let isVisible = settings.ladderRuns.contains { fault.obstacle(in: $0) == nil }
      if !isVisible || !settings.model.endpoints.contains(fault.endpoint) { try fault.validate(against: settings) }
    }
    try settings.validateSeedings()
    return embedded(settings, ladder: settings.ladder)
  }

  static func embedded(
    _ settings: EmbeddedSettings, ladder: @escaping @Sendable () -> LadderPlan
  ) -> DebugTarget {
    var target = DebugTarget(
      name: settings.model.name, mode: settings.mode.name, training: settings.training, seed: settings.seed,
      input: settings.inputName, plannedEndpoints: settings.model.endpoints,
      checkpoint: settings.checkpoint?.description, ladder: ladder,
      seeding: { words in try seeded(settings, words, ladder: ladder) }
    ) { side in
      settings.source(of: side)
    }
    target.outputs = settings.model.outputs
    return target
  }

  private static func seeded(
    _ settings: EmbeddedSettings, _ words: String, ladder: @escaping @Sendable () -> LadderPlan
  ) throws(SourceError) -> DebugTarget {
    var settings = settings
    if words == "none" {
      settings.seedings = []
    } else {
      settings.seedings.append(try OperationSeeding(parsing: words))
    }
    try settings.validateSeedings()
    return embedded(settings, ladder: ladder)
  }
}

extension EmbeddedSettings {
  func source(of side: Side) -> any TraceSource {
    switch (side, candidate) {
    case (.reference, _):
      SegmentedSource(runtime: "TF1 graph") { try GraphProgram(self, isCancelled: $0) }
    case (.candidate, .function):
      SegmentedSource(runtime: candidate.runtime) { try FunctionProgram(self, isCancelled: $0) }
    case (.candidate, .eager), (.candidate, .functionalModel): EagerSource(self)
    }
  }

  func validateSeedings() throws(SourceError) {
    for seeding in seedings {
      if case .fixedWeights = mode { throw .operationSeedNeedsMode }
      guard let endpoint = seeding.endpoint, !model.endpoints.contains(endpoint) else { continue }
      throw .unknownEndpoint(endpoint, known: model.endpoints)
    }
  }
}
