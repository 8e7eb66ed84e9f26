import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: fused convolutions and products compute what their parts do to rounding and not to the
/// bit, keep NaN, and refuse unknown fusions.
@Suite struct FusedKernelTests {
  static func attributes(_ operations: [String], _ count: Int, stride: Int = 1) -> Attributes {
    var attributes = Attributes.window(stride, "SAME")
    attributes["fused_ops"] = .strings(operations)
    attributes["num_args"] = .int(count)
    attributes["epsilon"] = .float(0.001)
    return attributes
  }

  static let combinations: [([String], Int)] = [
    (["BiasAdd"], 1), (["BiasAdd", "Relu"], 1), (["FusedBatchNorm"], 4), (["FusedBatchNorm", "Relu"], 4),
  ]

  static func arguments(_ count: Int, _ channels: Int) -> [Tensor] {
    let norm = BatchNormalizationTests.inputs([1, 1, 1, channels])
    return count == 1 ? [norm[1]] : Array(norm[1...])
  }

  @Test func convolutionsOverShapes() throws {
    for (operations, count) in Self.combinations {
      for (kernel, depth, filters) in [(1, 3, 5), (3, 16, 32), (3, 7, 17), (1, 64, 16)] {
        for stride in 1...2 {
          try KernelHarness(
            "_FusedConv2D", Self.attributes(operations, count, stride: stride),
            [.noise([2, 9, 8, depth]), .noise([kernel, kernel, depth, filters], seed: 2)]
              + Self.arguments(count, filters)
          ).check()
        }
      }
    }
  }

  /// The fused kernel is another arithmetic, not the same kernels in a row: close, and not equal to the bit.
  @Test func fusedAndSeparateKernelsAgreeToRounding() throws {
    let (x, filter) = (Tensor.noise([1, 35, 35, 48]), Tensor.noise([3, 3, 48, 64], seed: 2))
    let norm = Self.arguments(4, 64)
    let fused = try KernelHarness(
      "_FusedConv2D", Self.attributes(["FusedBatchNorm", "Relu"], 4), [x, filter] + norm
    ).run()[0]
    let convolved = try KernelHarness("Conv2D", .window(1, "SAME"), [x, filter]).run()[0]
    let normalized = try KernelHarness(
      "FusedBatchNormV3", ["epsilon": .float(0.001), "is_training": .bool(false)], [convolved] + norm
    ).run()[0]
    let separate = try KernelHarness("Relu", [:], [normalized]).run()[0]
    #expect(fused.error(against: separate) < 2e-6)
    #expect(!fused.isIdentical(to: separate))
  }

  @Test func otherNormalizationConstantsMakeAnotherFilter() throws {
    let (x, filter) = (Tensor.noise([1, 6, 6, 16]), Tensor.noise([3, 3, 16, 16], seed: 2))
    for seed in 1...3 {
      var norm = Self.arguments(4, 16)
      norm[0] = .noise([16], seed: UInt64(seed))
      for epsilon in [0.001, 0.1] {
        var attributes = Self.attributes(["FusedBatchNorm"], 4)
        attributes["epsilon"] = .float(epsilon)
        try KernelHarness("_FusedConv2D", attributes, [x, filter] + norm).check()
      }
    }
  }

  @Test func notANumberSurvivesTheFusedReLU() throws {
    var values = [Float](repeating: 1, count: 64)
    values[3] = .nan
    let bias = Tensor(repeating: Float(0), shape: [16])
    let convolved = try KernelHarness(
      "_FusedConv2D", Self.attributes(["BiasAdd", "Relu"], 1),
      [Tensor(values, shape: [1, 2, 2, 16]), .noise([1, 1, 16, 16]), bias]
    ).run()[0]
    let product = try KernelHarness(
      "_FusedMatMul", Self.attributes(["BiasAdd", "Relu"], 1),
      [Tensor(values, shape: [4, 16]), .noise([16, 16]), bias]
    ).run()[0]
    #expect(convolved.doubles.count(where: \.isNaN) == 16)
    #expect(product.doubles.count(where: \.isNaN) == 16)
  }

  @Test func anEmptyBatchGivesAnEmptyResult() throws {
    for (operations, count) in Self.combinations {
      let y = try KernelHarness(
        "_FusedConv2D", Self.attributes(operations, count),
        [.noise([0, 4, 4, 2]), .noise([3, 3, 2, 5])] + Self.arguments(count, 5)
      ).run()[0]
      #expect(y.shape == [0, 4, 4, 5])
    }
  }

  @Test func badInputsAreErrors() {
    let (x, filter) = (Tensor.noise([1, 4, 4, 2]), Tensor.noise([3, 3, 2, 5]))
    let biased = Self.attributes(["BiasAdd"], 1)
    #expect(badInputReason("_FusedConv2D", biased, [x, filter, .noise([4])]).contains("5 channels"))
    #expect(badInputReason("_FusedConv2D", biased, [x, filter]).contains("takes 3 inputs, got 2"))
    #expect(
      badInputReason("_FusedMatMul", biased, [.noise([2, 3]), .noise([4, 5]), .noise([5])])
        .contains("Matrix size-incompatible"))
    for (operations, count) in [(["Elu"], 1), ([], 0), (["BiasAdd", "Relu6"], 1)] {
      #expect(throws: EngineError.self, "\(operations)") {
        try KernelHarness("_FusedConv2D", Self.attributes(operations, count), [x, filter, .noise([5])]).run()
      }
    }
    #expect(
      throws: EngineError.badAttribute(name: "num_args", expected: "1 for [\"BiasAdd\"]", found: .int(2))
    ) {
      try KernelHarness("_FusedConv2D", Self.attributes(["BiasAdd"], 2), [x, filter, .noise([5])]).run()
    }
  }
}
