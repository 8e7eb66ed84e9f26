import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: each bad input of an array operation is refused with what is wrong about it, by the shape
/// rule and the kernel alike, and none allocates without bound.
@Suite struct ArrayErrorTests {
  private static let x = Tensor.noise([2, 3])

  @Test func joining() {
    let (a, b) = (Tensor.noise([2, 3]), Tensor.noise([3, 2]))
    func axis(_ value: Int) -> Tensor { Tensor(scalar: Int32(value)) }
    #expect(
      badInputReason("ConcatV2", [:], [a, b, axis(0)]).contains("shape[0] = [2, 3] vs. shape[1] = [3, 2]"))
    #expect(badInputReason("ConcatV2", [:], [a, a, axis(2)]).contains("in the range [-2, 2), but got [2]"))
    #expect(badInputReason("ConcatV2", [:], [a, .noise([3]), axis(0)]).contains("Ranks"))
    #expect(badInputReason("ConcatV2", [:], [a]).contains("takes 2 or more inputs, got 1"))
    #expect(badInputReason("ConcatV2", [:], [a, a, .noise([])]).contains("axis must be int32 or int64"))
    #expect(
      badInputReason("Pack", [:], [a, b]).contains("values[0].shape = [2, 3] != values[1].shape = [3, 2]"))
    #expect(badInputReason("Pack", ["axis": .int(4)], [a, a]) == "axis = 4 not in [-3, 3)")
    #expect(badInputReason("Pack", [:], []).contains("got 0"))
  }

  @Test func reshaping() {
    func reshape(_ shape: Int...) -> String {
      badInputReason("Reshape", [:], [Self.x, Tensor(shape.map { Int64($0) })])
    }
    #expect(reshape(4, -1).contains("6 values, but the requested shape requires a multiple of 4"))
    #expect(reshape(-1, -1).contains("not both 0 and 1"))
    #expect(reshape(5).contains("the requested shape [5] has 5"))
    #expect(reshape(3, -2).contains("Size 1 must be non-negative, not -2"))
    #expect(reshape(0, -1).contains("requested shape [0, 6] has 0"))
    #expect(reshape(1 << 40, 1 << 40).contains("too many"))
    #expect(reshape(1 << 40, 1 << 40, -1).contains("too many"))
    #expect(
      badInputReason("Squeeze", ["squeeze_dims": .ints([0])], [Self.x])
        == "Can not squeeze dim[0], expected a dimension of 1, got 2")
    #expect(badInputReason("Squeeze", ["squeeze_dims": .ints([2])], [Self.x]).contains("dim index 2"))
    #expect(badInputReason("ExpandDims", [:], [Self.x, .vector(4)]).contains("for tensor with 2 dimensions"))
  }

  @Test func slicing() {
    func slice(_ begin: [Int], _ size: [Int]) -> String {
      badInputReason("Slice", [:], [Self.x] + [begin, size].map { Tensor($0.map { Int32($0) }) })
    }
    #expect(slice([0, 2], [1, 2]) == "Expected size[1] in [0, 1], but got 2")
    #expect(slice([0, 4], [1, 0]) == "Expected begin[1] in [0, 3], but got 4")
    #expect(slice([0], [1]).contains("size 2"))
    func strided(_ entries: [(Int, Int, Int)], _ attributes: Attributes = [:]) -> String {
      let bounds = [entries.map(\.0), entries.map(\.1), entries.map(\.2)]
      return badInputReason(
        "StridedSlice", attributes, [Self.x] + bounds.map { Tensor($0.map { Int32($0) }) })
    }
    let shrink: Attributes = ["shrink_axis_mask": .int(1)]
    #expect(strided([(0, 1, 1), (0, 1, 1), (0, 1, 1)]).contains("input has only 2 dims"))
    #expect(strided([(2, 3, 1)], shrink) == "slice index 2 of dimension 0 out of bounds.")
    #expect(strided([(0, 3, 0)]) == "strides[0] must be non-zero")
    #expect(strided([(0, 3, -1)], shrink).contains("only stride 1 allowed"))
    #expect(strided([(0, 1, 1), (0, 1, 1)], ["ellipsis_mask": .int(3)]).contains("Multiple ellipses"))
    let uneven = [Self.x, Tensor.vector(0), .vector(1, 2), .vector(1)]
    #expect(badInputReason("StridedSlice", [:], uneven).contains("equal size"))
  }

  @Test func otherArrays() {
    #expect(badInputReason("Transpose", [:], [Self.x, .vector(0, 0)]) == "1 is missing from [0, 0]")
    #expect(badInputReason("Transpose", [:], [Self.x, .vector(0)]).contains("vector of size 2"))
    #expect(
      badInputReason("Pad", [:], [Self.x, Tensor([1, 1] as [Int32], shape: [1, 2])]).contains("[1, 2]"))
    #expect(
      badInputReason("Pad", [:], [Self.x, Tensor([1, 1, -1, 0] as [Int32], shape: [2, 2])]).contains("got -1")
    )
    #expect(badInputReason("Fill", [:], [.vector(2, -1), .noise([])]) == "Dimension -1 must be >= 0")
    #expect(badInputReason("Fill", [:], [.vector(2), .noise([1])]).contains("must be a scalar"))
  }

  /// An allocation that cannot succeed would end the program.
  @Test func outputsThatDoNotFitAreErrors() {
    let huge = Tensor([1 << 40, 1 << 40] as [Int64])
    #expect(badInputReason("Fill", [:], [huge, .noise([])]).contains("too many elements"))
    #expect(
      badInputReason("Fill", [:], [Tensor([1 << 40, 1 << 40, 0] as [Int64]), .noise([])]).contains("too many")
    )
    #expect(throws: EngineError.self) {
      try KernelHarness("Fill", [:], [Tensor([1 << 45] as [Int64]), .noise([])]).run()
    }
  }

  @Test func valuesThatShapesDependOnMustBeKnown() throws {
    let inputs = [TensorSpec(.float32, [2, 3]), TensorSpec(.int32, [2])]
    for type in ["Reshape", "ExpandDims", "Transpose", "Fill", "Sum", "ConcatV2"] {
      let rule = try KernelHarness.registry[type].shapeRule
      #expect(throws: EngineError.self, "\(type)") {
        try rule(ShapeContext(inputs: inputs, attributes: [:]))
      }
    }
  }
}
