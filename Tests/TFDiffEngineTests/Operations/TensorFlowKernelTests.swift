import Foundation
import TFDiffEngine
import TFDiffTensor
import Testing

/// Protects: kernels, shape rules and references of every operation give the numbers that TensorFlow
/// itself gave (`Golden/kernels_tf212.json` and `gradient_kernels_tf212.json`): the reference kernels are an oracle only
/// because these tests hold.
@Suite struct TensorFlowKernelTests {
  static let cases = Result { try GoldenKernelCase.load() }

  /// What computes nothing is not asked of TensorFlow.
  static let types = KernelHarness.registry.types.filter { !["Const", "NoOp"].contains($0) }

  @Test func theFileAsksOfNothingElse() throws {
    #expect(Set(try Self.cases.get().map(\.op)) == Set(Self.types))
  }

  @Test(arguments: types)
  func kernelsAndReferencesAgreeWithTensorFlow(type: String) throws {
    let cases = try Self.cases.get().filter { $0.op == type }
    #expect(!cases.isEmpty)
    for golden in cases {
      let harness = KernelHarness(type, golden.attributes, golden.inputs)
      let outputs = golden.outputs
      let kernel = try harness.run()
      let reference = try harness.reference()
      let specs = try harness.shapes()
      for (index, wanted) in outputs.enumerated() {
        #expect(specs[index] == TensorSpec(wanted.dtype, wanted.shape), "\(harness) output \(index)")
        #expect(kernel[index].dtype == wanted.dtype, "\(harness) output \(index)")
        #expect(kernel[index].error(against: wanted) <= 1e-6, "\(harness) kernel output \(index)")
        let error = reference[index].errorInRange(against: wanted)
        #expect(error <= 1e-6, "\(harness) reference output \(index)")
      }
    }
  }
}

extension Tensor {
  /// As `error(against:)`, leaving out the elements that an integer type does not hold: there integers wrap,
  /// and float64 references do not.
  fileprivate func errorInRange(against wanted: Tensor) -> Double {
    let range: Range<Double>? =
      switch wanted.dtype {
      case .int32: -0x1p31..<0x1p31
      case .int64: -0x1p63..<0x1p63
      case .uint8: 0..<0x1p8
      case .float32, .float64, .bool: nil
      }
    guard let range, shape == wanted.shape else { return error(against: wanted) }
    let kept = doubles.indices.filter { range.contains(doubles[$0]) }
    return Tensor(kept.map { doubles[$0] }).error(against: Tensor(kept.map { wanted.doubles[$0] }))
  }
}

/// One operation that TensorFlow ran.
struct GoldenKernelCase: Decodable {
  let op: String
  let attributes: Attributes
  let inputs: [Tensor]
  let outputs: [Tensor]

  private struct File: Decodable { let cases: [GoldenKernelCase] }

  private enum Key: CodingKey { case op, attributes, inputs, outputs }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    op = try container.decode(String.self, forKey: .op)
    let attributes = try container.decode([String: GoldenAttribute].self, forKey: .attributes)
    self.attributes = Attributes(attributes.mapValues(\.value))
    inputs = try container.decode([GoldenTensor].self, forKey: .inputs).map(\.tensor)
    outputs = try container.decode([GoldenTensor].self, forKey: .outputs).map(\.tensor)
  }

  static func load() throws -> [GoldenKernelCase] {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    return try ["kernels_tf212.json", "gradient_kernels_tf212.json"].flatMap {
      try decoder.decode(File.self, from: GoldenFiles.data($0)).cases
    }
  }
}

private struct GoldenTensor: Decodable {
  let dtype: DType
  let shape: [Int]
  let values: [Double]

  var tensor: Tensor {
    let shape = Shape(shape)
    return switch dtype {
    case .float32: Tensor(values.map { Float($0) }, shape: shape)
    case .float64: Tensor(values, shape: shape)
    case .int32: Tensor(values.map { Int32($0) }, shape: shape)
    case .int64: Tensor(values.map { Int64($0) }, shape: shape)
    case .uint8: Tensor(values.map { UInt8($0) }, shape: shape)
    case .bool: Tensor(values.map { $0 != 0 }, shape: shape)
    }
  }
}

private struct GoldenAttribute: Decodable {
  let value: AttributeValue

  private enum Key: CodingKey { case int, ints, float, string, strings, bool, dtype }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    let key = try #require(container.allKeys.first)
    value =
      switch key {
      case .int: .int(try container.decode(Int.self, forKey: key))
      case .ints: .ints(try container.decode([Int].self, forKey: key))
      case .float: .float(try container.decode(Double.self, forKey: key))
      case .string: .string(try container.decode(String.self, forKey: key))
      case .strings: .strings(try container.decode([String].self, forKey: key))
      case .bool: .bool(try container.decode(Bool.self, forKey: key))
      case .dtype: .dtype(try container.decode(DType.self, forKey: key))
      }
  }
}
