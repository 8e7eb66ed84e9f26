import TFDiffEngine
import TFDiffModelGoldens
import TFDiffTensor
import Testing

/// Protects: the loss and all 698 gradients of a training step of Inception-ResNet-v2 on a photograph are those of real
/// TensorFlow 2.12.1 (`Golden/train_irv2_photo_tf212.json`), in either world.
@Suite(.serialized) struct InceptionResnetV2TrainingTests {
  /// Of the norm, with batch norm's moving averages and without dropout.
  static let frozenBound = 1e-4
  /// In training, where batch norm over one image, at last over 8×8 positions, divides by the spread of few numbers:
  /// TensorFlow without oneDNN gives norms that differ by up to 6e-3, and elements that differ by 0.14 of their usual size.
  static let trainingBound = (norm: 1e-2, element: 0.2)

  @Test(arguments: ["frozen", "training"], [World.graph, .eager])
  func gradientsAreTensorFlows(mode: String, world: World) throws {
    let golden: Golden = try GoldenFiles.json("train_irv2_photo_tf212.json")
    let expected = try #require(golden.cases[mode]?[world])
    let batch = TrainingBatch(inputs: try ModelGolden.input("irv2_photo_tf212.json"), labels: Tensor([golden.label]))
    let procedure = TrainingProcedure(optimizer: Optimizer(.v1, .gradientDescent, learningRate: .constant(0.01)))
    let tool = DeterministicRandomTestTool(seed: golden.seed, mode: .constant)
    let (isTraining, model) = (mode == "training", InceptionResnetV2())
    let side: any TrainingSide =
      world == .graph
      ? try GraphTraining(model, procedure, batch: batch, isTraining: isTraining, tool: tool)
      : try EagerTraining(model, procedure, batch: batch, isTraining: isTraining, tool: tool)
    var comparison = Worst()
    var left = expected.gradients
    _ = try side.step(from: side.initialState(), batch) { rung in
      switch rung.kind {
      case .loss:
        let loss = try #require(rung.value).doubles[0]
        #expect(abs(loss - expected.loss) <= 1e-6 * expected.loss, "\(loss), not \(expected.loss)")
      case .gradient:
        if let wanted = left.removeValue(forKey: rung.name) {
          comparison.add(rung.name, try #require(rung.value, "\(rung.name)"), wanted)
        } else {
          #expect(rung.value == nil, "\(rung.name) has a gradient")
        }
      default: break
      }
    }
    #expect(left.isEmpty && expected.gradients.count == 698)
    let bound = isTraining ? Self.trainingBound : (norm: Self.frozenBound, element: Self.frozenBound)
    #expect(comparison.norm.error <= bound.norm && comparison.sample.error <= bound.element, "\(comparison)")
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
