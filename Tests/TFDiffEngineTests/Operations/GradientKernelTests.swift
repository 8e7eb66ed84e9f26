import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: the kernels of gradients give the float64 loop's numbers for any shape, and the same to the bit on any number of
/// threads.
@Suite struct GradientKernelTests {
  private func checkConvolution(
    _ attributes: Attributes, image: Shape, filter: Shape, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let result = try KernelHarness("Conv2D", attributes, [.noise(image), .noise(filter)]).shapes()[0].shape
    func sizes(_ shape: Shape) -> Tensor { Tensor(shape.dimensions.map { Int32($0) }) }
    let dy = Tensor.noise(result, seed: 3)
    let terms = Double(result.elementCount).squareRoot()
    let bound = max(2e-6, terms * 0x1p-23)
    try KernelHarness("Conv2DBackpropInput", attributes, [sizes(image), .noise(filter, seed: 2), dy])
      .check(tolerance: bound, sourceLocation: sourceLocation)
    try KernelHarness("Conv2DBackpropFilter", attributes, [.noise(image), sizes(filter), dy])
      .check(tolerance: bound, sourceLocation: sourceLocation)
  }

  @Test(arguments: [1, 2, 3]) func convolutionsOverShapes(kernel: Int) throws {
    for (height, width) in [(5, 4), (9, 11)] {
      for (depth, filters) in [(1, 1), (3, 5), (16, 17), (32, 16)] {
        for (stride, dilation) in [(1, 1), (2, 1), (3, 1), (1, 2)] {
          for padding in ["SAME", "VALID"] where padding == "SAME" || height >= (kernel - 1) * dilation + 1 {
            try checkConvolution(
              .window(stride, padding, dilation: dilation), image: [2, height, width, depth],
              filter: [kernel, kernel, depth, filters])
          }
        }
      }
    }
  }

  @Test func unevenWindowsPaddingsAndGroups() throws {
    for (pads, filter) in [([0, 0, 0, 0], [1, 3]), ([2, 1, 0, 3], [3, 2]), ([1, 4, 5, 0], [2, 4])] {
      let attributes: Attributes = [
        "strides": .ints([1, 2, 1, 1]), "padding": .string("EXPLICIT"),
        "explicit_paddings": .ints([0, 0] + pads + [0, 0]),
      ]
      try checkConvolution(attributes, image: [2, 7, 9, 3], filter: Shape(filter + [3, 4]))
    }
    for (depth, groups, filters) in [(4, 2, 6), (6, 6, 6), (32, 2, 32)] {
      try checkConvolution(
        .window(1, "SAME"), image: [2, 6, 5, depth], filter: [3, 3, depth / groups, filters])
    }
    try checkConvolution(.window(1, "VALID"), image: [0, 4, 4, 2], filter: [3, 3, 2, 3])
  }

  /// The windows of Inception-ResNet-v2.
  @Test func windowsOfTheGuidesModel() throws {
    for (size, depth, filters, kernel, stride, padding) in [
      (9, 32, 48, [1, 7], 1, "SAME"), (9, 48, 32, [7, 1], 1, "SAME"), (9, 32, 48, [3, 3], 2, "VALID"),
      (8, 64, 96, [1, 1], 1, "SAME"),
    ] {
      try checkConvolution(
        .window(stride, padding), image: [1, size, size, depth], filter: Shape(kernel + [depth, filters]))
    }
  }

  @Test func shapesThatDoNotFitAreErrors() {
    let sizes = Tensor([1, 5, 5, 3] as [Int32])
    #expect(
      badInputReason(
        "Conv2DBackpropInput", .window(1, "SAME"), [sizes, .noise([3, 3, 3, 4]), .noise([1, 4, 5, 4])]
      ).contains("input 2 must have shape [1, 5, 5, 4], got [1, 4, 5, 4]"))
    #expect(
      badInputReason(
        "MaxPoolGrad", ["ksize": .ints([1, 2, 2, 1]), "strides": .ints([1, 2, 2, 1]), "padding": .string("VALID")],
        [.noise([1, 4, 4, 2]), .noise([1, 2, 2, 2]), .noise([1, 2, 1, 2])]
      ).contains("input 2 must have shape [1, 2, 2, 2]"))
  }

  @Test func poolingsOverShapes() throws {
    for (size, stride, padding) in [(2, 2, "VALID"), (3, 1, "SAME"), (3, 2, "VALID"), (2, 3, "SAME")] {
      for channels in [1, 16, 19, 64] {
        let attributes: Attributes = [
          "ksize": .ints([1, size, size, 1]), "strides": .ints([1, stride, stride, 1]), "padding": .string(padding),
        ]
        let x = Tensor.noise([2, 9, 8, channels])
        let pooled = try KernelHarness("MaxPool", attributes, [x]).run()[0]
        let dy = Tensor.noise(pooled.shape, seed: 2)
        try KernelHarness("MaxPoolGrad", attributes, [x, pooled, dy]).check()
        try KernelHarness("AvgPoolGrad", attributes, [Tensor([2, 9, 8, Int32(channels)]), dy]).check()
      }
    }
  }

  @Test(arguments: [true, false]) func batchNormalization(isTraining: Bool) throws {
    for shape in [[1, 8, 8, 192], [2, 5, 3, 19], [1, 1, 1, 3], [4, 35, 35, 16]] as [Shape] {
      let channels = shape[3]
      let variance = Tensor.noise([channels], seed: 5).elements(of: Float.self).map { abs($0) + 0.5 }
      let inputs: [Tensor] = [
        .noise(shape, seed: 6), .noise(shape), .noise([channels], seed: 2), .noise([channels], seed: 4),
        Tensor(variance),
        Tensor(scalar: Float(0)),
      ]
      try KernelHarness(
        "FusedBatchNormGradV3", ["is_training": .bool(isTraining), "epsilon": .float(1e-3)], inputs
      ).check(tolerance: 2e-6)
    }
  }

  @Test func elementsSumsAndRows() throws {
    for type in ["ReluGrad", "SqrtGrad", "RsqrtGrad"] {
      let y = Tensor(Tensor.noise([70_001]).elements(of: Float.self).map { $0 + ($0 < 0 ? -0.5 : 0.5) })
      try KernelHarness(type, [:], [y, .noise([70_001], seed: 2)]).check()
    }
    try KernelHarness("BiasAddGrad", [:], [.noise([3, 17, 17, 65])]).check()
    try KernelHarness("Tile", [:], [.noise([3, 1, 70]), .vector(2, 30, 2)]).check()
    try KernelHarness("LogSoftmax", [:], [.noise([40, 1001])]).check()
    let labels = Tensor((0..<40).map { Int32($0 * 25) })
    try KernelHarness("SparseSoftmaxCrossEntropyWithLogits", [:], [.noise([40, 1001]), labels]).check()
  }
}
