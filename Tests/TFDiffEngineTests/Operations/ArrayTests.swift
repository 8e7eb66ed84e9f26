import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: operations that move elements move each to its place for any axis, permutation, padding
/// and slice, and views copy none.
@Suite struct ArrayTests {
  @Test func viewsShareStorage() throws {
    let x = Tensor.noise([1, 4, 3])
    for (type, inputs) in [
      ("Identity", [x]), ("Reshape", [x, .vector(2, -1)]), ("Squeeze", [x]),
      ("ExpandDims", [x, Tensor(scalar: Int32(1))]),
    ] {
      let harness = KernelHarness(type, [:], inputs)
      try harness.check(tolerance: 0)
      #expect(try harness.run()[0].storage === x.storage, "\(type)")
    }
    let constant = KernelHarness("Const", ["value": .tensor(TensorAttribute(x))], [])
    #expect(try constant.run()[0].storage === x.storage)
    #expect(try constant.shapes() == [TensorSpec(.float32, x.shape)])
    #expect(try KernelHarness("AddN", [:], [x]).run()[0].storage === x.storage)
  }

  @Test func joiningOverAxes() throws {
    for rank in 1...4 {
      for axis in -rank..<rank {
        for sizes in [[1], [2, 3], [3, 0, 1, 5]] {
          let parts = sizes.enumerated().map { index, size in
            var dimensions = Array([2, 3, 4, 5].prefix(rank))
            dimensions[axis < 0 ? axis + rank : axis] = size
            return Tensor.noise(Shape(dimensions), seed: UInt64(index + 1))
          }
          try KernelHarness("ConcatV2", [:], parts + [Tensor(scalar: Int32(axis))]).check(tolerance: 0)
        }
        let equal = (1...3).map { Tensor.noise(Shape(Array([2, 3, 4, 5].prefix(rank))), seed: $0) }
        try KernelHarness("Pack", ["axis": .int(axis)], equal).check(tolerance: 0)
      }
    }
    let large = (1...3).map { Tensor.noise([1, 50, 50, 33], seed: $0) }
    try KernelHarness("ConcatV2", [:], large + [Tensor(scalar: Int32(3))]).check(tolerance: 0)
  }

  @Test func transposingByEveryPermutation() throws {
    for order in Self.permutations(of: [0, 1, 2, 3]) {
      let permutation = Tensor(order.map { Int32($0) })
      try KernelHarness("Transpose", [:], [.noise([2, 3, 4, 5]), permutation]).check(tolerance: 0)
      let bytes = Tensor((0..<120).map { UInt8($0) }, shape: [2, 3, 4, 5])
      try KernelHarness("Transpose", [:], [bytes, permutation]).check(tolerance: 0)
    }
    try KernelHarness("Transpose", [:], [.noise([300, 500]), .vector(1, 0)]).check(tolerance: 0)
  }

  private static func permutations(of items: [Int]) -> [[Int]] {
    items.isEmpty
      ? [[]]
      : items.flatMap { first in permutations(of: items.filter { $0 != first }).map { [first] + $0 } }
  }

  @Test func paddingAndSlicing() throws {
    let x = Tensor.noise([3, 4, 5])
    for before in 0...2 {
      for after in 0...2 {
        let pads = Tensor([0, after, before, 0, before, after].map { Int32($0) }, shape: [3, 2])
        try KernelHarness("Pad", [:], [x, pads]).check(tolerance: 0)
        try KernelHarness(
          "Slice", [:], [x, .vector(before, after, before), .vector(1, -1, 5 - before - after)]
        ).check(tolerance: 0)
      }
    }
  }

  @Test func stridedSlicesOverBounds() throws {
    let x = Tensor.noise([4, 7])
    for begin in [-9, -7, -2, 0, 3, 6, 7, 20] {
      for end in [-9, -3, 0, 5, 7, 20] {
        for step in [-3, -1, 1, 2, 50] {
          try KernelHarness(
            "StridedSlice", [:], [x, .vector(1, begin), .vector(3, end), .vector(1, step)]
          ).check(tolerance: 0)
        }
      }
    }
  }

  @Test func hugeStridesDoNotOverflow() throws {
    let bounds = [Int.min, Int.max].map { Int64($0) }
    for stride in bounds {
      for begin in bounds {
        for end in bounds {
          let inputs = [Tensor.noise([5]), Tensor([begin]), Tensor([end]), Tensor([stride])]
          try KernelHarness("StridedSlice", [:], inputs).check(tolerance: 0)
        }
      }
    }
  }

  @Test func shapesAndFills() throws {
    for type in ["ZerosLike", "OnesLike", "Shape"] {
      for shape: Shape in [[], [3], [2, 0, 4], [100, 1000]] {
        try KernelHarness(type, [:], [.noise(shape)]).check(tolerance: 0)
      }
    }
    for value in [Tensor(scalar: Float(2.5)), Tensor(scalar: Int64(-7)), Tensor(scalar: true)] {
      try KernelHarness("Fill", [:], [.vector(3, 5), value]).check(tolerance: 0)
    }
    #expect(try KernelHarness("NoOp", [:], []).run().isEmpty)
  }
}
