import TFDiffEngine
import TFDiffModelGoldens
import TFDiffTensor
import Testing

/// Protects: the loss and all 698 gradients of a training step of Inception-ResNet-v2 on a photograph are those of real
/// TensorFlow 2.12.1 (`Golden/train_irv2_photo_tf212.json`), in either world.
@Suite(.serialized) struct InceptionResnetV2TrainingTests {
  /// Of the norm, with batch norm's moving averages and without dropout.
  ///
  /// Where a processor's kernels sum in another order than those of the one that TensorFlow ran on (with AVX-512), what rounding
  /// makes of the step on it is measured, and the bound is that times ``margin``.
  static let frozenBound = 1e-4
  private static let margin = 2.0
  /// In training, where batch norm over one image, at last over 8×8 positions, divides by the spread of few numbers:
  /// TensorFlow without oneDNN gives norms that differ by up to 6e-3, and elements that differ by 0.14 of their usual size.
  static let trainingBound = (norm: 1e-2, element: 0.2)

  @Test(arguments: ["frozen", "training"], [World.graph, .eager])
  func gradientsAreTensorFlows(mode: String, world: World) throws {
    let golden: Golden = try GoldenFiles.json("train_irv2_photo_tf212.json")
    let expected = try #require(golden.cases[mode]?[world])
    let inputs = try ModelGolden.input("irv2_photo_tf212.json")
    let taken = try Self.step(inputs, golden, mode, world)
    #expect(abs(taken.loss - expected.loss) <= 1e-6 * expected.loss, "\(taken.loss), not \(expected.loss)")
    #expect(Set(taken.gradients.keys) == Set(expected.gradients.keys) && expected.gradients.count == 698)
    var comparison = Worst()
    for (name, wanted) in expected.gradients {
      if let gradient = taken.gradients[name] { comparison.add(name, gradient, wanted) }
    }
    let bound = mode == "training" ? Self.trainingBound : (norm: Self.frozenBound, element: Self.frozenBound)
    if comparison.isWithin(bound) { return }
    let noise = try Self.noise(taken, inputs, golden, mode, world)
    let measured = (
      norm: max(bound.norm, Self.margin * noise.norm.error),
      element: max(bound.element, Self.margin * noise.sample.error)
    )
    #expect(comparison.isWithin(measured), "\(comparison); rounding: \(noise)")
  }

  private typealias Step = (loss: Double, gradients: [String: Tensor])

  private static func step(_ inputs: Tensor, _ golden: Golden, _ mode: String, _ world: World) throws -> Step {
    let batch = TrainingBatch(inputs: inputs, labels: Tensor([golden.label]))
    let procedure = TrainingProcedure(optimizer: Optimizer(.v1, .gradientDescent, learningRate: .constant(0.01)))
    let tool = DeterministicRandomTestTool(seed: golden.seed, mode: .constant)
    let (isTraining, model) = (mode == "training", InceptionResnetV2())
    let side: any TrainingSide =
      world == .graph
      ? try GraphTraining(model, procedure, batch: batch, isTraining: isTraining, tool: tool)
      : try EagerTraining(model, procedure, batch: batch, isTraining: isTraining, tool: tool)
    var taken = Step(loss: .nan, gradients: [:])
    _ = try side.step(from: side.initialState(), batch) { rung in
      switch rung.kind {
      case .loss: taken.loss = try #require(rung.value).doubles[0]
      case .gradient: if let value = rung.value { taken.gradients[rung.name] = value }
      default: break
      }
    }
    return taken
  }

  /// What rounding makes of the gradients on this machine: every second number of the photograph is one unit in the last place
  /// further from zero.
  private static func noise(
    _ taken: Step, _ inputs: Tensor, _ golden: Golden, _ mode: String, _ world: World
  ) throws -> Worst {
    let nudged = inputs.elements(of: Float.self).enumerated().map {
      $0.isMultiple(of: 2) ? $1 : $1 * (1 + Float.ulpOfOne)
    }
    let other = try step(Tensor(nudged, shape: inputs.shape), golden, mode, world)
    var noise = Worst()
    for (name, gradient) in taken.gradients {
      let expected = golden.cases[mode]?[world].gradients[name]
      guard let expected, let moved = other.gradients[name] else { continue }
      let values = gradient.doubles
      let own = Golden.Gradient(
        l2: values.reduce(0) { $0 + $1 * $1 }.squareRoot(), sample_index: expected.sample_index,
        sample: expected.sample_index.map { values[$0] })
      noise.add(name, moved, own)
    }
    return noise
  }

  /// The greatest differences: of norms, relative; and of elements, relative to themselves or to their gradient's usual one.
  private struct Worst: CustomStringConvertible {
    var norm = (error: 0.0, name: "")
    var sample = (error: 0.0, name: "")

    /// Some gradients are zero but for rounding, such as that of a bias before a batch norm that takes the mean away.
    static let rounding = 1e-6

    mutating func add(_ name: String, _ gradient: Tensor, _ golden: Golden.Gradient) {
      let found = gradient.doubles
      let norm = found.reduce(0) { $0 + $1 * $1 }.squareRoot()
      if golden.l2 < Self.rounding, norm < Self.rounding { return }
      let error = abs(norm - golden.l2) / golden.l2
      if !(error <= self.norm.error) { self.norm = (error, name) }
      let scale = golden.l2 / Double(found.count).squareRoot()
      for (index, wanted) in zip(golden.sample_index, golden.sample) {
        let error = abs(found[index] - wanted) / max(scale, abs(wanted))
        if !(error <= self.sample.error) { self.sample = (error, name) }
      }
    }

    func isWithin(_ bound: (norm: Double, element: Double)) -> Bool {
      norm.error <= bound.norm && sample.error <= bound.element
    }

    var description: String { "norms \(norm.error) (\(norm.name)), elements \(sample.error) (\(sample.name))" }
  }

  private struct Golden: Decodable {
    struct Gradient: Decodable {
      let l2: Double
      let sample_index: [Int]
      let sample: [Double]
    }
    struct Side: Decodable {
      let loss: Double
      let gradients: [String: Gradient]
    }
    struct Case: Decodable {
      let graph: Side
      let eager: Side
      subscript(world: World) -> Side { world == .graph ? graph : eager }
    }
    let seed: Int
    let label: Int32
    let cases: [String: Case]
  }
}
