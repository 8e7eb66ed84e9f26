import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: pooling gives the reference's numbers for any window, stride, padding and batch, and
/// refuses windows that do not fit.
@Suite struct PoolingTests {
  @Test(arguments: ["MaxPool", "AvgPool"])
  func poolingOverShapes(type: String) throws {
    for (height, width) in [(1, 1), (4, 7), (9, 6)] {
      for channels in [1, 3, 16, 21] {
        for size in [[1, 1], [2, 3], [3, 3], [5, 4]] {
          for stride in 1...3 {
            for padding in ["SAME", "VALID"] where padding == "SAME" || size.max() ?? 0 <= min(height, width) {
              try KernelHarness(
                type, .pool(size, stride, padding), [.noise([2, height, width, channels])]
              ).check()
            }
          }
        }
      }
    }
  }

  @Test func manyRowsAreSharedOutBetweenThreads() throws {
    for type in ["MaxPool", "AvgPool"] {
      try KernelHarness(type, .pool([3, 3], 1, "SAME"), [.noise([2, 40, 40, 48])]).check()
    }
  }

  @Test func anEmptyBatchGivesAnEmptyResult() throws {
    for type in ["MaxPool", "AvgPool"] {
      let y = try KernelHarness(type, .pool([2, 2], 1, "SAME"), [.noise([0, 3, 3, 4])]).run()[0]
      #expect(y.shape == [0, 3, 3, 4])
    }
  }

  @Test func badInputsAreErrors() {
    let image = Tensor.noise([1, 2, 2, 2])
    #expect(
      badInputReason("AvgPool", .pool([4, 4], 1, "VALID"), [image])
        .contains("Computed output size would be negative: -1 [input_size: 2"))
    #expect(badInputReason("MaxPool", .pool([0, 3], 1, "SAME"), [image]).contains("ksize must be larger"))
    #expect(badInputReason("MaxPool", .pool([3, 3], 1, "SAME"), [.noise([2, 2])]).contains("4-dimensional"))
    var depthwise = Attributes.pool([3, 3], 1, "SAME")
    depthwise["ksize"] = .ints([1, 3, 3, 2])
    #expect(badInputReason("MaxPool", depthwise, [image]).contains("depth"))
    var padded = Attributes.pool([2, 2], 1, "EXPLICIT")
    padded["explicit_paddings"] = .ints([0, 0, 2, 1, 0, 0, 0, 0])
    #expect(badInputReason("MaxPool", padded, [image]).contains("padding 2 needs to be smaller"))
  }
}

extension Attributes {
  static func pool(_ size: [Int], _ stride: Int, _ padding: String) -> Attributes {
    [
      "ksize": .ints([1] + size + [1]), "strides": .ints([1, stride, stride, 1]),
      "padding": .string(padding),
    ]
  }
}
