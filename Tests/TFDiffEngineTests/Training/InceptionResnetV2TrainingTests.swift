import Foundation
import TFDiffEngine
import TFDiffModelGoldens
import TFDiffTensor
import Testing

/// Protects: the loss and all 698 gradients of a training step of Inception-ResNet-v2 on a photograph are those of real
/// TensorFlow 2.12.1, in either world: on a processor with AVX-512 (`Golden/train_irv2_photo_tf212.json`), or on one without.
///
/// With AVX-512 the frozen norms are held to the bound. Without, TensorFlow's own gradients are further than that from what they are
/// with it, as kernels sum in another order: there they are held to how far TensorFlow is from itself on the two processors.
@Suite(.serialized) struct InceptionResnetV2TrainingTests {
  private static let hasAVX512 =
    (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.contains("avx512f") ?? false
  /// Of the norm, with batch norm's moving averages and without dropout.
  static let frozenBound = 1e-4
  /// In training, where batch norm over one image, at last over 8×8 positions, divides by the spread of few numbers:
  /// TensorFlow without oneDNN gives norms that differ by up to 6e-3, and elements that differ by 0.14 of their usual size.
  static let trainingBound = (norm: 1e-2, element: 0.2)

  @Test(arguments: ["frozen", "training"], [World.graph, .eager])
  func gradientsAreTensorFlows(mode: String, world: World) throws {
    let with512: Golden = try GoldenFiles.json("train_irv2_photo_tf212.json")
    let without: Golden = try GoldenFiles.json("train_irv2_photo_tf212_avx2.json")
    let (first, second) = (try #require(with512.cases[mode]?[world]), try #require(without.cases[mode]?[world]))
    let expected = Self.hasAVX512 ? first : second
    let taken = try Self.step(with512, mode, world)
    #expect(abs(taken.loss - expected.loss) <= 1e-6 * expected.loss, "\(taken.loss), not \(expected.loss)")
    #expect(Set(taken.gradients.keys) == Set(expected.gradients.keys) && expected.gradients.count == 698)
    var comparison = Worst()
    for (name, wanted) in expected.gradients {
      comparison.add(name, try #require(taken.gradients[name], "\(name)").doubles, wanted)
    }
    var bound = mode == "training" ? Self.trainingBound : (norm: Self.frozenBound, element: Self.frozenBound)
    if mode == "frozen", !Self.hasAVX512 {
      var own = Worst()
      for (name, wanted) in first.gradients { own.add(name, try #require(second.gradients[name], "\(name)"), wanted) }
      bound = (own.norm.error, own.sample.error)
    }
    #expect(comparison.norm.error <= bound.norm && comparison.sample.error <= bound.element, "\(comparison); \(bound)")
  }

  private static func step(
    _ golden: Golden, _ mode: String, _ world: World
  ) throws -> (loss: Double, gradients: [String: Tensor]) {
    let batch = TrainingBatch(inputs: try ModelGolden.input("irv2_photo_tf212.json"), labels: Tensor([golden.label]))
    let procedure = TrainingProcedure(optimizer: Optimizer(.v1, .gradientDescent, learningRate: .constant(0.01)))
    let tool = DeterministicRandomTestTool(seed: golden.seed, mode: .constant)
    let (isTraining, model) = (mode == "training", InceptionResnetV2())
    let side: any TrainingSide =
      world == .graph
      ? try GraphTraining(model, procedure, batch: batch, isTraining: isTraining, tool: tool)
      : try EagerTraining(model, procedure, batch: batch, isTraining: isTraining, tool: tool)
    var (loss, gradients): (Double, [String: Tensor]) = (.nan, [:])
    _ = try side.step(from: side.initialState(), batch) { rung in
      switch rung.kind {
      case .loss: loss = try #require(rung.value).doubles[0]
      case .gradient: if let value = rung.value { gradients[rung.name] = value }
      default: break
      }
    }
    return (loss, gradients)
  }

  /// The greatest differences: of norms, relative; and of elements, relative to themselves or to their gradient's usual one.
  private struct Worst: CustomStringConvertible {
    var norm = (error: 0.0, name: "")
    var sample = (error: 0.0, name: "")

    /// Some gradients are zero but for rounding, such as that of a bias before a batch norm that takes the mean away.
    static let rounding = 1e-6

    mutating func add(_ name: String, _ found: [Double], _ golden: Golden.Gradient) {
      let norm = found.reduce(0) { $0 + $1 * $1 }.squareRoot()
      add(name, norm: norm, samples: golden.sample_index.map { found[$0] }, count: found.count, golden)
    }

    mutating func add(_ name: String, _ other: Golden.Gradient, _ golden: Golden.Gradient) {
      // The last of the elements that are written down is the last of all.
      add(name, norm: other.l2, samples: other.sample, count: (golden.sample_index.last ?? 0) + 1, golden)
    }

    private mutating func add(
      _ name: String, norm: Double, samples: [Double], count: Int, _ golden: Golden.Gradient
    ) {
      if golden.l2 < Self.rounding, norm < Self.rounding { return }
      let error = abs(norm - golden.l2) / golden.l2
      if !(error <= self.norm.error) { self.norm = (error, name) }
      let scale = golden.l2 / Double(count).squareRoot()
      for (value, wanted) in zip(samples, golden.sample) {
        let error = abs(value - wanted) / max(scale, abs(wanted))
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
