import TFDiffTensor
import Testing

/// Protects: a shape that a file or a worker makes up is counted without a trap, however large it says it is.
@Suite struct ShapeTests {
  @Test(arguments: [
    ([1 << 62, 4], Int.max), ([1 << 62, 4, 0], 0), ([0, 1 << 62, 1 << 62], 0), ([.max, .max, .max], .max),
    ([3, 5], 15),
    ([], 1),
  ])
  func elementsAreCounted(dimensions: [Int], count: Int) {
    let shape = Shape(dimensions)
    #expect(shape.elementCount == count)
    #expect(shape.strides.count == dimensions.count)
  }
}
