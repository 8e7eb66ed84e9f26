import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: sums, means, L2 losses and AddN keep float32's accuracy over any axes and lengths, added in TensorFlow's order.
@Suite struct ReductionTests {
  @Test(arguments: ["Sum", "Mean"])
  func overEverySetOfAxes(type: String) throws {
    for shape: Shape in [[3, 4, 1, 5], [2, 1, 3, 2], [7], [2, 0, 3]] {
      for bits in 0..<(1 << shape.rank) {
        let axes = (0..<shape.rank).filter { bits & (1 << $0) != 0 }
        for keeps in [false, true] {
          let inputs = [Tensor.noise(shape), Tensor(axes.map { Int32($0) })]
          let attributes: Attributes = ["keep_dims": .bool(keeps)]
          try KernelHarness(type, attributes, inputs).check()
          try KernelHarness(type, attributes, [inputs[0].widened, inputs[1]]).check(tolerance: 1e-15)
        }
      }
    }
  }

  @Test func l2LossKeepsFloat32Accuracy() throws {
    for count in [0, 1, 31, 4097, 262_145, 3_000_001] {
      try KernelHarness("L2Loss", [:], [.noise([count])]).check(tolerance: 6e-8)
    }
    // Half the square of 0.001, a million times: a plain float32 sum is off in its third digit.
    let equal = try KernelHarness("L2Loss", [:], [Tensor(repeating: Float(0.001), shape: [1_000_000])]).run()
    #expect(equal[0].error(against: Tensor(scalar: 0.5)) < 1.2e-7)
  }

  @Test func sumsOfManyArrays() throws {
    for count in [1, 2, 3, 8, 9, 40] {
      for shape: Shape in [[], [17], [3, 5], [70_001], [0]] {
        try KernelHarness("AddN", [:], (0..<count).map { .noise(shape, seed: UInt64($0 + 1)) }).check()
      }
    }
  }

  @Test func manyArraysAreAddedFirstToLast() throws {
    let values: [Float] = [1e8, 1, -1e8, 1]
    let sum = try KernelHarness("AddN", [:], values.map { Tensor(scalar: $0) }).run()[0]
    #expect(sum.elements(of: Float.self) == [1])
  }

  @Test func badInputsAreErrors() {
    let x = Tensor.noise([2, 1])
    #expect(badInputReason("Mean", [:], [x, .vector(2)]).contains("(2 for input with 2 dimension(s)"))
    #expect(badInputReason("Sum", [:], [x, .vector(1, -1)]).contains("duplicate dimension: 1"))
    #expect(badInputReason("AddN", [:], [x, .noise([1, 2])]).contains("[2, 1] != input 1: [1, 2]"))
    #expect(badInputReason("AddN", [:], []).contains("got 0"))
    #expect(badInputReason("L2Loss", [:], [.vector(1)]).contains("int32"))
    #expect(throws: EngineError.self) {
      try KernelHarness("Mean", [:], [Tensor([] as [Int32]), .vector(0)]).run()
    }
  }
}
