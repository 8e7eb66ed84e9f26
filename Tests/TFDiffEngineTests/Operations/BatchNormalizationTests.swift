import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: batch normalization keeps its accuracy far from zero, gives the right moments in training
/// and inference, and refuses inputs that do not fit.
@Suite struct BatchNormalizationTests {
  static func inputs(_ shape: Shape, center: Float = 0) -> [Tensor] {
    let channels: Shape = [shape[3]]
    let x = Tensor.noise(shape).elements(of: Float.self).map { $0 + center }
    let variance = Tensor.noise(channels, seed: 5).elements(of: Float.self).map { $0 + 1.5 }
    return [Tensor(x, shape: shape)] + (2...4).map { .noise(channels, seed: $0) } + [Tensor(variance)]
  }

  @Test func overShapesInBothModes() throws {
    for (batch, height, width) in [(1, 1, 1), (2, 3, 5), (1, 35, 35)] {
      for channels in [1, 3, 16, 17, 70] {
        for training in [false, true] {
          let attributes: Attributes = ["epsilon": .float(0.001), "is_training": .bool(training)]
          let harness = KernelHarness(
            "FusedBatchNormV3", attributes, Self.inputs([batch, height, width, channels]))
          try harness.check()
        }
      }
    }
  }

  @Test func runningAveragesBlend() throws {
    try KernelHarness(
      "FusedBatchNormV3",
      ["epsilon": .float(0.01), "is_training": .bool(true), "exponential_avg_factor": .float(0.1)],
      Self.inputs([2, 5, 5, 8])
    ).check()
  }

  /// A float32 variance taken as E[x²] − E[x]² would have no correct digit here.
  @Test func aMeanFarFromZeroKeepsTheVariance() throws {
    let harness = KernelHarness("FusedBatchNormV3", [:], Self.inputs([1, 60, 60, 4], center: 1000))
    let (kernel, reference) = (try harness.run(), try harness.reference())
    #expect(kernel[2].error(against: reference[2]) < 1e-6)
  }

  @Test func aSingleRowHasNoVariance() throws {
    let outputs = try KernelHarness("FusedBatchNormV3", [:], Self.inputs([1, 1, 1, 3])).run()
    #expect(outputs[2].doubles == [0, 0, 0])
  }

  @Test func inferenceGivesTheMomentsItWasGiven() throws {
    let inputs = Self.inputs([1, 2, 2, 3])
    let outputs = try KernelHarness("FusedBatchNormV3", ["is_training": .bool(false)], inputs).run()
    #expect(outputs.count == 6)
    #expect(outputs[1].isIdentical(to: inputs[3]))
    #expect(outputs[2].isIdentical(to: inputs[4]))
  }

  @Test func momentsMayBeMissingInTrainingOnly() throws {
    let empty = Tensor([] as [Float])
    let inputs = Array(Self.inputs([1, 4, 4, 3]).prefix(3)) + [empty, empty]
    #expect(try KernelHarness("FusedBatchNormV3", [:], inputs).run().count == 6)
    let message = "mean must have the same number of elements as the channels of x, got 0 and 3"
    #expect(badInputReason("FusedBatchNormV3", ["is_training": .bool(false)], inputs) == message)
    #expect(badInputReason("FusedBatchNormV3", ["exponential_avg_factor": .float(0.5)], inputs) == message)
  }

  @Test func badInputsAreErrors() {
    var inputs = Self.inputs([1, 4, 4, 3])
    inputs[1] = .noise([2])
    #expect(badInputReason("FusedBatchNormV3", [:], inputs).contains("scale"))
    inputs[0] = .noise([4, 3])
    #expect(badInputReason("FusedBatchNormV3", [:], inputs).contains("x must be 4-dimensional"))
    #expect(badInputReason("FusedBatchNormV3", [:], [inputs[0]]).contains("takes 5 inputs, got 1"))
  }
}
