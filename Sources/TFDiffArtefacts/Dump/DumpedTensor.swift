import Foundation
import SwiftProtobuf
import TFDiffTensor

/// A file of a dump: an `Event` with one tensor in it.
struct DumpedTensor {
  private let name: String
  private let path: String
  private let proto: Tensorflow_TensorProto

  /// No file is read that is larger; a dump's tensors stand in protocol buffers, which end at 2 GiB.
  private static let greatest = 1 << 31
  /// How many elements a value that is written once may stand for.
  private static let greatestRepetition = 1 << 26

  /// - Throws: ``DumpError``.
  init(_ entry: DebuggerDump.Entry) throws(DumpError) {
    (name, path) = (entry.name, entry.path)
    let bytes: [UInt8]
    do throws(TensorError) {
      let file = try RandomAccessFile(path)
      guard file.byteCount <= Self.greatest else { throw TensorError.cannotRead(path: path, reason: "it is too large") }
      bytes = try file.bytes(0..<file.byteCount)
    } catch {
      throw .file(error)
    }
    guard let event = try? Tensorflow_Event(serializedBytes: bytes), let value = event.summary.value.first,
      case .tensor(let tensor)? = value.value
    else { throw .notAnEvent(path: path) }
    proto = tensor
  }

  /// - Throws: ``DumpError``.
  func tensor() throws(DumpError) -> Tensor {
    guard let type = ElementType(proto.dtype) else { throw .notAnEvent(path: path) }
    guard let dtype = type.dtype else { throw .unsupportedType(type.name, name: name, path: path) }
    let shape = try self.shape()
    if !proto.tensorContent.isEmpty { return try tensor(shape, dtype, content: proto.tensorContent) }
    switch dtype {
    case .float32: return try tensor(shape, proto.floatVal)
    case .float64: return try tensor(shape, proto.doubleVal)
    case .int32: return try tensor(shape, proto.intVal)
    case .int64: return try tensor(shape, proto.int64Val)
    case .uint8: return try tensor(shape, proto.intVal.map { UInt8(truncatingIfNeeded: $0) })
    case .bool: return try tensor(shape, proto.boolVal)
    }
  }

  private func shape() throws(DumpError) -> Shape {
    let sizes = proto.tensorShape.dim.map { Int($0.size) }
    let shape = Shape(sizes)
    guard sizes.allSatisfy({ $0 >= 0 }), shape.elementCount <= Self.greatest else {
      throw .badShape(name: name, path: path)
    }
    return shape
  }

  private func tensor(_ shape: Shape, _ dtype: DType, content: Data) throws(DumpError) -> Tensor {
    let needed = shape.elementCount * dtype.byteCount
    guard content.count == needed else {
      throw .wrongSize(name: name, path: path, stated: content.count, needed: needed)
    }
    return Tensor(shape: shape, dtype: dtype, storage: TensorStorage(byteCount: needed) { $0.copyBytes(from: content) })
  }

  /// Elements one by one; as in TensorFlow the last stands for all that are left out, and none for zeros.
  private func tensor<Element: TensorElement & DumpedElement>(
    _ shape: Shape, _ values: [Element]
  ) throws(DumpError) -> Tensor {
    let count = shape.elementCount
    // A few bytes must not ask for any memory they like.
    guard values.count <= count, values.count == count || count <= Self.greatestRepetition else {
      throw .wrongSize(name: name, path: path, stated: values.count, needed: count)
    }
    let rest = Array(repeating: values.last ?? Element.zeroElement, count: count - values.count)
    return Tensor(values + rest, shape: shape)
  }
}

/// What an element is that no value is given for.
private protocol DumpedElement {
  static var zeroElement: Self { get }
}

extension Float: DumpedElement { fileprivate static var zeroElement: Float { 0 } }
extension Double: DumpedElement { fileprivate static var zeroElement: Double { 0 } }
extension Int32: DumpedElement { fileprivate static var zeroElement: Int32 { 0 } }
extension Int64: DumpedElement { fileprivate static var zeroElement: Int64 { 0 } }
extension UInt8: DumpedElement { fileprivate static var zeroElement: UInt8 { 0 } }
extension Bool: DumpedElement { fileprivate static var zeroElement: Bool { false } }
