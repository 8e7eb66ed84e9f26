import TFDiffDebugger
import TFDiffEngine
import TFDiffEmbedded
import TFDiffTargets
import TFDiffTensor
import Testing

/// Protects: each step of the guide fails on a target or a fault that is made to fail it, and no step before it does.
@Suite struct LadderTests {
  private func settings(
    _ model: any Model, faults: [String] = [], checkpoint: CheckpointValues? = nil, candidate: CandidateKind = .eager,
    mode: WeightMode = .numRandomOps
  ) throws -> EmbeddedSettings {
    EmbeddedSettings(
      model: model, mode: mode, input: try ModelInput.load("ones", for: model, memory: .max), candidate: candidate,
      checkpoint: checkpoint, faults: try faults.map { try Fault(parsing: $0) })
  }

  private func ladder(_ settings: EmbeddedSettings, keepsGoing: Bool = false) throws -> DebuggerState {
    Debugger(target: try .embeddedLadder(settings)).perform(.ladder(keepsGoing: keepsGoing))
  }

  private func expect(
    _ state: DebuggerState, failsAt step: LadderStep, _ sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let failing = state.ladder.first { $0.verdict.isFailure }
    #expect(failing?.step == step, "\(state.ladder)", sourceLocation: sourceLocation)
    #expect(failing?.verdict == .failed, sourceLocation: sourceLocation)
    #expect(failing?.advice?.isEmpty == false, sourceLocation: sourceLocation)
    #expect(state.ladderVerdict == .diverged, sourceLocation: sourceLocation)
  }

  /// A checkpoint of the digits model: every variable, with values that are not its initial ones.
  private static func checkpoint(of model: any Model) throws -> CheckpointValues {
    let context = EagerContext(seed: 7)
    _ = try model.makeInstance().callAsFunction(
      Value(Tensor(repeating: Float(1), shape: model.inputShape)), training: false, in: context)
    var entries: [String: CheckpointValues.Entry] = [:]
    var values: [String: Tensor] = [:]
    for variable in context.variableStore.created {
      let value = try context.resources.read(variable.resource)
      let moved = Tensor(value.elements(of: Float.self).map { $0 * 0.9 + 0.05 }, shape: variable.shape)
      values[variable.name] = moved
      entries[variable.name] = .init(key: variable.name, shape: variable.shape, dtype: "float32")
    }
    entries["Adam/step"] = .init(key: "Adam/step", shape: .scalar, dtype: "float32")
    let description = CheckpointDescription(
      path: "/models/digits/ckpt-1", style: "name-based", variables: entries.keys.sorted())
    return CheckpointValues(description: description, entries: entries) { [values] keys in
      values.filter { keys.contains($0.key) }
    }
  }

  @Test func aRightModelPassesEveryStep() throws {
    let model = DigitsNet()
    let state = try ladder(settings(model, checkpoint: Self.checkpoint(of: model)))
    #expect(state.ladder.map(\.verdict) == Array(repeating: .passed, count: 6), "\(state.ladder)")
    #expect(state.ladderVerdict == .equal)
    #expect(state.restoreComparison?.restored.count == 14)
    #expect(state.restoreComparison?.unused == ["Adam/step"])
  }

  @Test func withoutACheckpointItsStepsAreSkipped() throws {
    let state = try ladder(settings(FixedScalingLayer()))
    #expect(state.ladder.map(\.verdict) == [.passed, .passed, .passed, .skipped, .passed, .skipped])
    #expect(state.ladderVerdict == .equal)
  }

  @Test func layersThatMakeVariablesAtEachCallFailTheFirstStep() throws {
    for model in [BrokenScalingLayer() as any Model, LayerPerCall()] {
      let state = try ladder(settings(model))
      expect(state, failsAt: .variablesOnce)
      #expect(state.ladder[0].detail.contains("Layer"), "\(state.ladder[0].detail)")
      #expect(state.ladder[1...].allSatisfy { $0.verdict == .notRun })
    }
  }

  @Test func untrackedVariablesFailTheSecondStep() throws {
    let state = try ladder(settings(UntrackedScalingLayer()))
    expect(state, failsAt: .variableKinds)
    #expect(state.variablesComparison.untracked.count == 2)
  }

  @Test(arguments: [
    ("variable-per-call@conv2", LadderStep.variablesOnce), ("renamed-variable@conv2", .variableKinds),
    ("frozen-variable@fc1", .variableKinds), ("batch-norm-epsilon@conv1", .fixedWeights),
    ("missing-regularizer@fc1", .fixedWeights), ("padding=VALID@conv2", .variableKinds),
    ("missing-activation@conv2", .alignedRandomness),
    ("unrestored-variable@conv2", .checkpointInference), ("swapped-random-op@conv2", .alignedRandomness),
    ("batch-norm-decay=0.5@conv2", .alignedRandomness), ("moving-averages-reset@conv2", .checkpointTraining),
  ])
  func faultsFailTheStepTheyAreMadeFor(fault: String, step: LadderStep) throws {
    let model = DigitsNet()
    expect(try ladder(settings(model, faults: [fault], checkpoint: Self.checkpoint(of: model))), failsAt: step)
  }

  /// Some faults show in one step alone, even where the others are run all the same.
  @Test(arguments: [
    ("variable-per-call@conv2", LadderStep.variablesOnce), ("frozen-variable@fc1", .variableKinds),
    ("unrestored-variable@conv2", .checkpointInference), ("moving-averages-reset@conv2", .checkpointTraining),
  ])
  func noOtherStepFails(fault: String, step: LadderStep) throws {
    let model = DigitsNet()
    let state = try ladder(
      settings(model, faults: [fault], checkpoint: Self.checkpoint(of: model)), keepsGoing: true)
    // What is not restored for inference is not restored for training either.
    let expected: Set<LadderStep> = step == .checkpointInference ? [step, .checkpointTraining] : [step]
    #expect(Set(state.ladder.filter { $0.verdict.isFailure }.map(\.step)) == expected, "\(state.ladder)")
  }

  @Test func aFunctionalModelNeedsTheConstantMode() throws {
    let model = DigitsNet()
    let counted = try ladder(settings(model, candidate: .functionalModel))
    expect(counted, failsAt: .alignedRandomness)
    let parting = try #require(counted.randomParting)
    #expect(parting.index == 3)
    #expect(parting.cause == .order(candidateIndex: 4))
    #expect(counted.ladder.first { $0.step == .alignedRandomness }?.advice?.contains("mode constant") == true)
    let constant = try ladder(settings(model, candidate: .functionalModel, mode: .constant))
    #expect(constant.ladderVerdict == .equal)
  }

  /// As in the guide: `operation_seed` set where the orders part makes the numbers match again.
  @Test func operationSeedsRealignAFunctionalModel() throws {
    var settings = try settings(DigitsNet(), candidate: .functionalModel)
    settings.training = true
    settings.seedings = try ["4@dropout", "3@fc1#2"].map { try OperationSeeding(parsing: $0) }
    #expect(CheckRunner(target: try .embedded(settings)).run().conclusion.verdict == .equal)
    settings.seedings = [try OperationSeeding(parsing: "3@fc1#2")]
    let reused = CheckRunner(target: try .embedded(settings)).run()
    #expect(reused.conclusion.verdict == .incomparable)
    #expect(reused.state.failure?.message.contains("already-used operation seed 3") == true)
  }

  @Test(arguments: ["", "x", "-1", "3@", "3@#2", "3#0", "3@fc1#", "@fc1", "1#2#3"])
  func malformedOperationSeedsAreRefused(text: String) {
    #expect(throws: EmbeddedError.self) { try OperationSeeding(parsing: text) }
  }

  @Test(arguments: [("0", 0, nil, 1), ("7#2", 7, nil, 2), ("12@fc1", 12, "fc1", 1), ("3@Mixed_5b#2", 3, "Mixed_5b", 2)])
  func operationSeedsAreParsed(text: String, seed: Int, endpoint: String?, call: Int) throws {
    let seeding = try OperationSeeding(parsing: text)
    #expect(seeding.seed == seed && seeding.endpoint == endpoint && seeding.call == call)
    #expect(seeding.text == text)
  }

  @Test func aFunctionThatMakesVariablesWhenTracedAgainFailsAsInTensorFlow() throws {
    let state = try ladder(settings(BrokenScalingLayer(), candidate: .function))
    expect(state, failsAt: .variablesOnce)
    #expect(state.failure?.message.contains("tf.function only supports singleton tf.Variables") == true)
  }

  /// The stack that a creation carries leads to the line of the model that made it.
  @Test func creationsLeadToTheModelsCode() throws {
    let state = CheckRunner(target: try .embedded(settings(BrokenScalingLayer()))).run().state
    let creations = state.variablesComparison.unexpectedCreations
    #expect(creations.count == 2)
    #expect(creations.allSatisfy { $0.first.stack.culprit?.file.hasSuffix("BrokenScalingLayer.swift") == true })
    let lines = creations.compactMap { $0.first.stack.culprit?.line }
    #expect(lines.count == 2 && lines[1] == lines[0] + 1)
  }

  @Test func triageTellsFusionFromCode() throws {
    let model = DigitsNet()
    let right = try TriageRunner(settings(model).triage()).run()
    #expect(right.kinds.count == 7)
    #expect(right.verdict == .equal)
    #expect(right.sentence.contains("goes away with `remapping` off: it is fusion, not your code"))
    let faulty = try TriageRunner(settings(model, faults: ["batch-norm-epsilon@conv2"]).triage()).run()
    #expect(faulty.verdict == .diverged)
    #expect(faulty.sentence.contains("with every rewrite off") && faulty.sentence.contains("conv2"))
  }
}
