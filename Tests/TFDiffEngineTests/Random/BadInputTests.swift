import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: shapes, bounds and attributes that no random operation can have are refused with the
/// reason, and empty and scalar draws are not.
@Suite("Random operations: inputs they refuse")
struct RandomBadInputTests {
  private let registry = OperationRegistry(OperationDefinition.random)
  private let context = KernelContext(threads: 1, resources: ResourceManager())

  private func kernel(_ type: String, _ attributes: Attributes = ["dtype": .dtype(.float32)]) throws
    -> any Kernel
  {
    try registry[type].makeKernel(attributes)
  }

  private func reason(_ type: String, _ inputs: [Tensor]) throws -> String {
    let kernel = try kernel(type)
    let error = #expect(throws: EngineError.self) { try kernel.compute(inputs, context) }
    guard case .badInput(type, let reason) = error else {
      Issue.record("\(String(describing: error)) is no badInput of \(type)")
      return ""
    }
    return reason
  }

  @Test("A shape that is no vector of countable sizes")
  func shapes() throws {
    try #expect(reason("RandomUniform", [Tensor(scalar: Int32(3))]).contains("must be a vector"))
    try #expect(reason("RandomUniform", [Tensor([1.5] as [Float])]).contains("got float32"))
    try #expect(reason("RandomUniform", [Tensor([2, -1] as [Int32])]).contains("negative dimension -1"))
    let huge = Tensor([1 << 40, 1 << 40] as [Int64])
    try #expect(reason("RandomUniform", [huge]).contains("too many elements"))
    try #expect(reason("RandomUniform", []).contains("takes 1 input, got 0"))
  }

  @Test("Integer bounds that are no scalars, of two types, or the wrong way round")
  func bounds() throws {
    let shape = Tensor([2] as [Int32])
    let (low, high) = (Tensor(scalar: Int32(4)), Tensor(scalar: Int32(5)))
    try #expect(reason("RandomUniformInt", [shape, high, low]).contains("got 5 >= 4"))
    try #expect(reason("RandomUniformInt", [shape, low, low]).contains("got 4 >= 4"))
    try #expect(reason("RandomUniformInt", [shape, shape, high]).contains("must be scalars"))
    #expect(
      try reason("RandomUniformInt", [shape, low, Tensor(scalar: Int64(9))]).contains("int32 and int64"))
    try #expect(reason("RandomUniformInt", [shape]).contains("takes 3 inputs, got 1"))
  }

  @Test("A tensor without elements may have an empty range, and scalars are drawn as any tensor")
  func emptyAndScalar() throws {
    let kernel = try kernel("RandomUniformInt", ["seed": .int(1)])
    let four = Tensor(scalar: Int32(4))
    let empty = try kernel.compute([Tensor([3, 0] as [Int64]), four, four], context)
    #expect(empty.map(\.shape) == [[3, 0]])
    let scalar = try kernel.compute([Tensor([] as [Int32]), four, Tensor(scalar: Int32(5))], context)
    #expect(scalar[0].shape == .scalar)
    #expect(scalar[0].elements(of: Int32.self) == [4])
  }

  @Test("An attribute that is missing or of another kind")
  func attributes() throws {
    #expect(throws: EngineError.badAttribute(name: "dtype", expected: "type", found: nil)) {
      try kernel("RandomUniform", [:])
    }
    #expect(
      throws: EngineError.badAttribute(name: "dtype", expected: "float32 or float64", found: .dtype(.int32))
    ) { try kernel("TruncatedNormal", ["dtype": .dtype(.int32)]) }
    #expect(throws: EngineError.badAttribute(name: "seed", expected: "int", found: .string("7"))) {
      try kernel("RandomUniform", ["dtype": .dtype(.float32), "seed": .string("7")])
    }
  }

  @Test("The shape rule reads the constant shape, and says so where there is none")
  func shapeRule() throws {
    let shape = Tensor([3, 5] as [Int32])
    let input = TensorSpec(.int32, [2])
    let bound = TensorSpec(.int64, .scalar)
    let real = try registry["TruncatedNormal"].shapeRule(
      ShapeContext(inputs: [input], attributes: ["dtype": .dtype(.float64)]) { $0 == 0 ? shape : nil })
    #expect(real == [TensorSpec(.float64, [3, 5])])
    let integer = try registry["RandomUniformInt"].shapeRule(
      ShapeContext(inputs: [input, bound, bound], attributes: [:]) { $0 == 0 ? shape : nil })
    #expect(integer == [TensorSpec(.int64, [3, 5])])
    #expect(throws: EngineError.self) {
      try registry["RandomUniform"].shapeRule(
        ShapeContext(inputs: [input], attributes: ["dtype": .dtype(.float32)]))
    }
    #expect(OperationDefinition.random.map(\.isStateful) == [true, true, true, true])
  }
}
