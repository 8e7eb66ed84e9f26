import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: elementwise operations, selections and casts give the reference's numbers however two
/// shapes meet, for each type and number of threads.
@Suite struct ElementwiseTests {
  static let binary = [
    "Add", "AddV2", "Sub", "Mul", "RealDiv", "FloorDiv", "Maximum", "Minimum", "GreaterEqual",
  ]
  /// Every way two shapes can meet: equal, scalar, per channel, per row, both repeating, empty.
  static let shapes: [(Shape, Shape)] = [
    ([], []), ([1], [1]), ([5], []), ([2, 3], [3]), ([2, 3], [2, 1]), ([4, 1, 6], [5, 1]),
    ([2, 1, 3, 1], [1, 4, 1, 5]), ([1, 1, 1], [7]), ([0, 3], [3]), ([0], [1]), ([3, 0], [1, 1]), ([31], [31]),
    ([3, 40], [40]), ([2, 3, 33], [2, 1, 33]), ([2, 3, 33], [3, 1]),
  ]

  @Test(arguments: binary)
  func broadcasting(type: String) throws {
    for (a, b) in Self.shapes {
      try KernelHarness(type, [:], [.noise(a), .noise(b, seed: 2)]).check()
      try KernelHarness(type, [:], [.noise(b, seed: 3), .noise(a)]).check()
      let doubles = [Tensor.noise(a).widened, Tensor.noise(b, seed: 2).widened]
      try KernelHarness(type, [:], doubles).check(tolerance: 1e-15)
    }
  }

  /// Arrays large enough for two threads to share, in each of the loops.
  @Test(arguments: ["Sub", "Maximum", "GreaterEqual"])
  func sharedBetweenThreads(type: String) throws {
    for (a, b): (Shape, Shape) in [
      ([66_001], [66_001]), ([66_001], []), ([220, 301], [301]), ([220, 301], [220, 1]),
    ] {
      try KernelHarness(type, [:], [.noise(a), .noise(b, seed: 2)]).check()
    }
  }

  @Test(arguments: binary.filter { $0 != "RealDiv" })
  func integers(type: String) throws {
    for (a, b) in Self.shapes {
      let (x, y) = (Self.integers(a, seed: 1), Self.integers(b, seed: 2))
      try KernelHarness(type, [:], [x, y]).check(tolerance: 0)
      try KernelHarness(type, [:], [Self.widened(x), Self.widened(y)]).check(tolerance: 0)
    }
  }

  /// Small and never zero.
  private static func integers(_ shape: Shape, seed: UInt64) -> Tensor {
    Tensor(
      Tensor.noise(shape, seed: seed).elements(of: Float.self).map { Int32($0 * 50) * 2 + 1 }, shape: shape)
  }

  private static func widened(_ x: Tensor) -> Tensor {
    Tensor(x.elements(of: Int32.self).map { Int64($0) << 20 }, shape: x.shape)
  }

  @Test(arguments: ["Relu", "Neg", "Square", "Floor", "Sqrt", "Rsqrt"])
  func unary(type: String) throws {
    for shape: Shape in [[], [1], [15], [17], [3, 33], [0, 2], [66_001]] {
      let x = Tensor.noise(shape).elements(of: Float.self)
        .map { type.hasSuffix("qrt") ? abs($0) + 0.01 : $0 * 4 }
      try KernelHarness(type, [:], [Tensor(x, shape: shape)]).check()
      try KernelHarness(type, [:], [Tensor(x, shape: shape).widened]).check(tolerance: 1e-15)
    }
  }

  @Test func selection() throws {
    for (condition, x, y): (Shape, Shape, Shape) in [
      ([3], [3], [3]), ([], [2, 3], [2, 3]), ([2, 1], [3], [1, 3]), ([4, 1, 2], [3, 1], []),
      ([0, 2], [2], [1]),
      ([220, 301], [301], []),
    ] {
      let mask = Tensor(Tensor.noise(condition).elements(of: Float.self).map { $0 > 0 }, shape: condition)
      try KernelHarness("SelectV2", [:], [mask, .noise(x), .noise(y, seed: 2)]).check(tolerance: 0)
    }
    let rows = Tensor([true, false, true])
    try KernelHarness("Select", [:], [rows, .noise([3, 4]), .noise([3, 4], seed: 2)]).check(tolerance: 0)
  }

  @Test func castingMovesEveryTypeToEveryOther() throws {
    let values = Tensor([0, 1, 2, 3, 250] as [Float])
    for source in DType.allCases {
      for target in DType.allCases {
        let attributes: (DType) -> Attributes = { ["DstT": .dtype($0)] }
        let x = try KernelHarness("Cast", attributes(source), [values]).run()[0]
        let y = try KernelHarness("Cast", attributes(target), [x]).run()[0]
        #expect(y.dtype == target)
        let wanted: [Double] = source == .bool || target == .bool ? [0, 1, 1, 1, 1] : [0, 1, 2, 3, 250]
        #expect(y.doubles == wanted, "\(source) to \(target)")
      }
    }
  }

  @Test func badInputsAreErrors() {
    let (x, y) = (Tensor.noise([2, 3]), Tensor.noise([2]))
    #expect(badInputReason("AddV2", [:], [x, y]) == "Incompatible shapes: [2, 3] vs. [2]")
    #expect(
      badInputReason("AddV2", [:], [x, x.widened])
        == "input 1 was expected to be float32 but is float64")
    #expect(badInputReason("RealDiv", [:], [.vector(1), .vector(2)]).contains("int32"))
    #expect(badInputReason("Relu", [:], []).contains("takes 1 inputs, got 0"))
    #expect(badInputReason("Sqrt", [:], [.vector(4)]).contains("float32, float64"))
    let mask = Tensor([true, false, true])
    #expect(badInputReason("Select", [:], [mask, x, x]).contains("[2, 3] vs. [3]"))
    #expect(badInputReason("SelectV2", [:], [mask, x, y]).contains("broadcastable"))
    #expect(badInputReason("SelectV2", [:], [x, x, x]).contains("bool"))
    #expect(throws: EngineError.badInput(operation: "FloorDiv", reason: "Integer division by zero")) {
      try KernelHarness("FloorDiv", [:], [.vector(1), .vector(0)]).run()
    }
    #expect(throws: EngineError.badAttribute(name: "DstT", expected: "type", found: nil)) {
      try KernelHarness("Cast", [:], [x]).run()
    }
  }
}
