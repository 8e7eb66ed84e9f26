import TFDiffTensor

extension OperationDefinition {
  /// The elements as attribute `DstT`.
  static let cast = OperationDefinition(
    "Cast",
    shapeRule: { context in
      try context.expectInputs(1, of: "Cast")
      return [TensorSpec(try context.attributes.dtype("DstT"), context.inputs[0].shape)]
    },
    compute: { [Cast.convert($0.inputs[0], to: $0.outputs[0].dtype)] },
    reference: { inputs, attributes in
      let target = try attributes.dtype("DstT")
      return [
        ReferenceArray(inputs[0]).map { value in
          switch target {
          case .bool: value == 0 ? 0 : 1
          case .float32, .float64: value
          case .int32, .int64, .uint8: value.rounded(.towardZero)
          }
        }.tensor
      ]
    },
    gradient: castGradient)
}

/// Conversion between element types, as C does it on x86-64, which is what TensorFlow gives there:
/// fractions are cut off, integers wrap, and a floating-point number that the integer does not hold becomes
/// the most negative one.
enum Cast {
  static func convert(_ x: Tensor, to type: DType) -> Tensor {
    if x.dtype == type { return x }
    return switch type {
    case .float32:
      map(x) {
        Float($0)
      } integer: {
        Float($0)
      }
    case .float64:
      map(x) {
        $0
      } integer: {
        Double($0)
      }
    case .int32:
      map(x) {
        truncated($0, Int32.self)
      } integer: {
        Int32(truncatingIfNeeded: $0)
      }
    case .int64:
      map(x) {
        truncated($0, Int64.self)
      } integer: {
        $0
      }
    case .uint8:
      map(x) {
        UInt8(truncatingIfNeeded: truncated($0, Int32.self))
      } integer: {
        UInt8(truncatingIfNeeded: $0)
      }
    case .bool:
      map(x) {
        $0 != 0
      } integer: {
        $0 != 0
      }
    }
  }

  private static func truncated<T: FixedWidthInteger>(_ value: Double, _ type: T.Type) -> T {
    T(exactly: value.rounded(.towardZero)) ?? .min
  }

  private static func map<T: TensorElement>(
    _ x: Tensor, floating: (Double) -> T, integer: (Int64) -> T
  ) -> Tensor {
    Tensor(shape: x.shape, of: T.self) { out in
      switch x.dtype {
      case .float32:
        x.withElements(of: Float.self) { for i in $0.indices { out[i] = floating(Double($0[i])) } }
      case .float64: x.withElements(of: Double.self) { for i in $0.indices { out[i] = floating($0[i]) } }
      case .int32: x.withElements(of: Int32.self) { for i in $0.indices { out[i] = integer(Int64($0[i])) } }
      case .int64: x.withElements(of: Int64.self) { for i in $0.indices { out[i] = integer($0[i]) } }
      case .uint8: x.withElements(of: UInt8.self) { for i in $0.indices { out[i] = integer(Int64($0[i])) } }
      case .bool: x.withElements(of: Bool.self) { for i in $0.indices { out[i] = integer($0[i] ? 1 : 0) } }
      }
    }
  }
}
