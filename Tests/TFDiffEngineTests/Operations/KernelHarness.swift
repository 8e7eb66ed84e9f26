import TFDiffEngine
import TFDiffTensor
import Testing

/// Runs one operation's kernel, shape rule and float64 reference outside any graph.
struct KernelHarness: CustomStringConvertible {
  static let registry = OperationRegistry(OperationDefinition.kernels)

  let type: String
  let attributes: Attributes
  let inputs: [Tensor]

  init(_ type: String, _ attributes: Attributes = [:], _ inputs: [Tensor]) {
    self.type = type
    self.attributes = attributes
    self.inputs = inputs
  }

  /// What a failing test prints: enough to repeat the case.
  var description: String {
    let attributes = attributes.values.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return "\(type)(\(inputs.map { "\($0.dtype) \($0.shape)" }.joined(separator: ", "))) "
      + attributes.joined(separator: " ")
  }

  func shapes() throws -> [TensorSpec] {
    try Self.registry[type].shapeRule(
      ShapeContext(
        inputs: inputs.map { TensorSpec($0.dtype, $0.shape) }, attributes: attributes,
        constantInput: { inputs[$0] }))
  }

  func run(threads: Int = 2) throws -> [Tensor] {
    try Self.registry[type].makeKernel(attributes)
      .compute(inputs, KernelContext(threads: threads, resources: ResourceManager()))
  }

  func reference() throws -> [Tensor] {
    let reference = try #require(Self.registry[type].reference, "\(type) has no reference kernel")
    return try reference(inputs.map(\.widened), attributes)
  }

  /// Checks the kernel against the float64 reference, and that one and two threads agree to the bit.
  ///
  /// - Parameter tolerance: of the largest magnitude in an output.
  func check(
    tolerance: Double = 1e-6, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let results = try run()
    let specs = try shapes()
    #expect(
      results.map { TensorSpec($0.dtype, $0.shape) } == specs, "\(self)", sourceLocation: sourceLocation)
    let references = try reference()
    #expect(references.count == results.count, "\(self)", sourceLocation: sourceLocation)
    for (index, pair) in zip(results, references).enumerated() {
      let error = pair.0.error(against: pair.1)
      #expect(error <= tolerance, "output \(index) of \(self)", sourceLocation: sourceLocation)
    }
    let alone = try run(threads: 1)
    #expect(
      alone.count == results.count && zip(alone, results).allSatisfy { $0.isIdentical(to: $1) },
      "threads change \(self)", sourceLocation: sourceLocation)
  }
}

extension Tensor {
  /// float32 as float64; everything else as it is.
  var widened: Tensor {
    dtype == .float32 ? Tensor(elements(of: Float.self).map(Double.init), shape: shape) : self
  }

  /// The elements as numbers, `bool` as 0 and 1.
  var doubles: [Double] {
    switch dtype {
    case .float32: elements(of: Float.self).map(Double.init)
    case .float64: elements(of: Double.self)
    case .int32: elements(of: Int32.self).map(Double.init)
    case .int64: elements(of: Int64.self).map(Double.init)
    case .uint8: elements(of: UInt8.self).map(Double.init)
    case .bool: elements(of: Bool.self).map { $0 ? 1 : 0 }
    }
  }

  /// The greatest difference from `reference`, as a fraction of the largest finite magnitude there, or
  /// infinite where shapes, NaN or infinities differ.
  func error(against reference: Tensor) -> Double {
    guard shape == reference.shape else { return .infinity }
    let (own, wanted) = (doubles, reference.doubles)
    let scale = wanted.lazy.filter(\.isFinite).map(\.magnitude).max() ?? 0
    var worst = 0.0
    for (a, b) in zip(own, wanted) {
      if a == b || (a.isNaN && b.isNaN) { continue }
      let difference = (a - b).magnitude
      worst = max(worst, difference.isFinite ? difference / max(scale, .leastNormalMagnitude) : .infinity)
    }
    return worst
  }

  /// Numbers between −1 and 1 without pattern, the same for the same seed.
  static func noise(_ shape: Shape, seed: UInt64 = 1) -> Tensor {
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    return Tensor(
      (0..<shape.elementCount).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Float(Int32(truncatingIfNeeded: state >> 32)) / 2_147_483_648
      }, shape: shape)
  }

  static func vector(_ values: Int...) -> Tensor { Tensor(values.map { Int32($0) }) }
}
