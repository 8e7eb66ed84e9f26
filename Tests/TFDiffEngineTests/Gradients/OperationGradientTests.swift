import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: the gradient of every operation, in a graph and on a tape, is how its result changes: what finite differences of
/// the float64 reference give.
@Suite struct OperationGradientTests {
  @Test func convolutions() throws {
    for (stride, padding, kernel) in [(1, "SAME", 3), (2, "SAME", 3), (1, "VALID", 2), (3, "VALID", 2), (2, "SAME", 1)]
    {
      for (depth, groups, filters) in [(3, 1, 4), (4, 2, 6)] {
        try GradientCheck(
          "Conv2D", .window(stride, padding),
          [.noise([2, 5, 4, depth]), .noise([kernel, kernel, depth / groups, filters], seed: 2)], of: [0, 1]
        ).check()
      }
    }
    try GradientCheck(
      "Conv2D", .window(1, "SAME", dilation: 2), [.noise([1, 7, 6, 2]), .noise([3, 3, 2, 3], seed: 2)], of: [0, 1]
    ).check()
    let explicit: Attributes = [
      "strides": .ints([1, 2, 1, 1]), "padding": .string("EXPLICIT"),
      "explicit_paddings": .ints([0, 0, 2, 1, 0, 3, 0, 0]),
    ]
    try GradientCheck("Conv2D", explicit, [.noise([1, 5, 6, 2]), .noise([2, 3, 2, 3], seed: 2)], of: [0, 1]).check()
  }

  @Test(arguments: ["MaxPool", "AvgPool"]) func pooling(type: String) throws {
    for (size, stride, padding) in [(2, 2, "VALID"), (3, 1, "SAME"), (3, 2, "SAME"), (2, 3, "VALID")] {
      let attributes: Attributes = [
        "ksize": .ints([1, size, size, 1]), "strides": .ints([1, stride, stride, 1]), "padding": .string(padding),
      ]
      try GradientCheck(type, attributes, [.noise([1, 6, 5, 17])]).check()
    }
  }

  @Test(arguments: [true, false]) func batchNormalization(isTraining: Bool) throws {
    let variance = Tensor.noise([17], seed: 5).elements(of: Float.self).map { abs($0) + 0.5 }
    try GradientCheck(
      "FusedBatchNormV3", ["is_training": .bool(isTraining), "epsilon": .float(1e-3)],
      [.noise([2, 3, 4, 17]), .noise([17], seed: 2), .noise([17], seed: 3), .noise([17], seed: 4), Tensor(variance)],
      of: [0, 1, 2]
    ).check(tolerance: 1e-4)
  }

  @Test func products() throws {
    for a in [false, true] {
      for b in [false, true] {
        try GradientCheck(
          "MatMul", ["transpose_a": .bool(a), "transpose_b": .bool(b)],
          [.noise(a ? [3, 5] : [5, 3]), .noise(b ? [4, 3] : [3, 4], seed: 2)], of: [0, 1]
        ).check()
      }
    }
    try GradientCheck("BiasAdd", [:], [.noise([2, 3, 4]), .noise([4], seed: 2)], of: [0, 1]).check()
    try GradientCheck("L2Loss", [:], [.noise([3, 4])]).check()
    try GradientCheck("AddN", ["N": .int(3)], [.noise([4]), .noise([4]), .noise([4])], of: [0, 1, 2]).check()
  }

  static let broadcasts: [(Shape, Shape)] = [
    ([2, 3], [2, 3]), ([2, 3], [3]), ([3], [2, 3]), ([2, 3], []), ([], [2, 3]), ([2, 1, 4], [3, 1]), ([1, 3], [2, 1]),
    ([1, 1], [1]), ([], []),
  ]

  @Test(arguments: ["Add", "AddV2", "Sub", "Mul", "RealDiv", "Maximum", "Minimum"])
  func broadcasting(type: String) throws {
    for (a, b) in Self.broadcasts {
      // Away from zero, where quotients have no bound.
      let divisor = Tensor.noise(b, seed: 2).elements(of: Float.self).map { $0 + ($0 < 0 ? -1 : 1) }
      try GradientCheck(type, [:], [.noise(a), Tensor(divisor, shape: b)], of: [0, 1]).check()
    }
  }

  @Test func functionsOfOneOperand() throws {
    let positive = Tensor(Tensor.noise([3, 7]).elements(of: Float.self).map { abs($0) + 0.25 }, shape: [3, 7])
    for type in ["Relu", "Neg", "Square"] { try GradientCheck(type, [:], [.noise([3, 7])]).check() }
    for type in ["Sqrt", "Rsqrt"] { try GradientCheck(type, [:], [positive]).check() }
    for type in ["Softmax", "LogSoftmax"] { try GradientCheck(type, [:], [.noise([3, 7])]).check() }
    try GradientCheck("Cast", ["DstT": .dtype(.float32)], [.noise([3])]).check()
  }

  @Test func selection() throws {
    let condition = Tensor([true, false, true, false, false, true], shape: [2, 3])
    try GradientCheck("Select", [:], [condition, .noise([2, 3]), .noise([2, 3], seed: 2)], of: [1, 2]).check()
    try GradientCheck("SelectV2", [:], [condition, .noise([2, 3]), .noise([], seed: 2)], of: [1, 2]).check()
    try GradientCheck("SelectV2", [:], [condition, .noise([1, 3]), .noise([2, 1], seed: 2)], of: [1, 2]).check()
  }

  @Test func crossEntropies() throws {
    let labels = Tensor([0, 6, 3] as [Int32])
    try GradientCheck("SparseSoftmaxCrossEntropyWithLogits", [:], [.noise([3, 7]), labels]).check()
    // The operation takes each row of its labels to be probabilities.
    let probabilities = try KernelHarness("Softmax", [:], [.noise([3, 7], seed: 2)]).run()[0]
    try GradientCheck("SoftmaxCrossEntropyWithLogits", [:], [.noise([3, 7]), probabilities], of: [0, 1]).check()
  }

  @Test func reductions() throws {
    for type in ["Sum", "Mean"] {
      for axes in [[0], [1], [-1], [0, 2], [0, 1, 2], []] {
        for keeps in [false, true] {
          try GradientCheck(
            type, ["keep_dims": .bool(keeps)], [.noise([2, 3, 4]), Tensor(axes.map { Int32($0) })]
          ).check()
        }
      }
    }
  }

  @Test func movingElements() throws {
    try GradientCheck("Identity", [:], [.noise([2, 3])]).check()
    try GradientCheck("Reshape", [:], [.noise([2, 6]), .vector(3, -1)]).check()
    try GradientCheck("Squeeze", [:], [.noise([2, 1, 3])]).check()
    try GradientCheck("ExpandDims", [:], [.noise([2, 3]), Tensor(scalar: Int32(1))]).check()
    try GradientCheck("Transpose", [:], [.noise([2, 3, 4]), .vector(2, 0, 1)]).check()
    try GradientCheck("Pad", [:], [.noise([2, 3]), Tensor([1, 0, 2, 3] as [Int32], shape: [2, 2])]).check()
    try GradientCheck("Slice", [:], [.noise([4, 5]), .vector(1, 2), .vector(2, -1)]).check()
    try GradientCheck("Tile", [:], [.noise([2, 3]), .vector(3, 2)]).check()
    try GradientCheck("Fill", [:], [.vector(2, 3), .noise([])], of: [1]).check()
    try GradientCheck("StridedSlice", [:], [.noise([4, 5]), .vector(3, 4), .vector(0, 0), .vector(-1, -2)]).check()
    try GradientCheck(
      "StridedSlice", ["shrink_axis_mask": .int(1)], [.noise([4, 5]), .vector(-1, 1), .vector(0, 4), .vector(1, 1)]
    ).check()
    for axis in [0, 1, -1] {
      try GradientCheck("Unpack", ["num": .int(3), "axis": .int(axis)], [.noise([3, 3, 3])], outputs: [1]).check()
      let parts: [Tensor] = [.noise([2, 3, 2]), .noise([2, 3, 2], seed: 2), Tensor(scalar: Int32(axis))]
      try GradientCheck("ConcatV2", ["N": .int(2)], parts, of: [0, 1]).check()
      try GradientCheck("Pack", ["N": .int(2), "axis": .int(axis)], Array(parts.dropLast()), of: [0, 1]).check()
    }
  }
}
