import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: convolutions give the float64 loop's numbers for any shape, stride, padding, dilation,
/// grouping and number of threads, and impossible ones are refused.
@Suite struct ConvolutionTests {
  /// The harness's own bound where a CPU has the kernels that it was measured with. With others, what rounding may make of a
  /// sum of so many float32 terms in any order: the square root of their number times the unit roundoff (Higham, Accuracy and
  /// Stability of Numerical Algorithms, section 2.8), at least that bound.
  private func bound(terms: Int) -> Double {
    CPU.hasAVX512 ? 1e-6 : max(1e-6, Double(terms).squareRoot() * 0x1p-24)
  }

  /// Every combination of odd sizes, strides, paddings and dilations against the float64 loop.
  @Test(arguments: [1, 2, 3, 5, 7])
  func convolutionOverShapes(kernel: Int) throws {
    for (height, width) in [(1, 1), (5, 4), (9, 11)] {
      for (depth, filters) in [(1, 1), (3, 5), (16, 17)] {
        for stride in 1...3 {
          for dilation in 1...2 where stride == 1 || dilation == 1 {
            for padding in ["SAME", "VALID"] where padding == "SAME" || height >= (kernel - 1) * dilation {
              try KernelHarness(
                "Conv2D", .window(stride, padding, dilation: dilation),
                [.noise([2, height, width, depth]), .noise([kernel, kernel, depth, filters], seed: 2)]
              ).check(tolerance: bound(terms: kernel * kernel * depth))
            }
          }
        }
      }
    }
  }

  @Test func unevenWindowsAndExplicitPadding() throws {
    for (pads, filter) in [([0, 0, 0, 0], [1, 3]), ([2, 1, 0, 3], [3, 2]), ([1, 4, 5, 0], [2, 4])] {
      for batch in [1, 3] {
        let attributes: Attributes = [
          "strides": .ints([1, 2, 1, 1]), "dilations": .ints([1, 1, 2, 1]), "padding": .string("EXPLICIT"),
          "explicit_paddings": .ints([0, 0] + pads + [0, 0]),
        ]
        try KernelHarness(
          "Conv2D", attributes, [.noise([batch, 7, 9, 3]), .noise(Shape(filter + [3, 4]), seed: 2)]
        ).check()
      }
    }
  }

  /// Positions far outside the image must neither overflow nor be read.
  @Test func windowsFarLargerThanTheImage() throws {
    let far = 1 << 15
    for (stride, dilation, pad) in [
      (far, 1, 0), (1, far, 0), (far, 1, far), (far, 1, far - 2), (far, far, far),
    ] {
      for filter in [1, 2] {
        var attributes = Attributes.window(stride, pad > 0 ? "EXPLICIT" : "SAME", dilation: dilation)
        attributes["explicit_paddings"] = .ints([0, 0, pad, pad, pad, pad, 0, 0])
        try KernelHarness(
          "Conv2D", attributes, [.noise([1, 5, 6, 3]), .noise([filter, filter, 3, 4], seed: 2)]
        ).check()
      }
    }
    let window = Attributes.window(1, "SAME", dilation: 1 << 29)
    #expect(
      badInputReason("Conv2D", window, [.noise([1, 5, 6, 3]), .noise([3, 3, 3, 4])]).contains("below"))
  }

  @Test func groups() throws {
    for (depth, groups, filters) in [(4, 2, 6), (6, 6, 6), (32, 2, 32), (9, 3, 3)] {
      try KernelHarness(
        "Conv2D", .window(1, "SAME"),
        [.noise([2, 6, 5, depth]), .noise([3, 3, depth / groups, filters], seed: 2)]
      ).check()
    }
  }

  @Test func concurrentCallsDoNotDisturbEachOther() async throws {
    let harness = KernelHarness(
      "Conv2D", .window(1, "SAME"), [.noise([1, 35, 35, 32]), .noise([3, 3, 32, 48], seed: 2)])
    let expected = try harness.run()[0]
    let results = try await withThrowingTaskGroup(of: [Tensor].self) { group in
      for task in 0..<8 {
        group.addTask { try (0..<5).map { _ in try harness.run(threads: 1 + task % 2)[0] } }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    #expect(results.count == 40)
    #expect(results.allSatisfy { $0.isIdentical(to: expected) })
  }

  @Test func badInputsAreErrors() throws {
    let image = Tensor.noise([1, 4, 4, 3])
    func message(_ attributes: Attributes, _ inputs: [Tensor]) -> String {
      badInputReason("Conv2D", attributes, inputs)
    }
    let same = Attributes.window(1, "SAME")
    #expect(message(same, [.noise([4, 4, 3]), .noise([3, 3, 3, 2])]).contains("4-dimensional"))
    #expect(message(same, [image, .noise([3, 3, 2, 2])]).contains("3 vs 2"))
    #expect(message(same, [image, .noise([3, 0, 3, 2])]).contains("zero elements"))
    #expect(message(same, [image]).contains("takes 2 inputs, got 1"))
    #expect(message(same, [image, Tensor([1, 2, 3] as [Int32])]).contains("int32"))
    #expect(
      message(.window(1, "VALID"), [image, .noise([7, 3, 3, 2])])
        .contains("would be negative: -2 [input_size: 4, effective_filter_size: 7, stride: 1]"))
    let filter = Tensor.noise([3, 3, 3, 2])
    #expect(message(.window(0, "SAME"), [image, filter]).contains("larger than 0"))
    #expect(message(["strides": .ints([1, 1]), "padding": .string("SAME")], [image, filter]).contains("4"))
    #expect(
      message(
        ["strides": .ints([1, 1, 1, 1]), "padding": .string("SAME"), "data_format": .string("NCHW")],
        [image, filter]
      ).contains("NHWC"))
    #expect(throws: EngineError.badAttribute(name: "padding", expected: "string", found: nil)) {
      try KernelHarness("Conv2D", ["strides": .ints([1, 1, 1, 1])], [image, filter]).run()
    }
  }
}

extension Attributes {
  /// A convolution's attributes with the same stride and dilation both ways.
  static func window(_ stride: Int, _ padding: String, dilation: Int = 1) -> Attributes {
    [
      "strides": .ints([1, stride, stride, 1]), "padding": .string(padding),
      "dilations": .ints([1, dilation, dilation, 1]),
    ]
  }
}

/// The reason both the shape rule and the kernel give for refusing these inputs.
func badInputReason(
  _ type: String, _ attributes: Attributes, _ inputs: [Tensor],
  sourceLocation: SourceLocation = #_sourceLocation
) -> String {
  let harness = KernelHarness(type, attributes, inputs)
  func reason(_ body: () throws -> Void) -> String {
    do {
      try body()
    } catch EngineError.badInput(let operation, let reason) where operation == type {
      return reason
    } catch {
      return "\(error)"
    }
    return "accepted"
  }
  let fromKernel = reason { _ = try harness.run() }
  #expect(fromKernel == reason { _ = try harness.shapes() }, "\(harness)", sourceLocation: sourceLocation)
  return fromKernel
}
