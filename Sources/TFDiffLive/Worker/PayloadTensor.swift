import TFDiffTensor

/// The tensor that a frame's payload is, read by what its head says of it.
struct PayloadTensor: Sendable {
  var value: Tensor

  /// A payload that is no tensor of that shape and element type.
  struct Fault: Error {
    var dtype: String
    var shape: [Int]
    var byteCount: Int
  }
}

extension CodingUserInfoKey {
  /// The payload of the frame whose head is decoded.
  static let payload = Self(rawValue: "payload")
}

extension PayloadTensor: Decodable {
  /// - Throws: ``Fault``.
  init(from decoder: any Decoder) throws {
    let facts = try TensorFacts(from: decoder)
    let payload = CodingUserInfoKey.payload.flatMap { decoder.userInfo[$0] as? TensorStorage }
    guard let payload, let type = DType(rawValue: facts.dtype), facts.shape.allSatisfy({ $0 >= 0 }),
      Self.product(facts.shape + [type.byteCount]) == payload.byteCount
    else { throw Fault(dtype: facts.dtype, shape: facts.shape, byteCount: payload?.byteCount ?? 0) }
    value = Tensor(shape: Shape(facts.shape), dtype: type, storage: payload)
  }

  /// Nil where even the factors that are not 0 are too many: strides are products of some of them.
  private static func product(_ factors: [Int]) -> Int? {
    var product = 1
    for factor in factors where factor != 0 {
      let (result, overflow) = product.multipliedReportingOverflow(by: factor)
      if overflow { return nil }
      product = result
    }
    return factors.contains(0) ? 0 : product
  }
}

/// What a head says of the tensor that is its payload.
struct TensorFacts: Sendable, Hashable, Codable {
  var dtype: String
  var shape: [Int]
}

extension TensorFacts {
  init(_ tensor: Tensor) {
    (dtype, shape) = (tensor.dtype.rawValue, tensor.shape.dimensions)
  }
}
