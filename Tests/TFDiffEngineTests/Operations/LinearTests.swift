import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: matrix products, biases and softmax give the reference's numbers for any shape and
/// transposition, and say why they refuse others.
@Suite struct LinearTests {
  @Test func productsOverShapes() throws {
    for (rows, depth, columns) in [
      (1, 1, 1), (1, 300, 7), (5, 3, 17), (33, 64, 48), (3, 0, 4), (130, 257, 65),
    ] {
      for transposesA in [false, true] {
        for transposesB in [false, true] {
          let inputs: [Tensor] = [
            .noise(transposesA ? [depth, rows] : [rows, depth]),
            .noise(transposesB ? [columns, depth] : [depth, columns], seed: 2),
          ]
          var attributes: Attributes = [
            "transpose_a": .bool(transposesA), "transpose_b": .bool(transposesB),
          ]
          try KernelHarness("MatMul", attributes, inputs).check()
          for operations in [["BiasAdd"], ["BiasAdd", "Relu"]] {
            attributes["fused_ops"] = .strings(operations)
            attributes["num_args"] = .int(1)
            try KernelHarness("_FusedMatMul", attributes, inputs + [.noise([columns], seed: 3)]).check()
          }
        }
      }
    }
  }

  @Test func biasOverRanks() throws {
    for shape: Shape in [[1, 1], [3, 17], [2, 5, 3], [2, 40, 40, 33], [0, 4]] {
      try KernelHarness("BiasAdd", [:], [.noise(shape), .noise([shape[-1]], seed: 2)]).check()
    }
  }

  @Test func softmaxOverShapes() throws {
    for shape: Shape in [[1], [1001], [3, 1], [70, 1001], [2, 3, 5], [0, 4], [4, 0]] {
      try KernelHarness("Softmax", [:], [.noise(shape)]).check()
    }
    let large = try KernelHarness("Softmax", [:], [Tensor([1000, 999, -1000] as [Float])]).run()[0]
    #expect(large.error(against: Tensor([0.7310585786, 0.2689414214, 0])) < 1e-6)
  }

  @Test func badInputsAreErrors() {
    #expect(
      badInputReason("MatMul", [:], [.noise([2, 3]), .noise([2, 3])])
        .contains("Matrix size-incompatible: In[0]: [2, 3], In[1]: [2, 3]"))
    #expect(badInputReason("MatMul", [:], [.noise([2, 3, 1]), .noise([2, 3])]).contains("2-dimensional"))
    #expect(badInputReason("BiasAdd", [:], [.noise([2, 3]), .noise([2])]).contains("[2] vs. [2, 3]"))
    #expect(badInputReason("BiasAdd", [:], [.noise([3]), .noise([3])]).contains("at least 2D: [3]"))
    #expect(badInputReason("Softmax", [:], [.noise([])]).contains(">= 1 dimension"))
  }
}
