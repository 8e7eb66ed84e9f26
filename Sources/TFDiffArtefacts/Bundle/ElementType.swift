import SwiftProtobuf
import TFDiffTensor

/// An element type of TensorFlow: its name, and how much of a data file one element takes.
///
/// Source: tensorflow/core/framework/types.{proto,cc}.
struct ElementType: Hashable {
  /// TensorFlow's name, as `tf.DType.name` gives it.
  let name: String
  let layout: Layout
  /// The same type of tensors here, where there is one.
  let dtype: DType?

  enum Layout: Hashable {
    case fixed(byteCount: Int)
    case strings
    case variants
    /// A type that is not known here: its size cannot be checked.
    case opaque
  }

  private init(_ name: String, _ layout: Layout) {
    self.name = name
    self.layout = layout
    dtype = DType(rawValue: name)
  }

  private init(_ name: String, bytes: Int) { self.init(name, .fixed(byteCount: bytes)) }

  init(_ dtype: DType) { self.init(dtype.rawValue, bytes: dtype.byteCount) }

  /// Nil for the absence of a type.
  init?(_ type: Tensorflow_DataType) {
    switch type {
    case .dtInvalid: return nil
    case .dtFloat: self.init("float32", bytes: 4)
    case .dtDouble: self.init("float64", bytes: 8)
    case .dtInt32: self.init("int32", bytes: 4)
    case .dtUint8: self.init("uint8", bytes: 1)
    case .dtInt16: self.init("int16", bytes: 2)
    case .dtInt8: self.init("int8", bytes: 1)
    case .dtString: self.init("string", .strings)
    case .dtComplex64: self.init("complex64", bytes: 8)
    case .dtInt64: self.init("int64", bytes: 8)
    case .dtBool: self.init("bool", bytes: 1)
    case .dtQint8: self.init("qint8", bytes: 1)
    case .dtQuint8: self.init("quint8", bytes: 1)
    case .dtQint32: self.init("qint32", bytes: 4)
    case .dtBfloat16: self.init("bfloat16", bytes: 2)
    case .dtQint16: self.init("qint16", bytes: 2)
    case .dtQuint16: self.init("quint16", bytes: 2)
    case .dtUint16: self.init("uint16", bytes: 2)
    case .dtComplex128: self.init("complex128", bytes: 16)
    case .dtHalf: self.init("float16", bytes: 2)
    case .dtResource: self.init("resource", .opaque)
    case .dtVariant: self.init("variant", .variants)
    case .dtUint32: self.init("uint32", bytes: 4)
    case .dtUint64: self.init("uint64", bytes: 8)
    case .dtFloat8E5M2: self.init("float8_e5m2", bytes: 1)
    case .dtFloat8E4M3Fn: self.init("float8_e4m3fn", bytes: 1)
    case .dtInt4: self.init("int4", bytes: 1)
    case .dtUint4: self.init("uint4", bytes: 1)
    case .UNRECOGNIZED(let number): self.init("type \(number)", .opaque)
    }
  }
}

extension Tensorflow_DataType {
  init(_ dtype: DType) {
    switch dtype {
    case .float32: self = .dtFloat
    case .float64: self = .dtDouble
    case .int32: self = .dtInt32
    case .int64: self = .dtInt64
    case .uint8: self = .dtUint8
    case .bool: self = .dtBool
    }
  }
}
