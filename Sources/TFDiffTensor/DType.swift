/// The element type of a tensor, with TensorFlow's names.
public enum DType: String, Sendable, Hashable, Codable, CaseIterable {
  case float32, float64, int32, int64, uint8, bool

  /// Bytes one element takes.
  public var byteCount: Int {
    switch self {
    case .float32, .int32: 4
    case .float64, .int64: 8
    case .uint8, .bool: 1
    }
  }

  public var isFloatingPoint: Bool { self == .float32 || self == .float64 }

  /// The short form used where space is scarce: `f32`, `i64`, `u8`.
  public var abbreviation: String {
    switch self {
    case .float32: "f32"
    case .float64: "f64"
    case .int32: "i32"
    case .int64: "i64"
    case .uint8: "u8"
    case .bool: "bool"
    }
  }
}

/// A Swift type that is stored in tensors as it stands in memory.
public protocol TensorElement: BitwiseCopyable, Sendable, Hashable {
  static var dtype: DType { get }
}

extension Float: TensorElement { public static var dtype: DType { .float32 } }
extension Double: TensorElement { public static var dtype: DType { .float64 } }
extension Int32: TensorElement { public static var dtype: DType { .int32 } }
extension Int64: TensorElement { public static var dtype: DType { .int64 } }
extension UInt8: TensorElement { public static var dtype: DType { .uint8 } }
extension Bool: TensorElement { public static var dtype: DType { .bool } }
