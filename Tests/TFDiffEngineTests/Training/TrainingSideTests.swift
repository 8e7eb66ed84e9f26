import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: what a training step tells of itself is complete and in order, the same in both worlds, and what a procedure
/// changes shows where it should.
@Suite struct TrainingSideTests {
  private func rungs(
    _ side: DigitsTraining.Side, _ change: (inout TrainingProcedure) -> Void = { _ in }
  ) throws -> [TrainingRung] {
    var procedure = TrainingProcedure(optimizer: DigitsTraining.optimizer("adam", side))
    change(&procedure)
    let side = try DigitsTraining.side(side, procedure)
    return try side.step(from: DigitsTraining.state(of: side), DigitsTraining.batch()).rungs
  }

  @Test func bothWorldsTellTheSame() throws {
    let graph = try rungs(.graph).filter { !$0.isSlot }
    let eager = try rungs(.eager_legacy).filter { !$0.isSlot }
    #expect(graph.map(\.name) == eager.map(\.name))
    #expect(graph.map(\.kind) == eager.map(\.kind))
    for (a, b) in zip(graph, eager) {
      #expect((a.value == nil) == (b.value == nil), "\(a.name)")
      guard let found = a.value, let other = b.value else { continue }
      #expect(other.error(against: found.widened) <= 1e-5, "\(a.kind) \(a.name)")
    }
  }

  @Test func rungsComeInTheOrderOfAStep() throws {
    let found = try rungs(.graph)
    var order: [String] = []
    for rung in found where order.last != rung.stage { order.append(rung.stage) }
    #expect(
      order == [
        "endpoint", "lossTerm", "loss", "endpointGradient", "gradient", "appliedGradient", "learningRate", "slot",
        "variable",
      ])
    let endpoints = DigitsNet().endpoints
    #expect(found.filter { $0.kind == .endpointGradient }.map(\.name) == endpoints.reversed())
    // The predictions are not what the loss is made of.
    #expect(found.filter { $0.kind == .endpointGradient && $0.value == nil }.map(\.name) == ["predictions"])
    #expect(found.count { $0.kind == .gradient } == 10 && found.count(where: \.isSlot) == 2 + 20)
    #expect(found.count { $0.kind == .variable(isTrainable: false) } == 4)
  }

  @Test(arguments: [DigitsTraining.Side.graph, .eager_new]) func eachChangeShowsWhereItIsMade(side: DigitsTraining.Side)
    throws
  {
    let plain = try rungs(side)
    func first(_ change: (inout TrainingProcedure) -> Void) throws -> String? {
      let changed = try rungs(side, change)
      let values = Dictionary(changed.map { ("\($0.kind) \($0.name)", $0.value) }, uniquingKeysWith: { $1 })
      return plain.first { rung in
        guard let value = rung.value, let other = values["\(rung.kind) \(rung.name)"] ?? nil else {
          return rung.value != nil
        }
        return !value.isIdentical(to: other)
      }.map { "\($0.stage) \($0.name)" }
    }
    #expect(try first { _ in } == nil)
    #expect(try first { $0.reduction = .sum } == "lossTerm data")
    #expect(try first { $0.hasRegularization = false }?.hasPrefix("lossTerm regularization/") == true)
    #expect(try first { $0.gradientScale = 2 } == "appliedGradient DigitsNet/conv1/weights")
    #expect(try first { $0.clipping = .globalNorm(0.01) } == "appliedGradient DigitsNet/conv1/weights")
    #expect(try first { $0.optimizer.weightDecay = .coupled(0.1) } == "appliedGradient DigitsNet/conv1/weights")
    #expect(try first { $0.optimizer.learningRate = .constant(0.5) } == "learningRate learning_rate")
    #expect(try first { $0.optimizer.weightDecay = .decoupled(0.1) } == "variable DigitsNet/conv1/weights")
    #expect(try first { $0.updatesMovingAverages = false } == "variable DigitsNet/conv1/BatchNorm/moving_mean")
  }

  /// The first step from a state is the same whatever was before.
  @Test(arguments: DigitsTraining.Side.allCases) func aStepDependsOnItsStateAlone(side: DigitsTraining.Side) throws {
    let training = try DigitsTraining.side(
      side, TrainingProcedure(optimizer: DigitsTraining.optimizer("momentum", side)))
    let (state, batch) = (try DigitsTraining.state(of: training), try DigitsTraining.batch())
    let first = try training.step(from: state, batch)
    _ = try training.step(from: first.state, batch)
    let again = try training.step(from: state, batch)
    for (a, b) in zip(first.rungs, again.rungs) {
      guard let value = a.value, let other = b.value else { continue }
      #expect(value.isIdentical(to: other), "\(a.kind) \(a.name)")
    }
  }

  /// A step from another side's state, with its accumulators as this side keeps them, is that side's step.
  @Test(arguments: ["momentum", "nesterov", "adam", "adagrad"], [DigitsTraining.Side.eager_legacy, .eager_new])
  func aStepCanBeginWhereAnotherSideIs(pair: String, other: DigitsTraining.Side) throws {
    let batch = try DigitsTraining.batch()
    func side(_ side: DigitsTraining.Side) throws -> any TrainingSide {
      try DigitsTraining.side(side, TrainingProcedure(optimizer: DigitsTraining.optimizer(pair, side)))
    }
    let sides = [try side(.graph), try side(other)]
    for (reference, candidate) in [(sides[0], sides[1]), (sides[1], sides[0])] {
      let first = try reference.step(from: DigitsTraining.state(of: reference), batch).state
      let expected = try reference.step(from: first, batch).state
      let (slots, unknown) = try candidate.slots(
        adopting: first, reference.slots, of: reference.optimizer, keeping: candidate.initialState().slots)
      #expect(unknown.isEmpty)
      let state = TrainingState(variables: first.variables, slots: slots, step: first.step)
      let found = try candidate.step(from: state, batch).state
      for (name, value) in expected.variables {
        #expect(try #require(found.variables[name]).error(against: value.widened) <= 1e-6, "\(pair): \(name)")
      }
    }
  }

  @Test func aChangingLearningRateLeavesTheMomentumUnknown() throws {
    var optimizer = DigitsTraining.optimizer("momentum", .eager_new)
    optimizer.learningRate = .piecewiseConstant(boundaries: [1], values: [0.1, 0.01])
    let candidate = try DigitsTraining.side(.eager_new, TrainingProcedure(optimizer: optimizer))
    let reference = try DigitsTraining.side(
      .graph, TrainingProcedure(optimizer: DigitsTraining.optimizer("momentum", .graph)))
    let own = try candidate.initialState().slots
    let (slots, unknown) = try candidate.slots(
      adopting: reference.initialState(), reference.slots, of: reference.optimizer, keeping: own)
    #expect(unknown.map(\.meaning) == Array(repeating: .step, count: 10))
    #expect(slots.keys == own.keys)
  }

  @Test func labelsThatDoNotFitAreErrors() throws {
    let procedure = TrainingProcedure(optimizer: DigitsTraining.optimizer("sgd", .graph))
    var batch = try DigitsTraining.batch()
    for labels in [Tensor([1, 2] as [Int32]), Tensor(repeating: Float(1), shape: [64])] {
      batch.labels = labels
      #expect(throws: EngineError.self) { try GraphTraining(DigitsNet(), procedure, batch: batch) }
      let side = try EagerTraining(DigitsNet(), procedure, batch: batch)
      #expect(throws: EngineError.self) { try side.step(from: side.initialState(), batch) }
    }
    batch.labels = Tensor(repeating: Int32(10), shape: [64])
    let side = try GraphTraining(DigitsNet(), procedure, batch: batch)
    #expect { try side.step(from: side.initialState(), batch) } throws: {
      "\($0)".contains("Received a label value of 10 which is outside the valid range of [0, 10)")
    }
  }
}

extension TrainingRung {
  fileprivate var isSlot: Bool { if case .slot = kind { true } else { false } }

  /// The kind without what it carries.
  fileprivate var stage: String { "\(kind)".split(separator: "(").first.map(String.init) ?? "" }
}
