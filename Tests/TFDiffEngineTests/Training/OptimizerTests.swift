import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: each optimizer of each family changes a variable and its slots as TensorFlow's does, under its slots' names;
/// schedules and clipping give TensorFlow's numbers (`Golden/optimizer_updates_tf212.json`).
@Suite struct OptimizerTests {
  private static let golden = Result { try Golden.load() }

  @Test(arguments: Optimizer.Family.allCases) func updatesAreTensorFlows(family: Optimizer.Family) throws {
    let golden = try Self.golden.get()
    let cases = golden.cases.filter { $0.family == family.rawValue }
    #expect(cases.count >= 8)
    for update in cases {
      let optimizer = try #require(Self.optimizer(update.name, family), "\(update.name)")
      let found = try family == .v1 ? graphSteps(optimizer, golden) : eagerSteps(optimizer, golden)
      for (step, expected) in update.steps.enumerated() {
        #expect(Set(found[step].keys) == Set(expected.keys), "\(update.name) of \(family)")
        for (name, values) in expected {
          let error = found[step][name]?.error(against: Tensor(values, shape: found[step][name]?.shape)) ?? .infinity
          #expect(error <= 3e-7, "\(update.name) of \(family), step \(step): \(name)")
        }
      }
    }
  }

  /// The optimizers of `make_optimizer_updates_tf212.py`.
  private static func optimizer(_ name: String, _ family: Optimizer.Family) -> Optimizer? {
    func rmsProp(_ momentum: Double, isCentered: Bool) -> Optimizer.Method {
      .rmsProp(
        decay: 0.8, momentum: momentum, epsilon: 1e-5, initialMeanSquare: family == .v1 ? 1 : 0, isCentered: isCentered)
    }
    switch name {
    case "gradientDescent": return Optimizer(family, .gradientDescent, learningRate: .constant(0.1))
    case "momentum": return Optimizer(family, .momentum(0.9, isNesterov: false), learningRate: .constant(0.1))
    case "nesterov": return Optimizer(family, .momentum(0.9, isNesterov: true), learningRate: .constant(0.1))
    case "adam":
      return Optimizer(family, .adam(beta1: 0.8, beta2: 0.99, epsilon: 1e-5), learningRate: .constant(0.01))
    case "rmsProp": return Optimizer(family, rmsProp(0, isCentered: false), learningRate: .constant(0.01))
    case "rmsPropMomentum": return Optimizer(family, rmsProp(0.5, isCentered: false), learningRate: .constant(0.01))
    case "rmsPropCentered": return Optimizer(family, rmsProp(0.5, isCentered: true), learningRate: .constant(0.01))
    case "rmsPropCenteredStill": return Optimizer(family, rmsProp(0, isCentered: true), learningRate: .constant(0.01))
    case "adagrad":
      return Optimizer(family, .adagrad(initialAccumulator: 0.2, epsilon: 1e-5), learningRate: .constant(0.1))
    case "weightDecay":
      return Optimizer(family, .gradientDescent, learningRate: .constant(0.1), weightDecay: .decoupled(0.25))
    default: return nil
    }
  }

  private func graphSteps(_ optimizer: Optimizer, _ golden: Golden) throws -> [[String: Tensor]] {
    let context = GraphContext(graph: Graph())
    let variable = try golden.variable(in: context)
    let gradient = try context.placeholder(.float32, variable.shape)
    let rate = try context.placeholder(.float32, .scalar)
    let trainer = try OptimizerRun(optimizer, for: [variable], in: context)
    let targets = try trainer.apply([gradient], learningRate: rate, step: 0)
    let session = Session(graph: context.graph)
    try session.initialize([variable] + trainer.slots.map(\.variable))
    return try golden.gradients.enumerated().map { step, value in
      let feeds = [
        gradient.output!: golden.tensor(value), rate.output!: Tensor(scalar: optimizer.learningRate.value(at: step)),
      ]
      try session.run([], targets: targets, feeds: feeds)
      return try trainer.values(session.resources)
    }
  }

  private func eagerSteps(_ optimizer: Optimizer, _ golden: Golden) throws -> [[String: Tensor]] {
    let context = EagerContext()
    let trainer = try OptimizerRun(optimizer, for: [golden.variable(in: context)], in: context)
    return try golden.gradients.enumerated().map { step, value in
      let rate = Tensor(scalar: optimizer.learningRate.value(at: step))
      _ = try trainer.apply([Value(golden.tensor(value))], learningRate: Value(rate), step: step)
      return try trainer.values(context.resources)
    }
  }

  @Test func optimizersOfKerasAreNotInGraphs() throws {
    for family in [Optimizer.Family.keras, .kerasLegacy] {
      let context = GraphContext(graph: Graph())
      let variable = try Self.golden.get().variable(in: context)
      let trainer = try OptimizerRun(
        Optimizer(family, .gradientDescent, learningRate: .constant(1)), for: [variable], in: context)
      let gradient = try context.placeholder(.float32, variable.shape)
      #expect(throws: EngineError.self) { try trainer.apply([gradient], learningRate: gradient, step: 0) }
    }
  }

  @Test func schedulesAreTensorFlows() throws {
    let schedules: [String: LearningRate] = [
      "exponential": .exponentialDecay(initial: 0.1, steps: 7, rate: 0.9, isStaircase: false),
      "staircase": .exponentialDecay(initial: 0.1, steps: 7, rate: 0.9, isStaircase: true),
      "piecewise": .piecewiseConstant(boundaries: [3, 10], values: [0.1, 0.05, 0.01]),
    ]
    let golden = try Self.golden.get().schedules
    #expect(Set(golden.map(\.name)) == Set(schedules.keys))
    for expected in golden {
      for (step, rate) in expected.rates.enumerated() {
        let found = Double(try #require(schedules[expected.name]).value(at: step))
        #expect(abs(found - rate) <= 2e-7 * rate, "\(expected.name) at \(step): \(found), not \(rate)")
      }
    }
  }

  @Test func clippingIsTensorFlows() throws {
    let golden = try Self.golden.get()
    for expected in golden.clipping {
      let clipping: GradientClipping =
        switch expected.name {
        case "value": .value(expected.limit)
        case "norm": .norm(expected.limit)
        default: .globalNorm(expected.limit)
        }
      let isZero = expected.gradients.joined().allSatisfy { $0 == 0 }
      let given = golden.gradients.map { isZero ? $0.map { _ in 0 } : $0 }.map { Value(golden.tensor($0)) }
      let found = try clipping.clip(given, in: EagerContext())
      for (found, wanted) in zip(found, expected.gradients) {
        let tensor = try #require(found?.tensor)
        #expect(
          tensor.error(against: Tensor(wanted, shape: tensor.shape)) <= 3e-7, "\(expected.name) \(expected.limit)")
      }
    }
  }
}

/// What TensorFlow gave.
private struct Golden: Decodable {
  struct Update: Decodable {
    let name: String
    let family: String
    let steps: [[String: [Double]]]
  }
  struct Schedule: Decodable {
    let name: String
    let rates: [Double]
  }
  struct Clipped: Decodable {
    let name: String
    let limit: Float
    let gradients: [[Double]]
  }
  let shape: [Int]
  let start: [Double]
  let gradients: [[Double]]
  let cases: [Update]
  let schedules: [Schedule]
  let clipping: [Clipped]

  static func load() throws -> Golden { try GoldenFiles.json("optimizer_updates_tf212.json") }

  func tensor(_ values: [Double]) -> Tensor { Tensor(values.map { Float($0) }, shape: Shape(shape)) }

  func variable(in context: any ExecutionContext) throws -> Variable {
    try context.getVariable("scope/w", shape: Shape(shape), initializer: .initialValue(TensorAttribute(tensor(start))))
  }
}
