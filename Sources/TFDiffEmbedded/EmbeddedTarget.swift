import TFDiffTargets
import TFDiffDebugger
import TFDiffEngine

/// A built-in model in the embedded engine: a graph in a session against the candidate's run of the same code.
extension EmbeddedSettings: LadderSettings {
  public static var kind: String { "a built-in model" }

  /// Whatever is named, it should be one of the models: asked last, it can say which there are.
  public static func claims(_ arguments: TargetArguments) -> Bool { !arguments.target.isEmpty }

  public static func refusal(of arguments: TargetArguments, for kind: String) -> String? {
    if !arguments.faults.isEmpty {
      return "--fault does not go with \(kind): it plants faults in built-in models only; leave it out."
    }
    if !arguments.operationSeeds.isEmpty {
      return "--operation-seed does not go with \(kind): it is for built-in models; leave it out."
    }
    for (option, value) in [("--optimizer", arguments.steps.optimizer), ("--labels", arguments.steps.labels)]
    where value != nil {
      return "\(option) does not go with \(kind): it is for built-in models, and a program has its own; leave it out."
    }
    return nil
  }

  /// - Throws: ``EmbeddedError`` or ``TargetError``, naming the option and the remedy.
  public init(_ arguments: TargetArguments) throws {
    let model = try BuiltinModels.named(arguments.target)
    self.init(
      model: model, mode: try arguments.weightMode(), training: arguments.training, seed: arguments.seed,
      input: try ModelInput.load(
        arguments.input, for: model, training: arguments.training || arguments.climbsLadder,
        memory: try arguments.runMemory()), inputName: arguments.input,
      candidate: try arguments.candidateKind(), checkpoint: try arguments.openCheckpoint(),
      seedings: try arguments.operationSeeds.map { try OperationSeeding(parsing: $0) },
      faults: try arguments.faults.map { try Fault(parsing: $0) },
      rewrites: try RewriteOptions(disabling: arguments.disabledRewrites))
    plan = try TrainingPlan(arguments, model: model, batch: input.shape[0])
    if plan != nil {
      training = true
      if candidate != .eager { throw EmbeddedError.stepsNeedEager(candidate.rawValue) }
    }
    try arguments.climbsLadder ? validateForLadder() : validate()
  }

  public var description: TargetDescription {
    var description = TargetDescription(
      name: model.name, mode: mode.name, training: training, seed: seed, input: inputName,
      checkpoint: checkpoint?.description, outputs: model.outputs,
      operationSeeds: seedings.map(\.text))
    description.steps = plan?.steps ?? 0
    return description
  }

  public func sides() -> SidePair<TargetSide> {
    guard let plan else { return SidePair(reference: side(.reference), candidate: side(.candidate)) }
    let exchanges = TrainingExchanges()
    return SidePair(
      reference: trainingSide(.reference, plan, exchanges), candidate: trainingSide(.candidate, plan, exchanges))
  }

  private func trainingSide(_ side: Side, _ plan: TrainingPlan, _ exchanges: TrainingExchanges) -> TargetSide {
    let reason = "a training step is compared rung by rung"
    let reruns = TrainingExchanges()
    let rerun: @Sendable (Bool) throws -> any TraceSource = { isMoved in
      // The run with the moved input begins each step with what the one beside it does.
      let exchange = reruns.exchange(for: isMoved ? .candidate : .reference)
      return TrainingSource(self, plan, isMoved ? .movedReference : .reference, exchange)
    }
    return TargetSide(
      runtime: candidate.runtime(of: side), substitution: .impossible(reason: reason),
      rerun: side == .reference ? rerun : nil
    ) {
      TrainingSource(self, plan, side == .reference ? .reference : .candidate, exchanges.exchange(for: side))
    }
  }

  public func side(_ side: Side) -> TargetSide {
    let open: @Sendable () throws -> any TraceSource = { source(of: side) }
    return TargetSide(
      runtime: candidate.runtime(of: side), plannedEndpoints: model.endpoints, substitution: .possible(open: open),
      rerun: { isMoved in
        var settings = self
        if isMoved, let moved = input.movedInTheLastPlace { settings.input = moved }
        return settings.source(of: side)
      },
      open: open)
  }

  public var trainingSteps: Int { plan?.steps ?? 0 }

  public func stepping(_ count: Int) -> Self {
    var settings = self
    settings.plan?.steps = count
    if count == 0 { settings.plan = nil }
    return settings
  }

  public var withoutGivenWeights: Self {
    var settings = self
    settings.checkpoint = nil
    return settings
  }

  public var seeding: (@Sendable (String) throws -> Self)? { seeded }

  public var calculator: (@Sendable () throws -> any OperationCalculator)? {
    { [threads] in EngineCalculator(threads: threads) }
  }

  @Sendable private func seeded(_ words: String) throws -> Self {
    var settings = self
    if words == "none" {
      settings.seedings = []
    } else {
      settings.seedings.append(try OperationSeeding(parsing: words))
    }
    try settings.validateSeedings()
    return settings
  }

  func source(of side: Side) -> any TraceSource {
    switch (side, candidate) {
    case (.reference, _): SegmentedSource { try GraphProgram(self, isCancelled: $0) }
    case (.candidate, .function): SegmentedSource { try FunctionProgram(self, isCancelled: $0) }
    case (.candidate, .eager), (.candidate, .functionalModel): EagerSource(self)
    }
  }
}

extension EmbeddedSettings {
  /// - Throws: ``EmbeddedError`` where a fault or a seed does not fit the model or the run.
  public func validate() throws(EmbeddedError) {
    for fault in faults { try fault.validate(against: self) }
    try validateSeedings()
  }

  /// The same for the whole ladder: a fault need only show in one of its steps.
  ///
  /// - Throws: ``EmbeddedError`` where a fault or a seed does not fit the model, or shows in no step.
  public func validateForLadder() throws(EmbeddedError) {
    for fault in faults {
      let isVisible = ladderRuns.contains { fault.kind.obstacle($0) == nil }
      if !isVisible || fault.endpoint.map({ !model.endpoints.contains($0) }) ?? false {
        try fault.validate(against: self)
      }
    }
    try validateSeedings()
  }

  private func validateSeedings() throws(EmbeddedError) {
    for seeding in seedings {
      if case .fixedWeights = mode { throw .operationSeedNeedsMode }
      guard let endpoint = seeding.endpoint, !model.endpoints.contains(endpoint) else { continue }
      throw .unknownEndpoint(endpoint, known: model.endpoints)
    }
  }

  /// The testing tool as either side enters it.
  func makeTool() -> DeterministicRandomTestTool {
    DeterministicRandomTestTool(seed: seed, mode: mode.countsRandomOperations ? .numRandomOps : .constant)
  }
}

extension RewriteOptions {
  /// - Throws: ``EmbeddedError/unknownRewrite(_:known:)``.
  fileprivate init(disabling names: [String]) throws(EmbeddedError) {
    self.init()
    for name in names {
      guard let rewrite = Rewrite(rawValue: name) else {
        throw .unknownRewrite(name, known: Rewrite.allCases.map(\.rawValue))
      }
      enabled.remove(rewrite)
    }
  }
}

extension DebugTarget {
  /// - Throws: ``EmbeddedError`` where a fault or a seed does not fit the model or the run.
  public static func embedded(_ settings: EmbeddedSettings) throws(EmbeddedError) -> DebugTarget {
    try settings.validate()
    return settings.target()
  }

  /// The same for the whole ladder: a fault need only show in one of its steps.
  ///
  /// - Throws: ``EmbeddedError`` where a fault or a seed does not fit the model, or shows in no step.
  public static func embeddedLadder(_ settings: EmbeddedSettings) throws(EmbeddedError) -> DebugTarget {
    try settings.validateForLadder()
    return settings.target()
  }
}
