import SwiftProtobuf
import TFDiffTensor

/// A tensor, or a part of one, as it lies in a data file.
struct BundleEntry: Hashable {
  /// What the index has it under: the tensor's key or, for a part, one that ``TensorPart/key(of:)`` makes.
  let key: [UInt8]
  let type: ElementType
  let shape: Shape
  let shard: Int
  /// Its bytes in the shard's data file.
  let range: Range<Int>
  let checksum: UInt32
  /// For a tensor in parts, which lies elsewhere: the parts.
  let parts: [TensorPart]

  /// For messages.
  var name: String { Self.name(key) }

  /// - Parameter shardCount: the number of data files.
  init(_ entry: TableEntry, shardCount: Int) throws(EntryError) {
    guard let proto = try? Tensorflow_BundleEntryProto(serializedBytes: Array(entry.value)) else {
      throw EntryError(entry.key, .unreadable)
    }
    guard let type = ElementType(proto.dtype) else { throw EntryError(entry.key, .noElementType) }
    key = entry.key
    self.type = type
    (shape, elementCount) = try Self.shape(proto.shape, type, key)
    parts = try Self.parts(proto.slices, key)
    checksum = MaskedChecksum(stored: proto.crc32C).checksum
    guard let shard = Int(exactly: proto.shardID), 0..<shardCount ~= shard else {
      throw EntryError(key, .noSuchShard(Int(proto.shardID), count: shardCount))
    }
    self.shard = shard
    guard proto.offset >= 0, proto.size >= 0, case let end = proto.offset.addingReportingOverflow(proto.size),
      !end.overflow
    else { throw EntryError(key, .badPlace(offset: proto.offset, size: proto.size)) }
    range = Int(proto.offset)..<Int(end.partialValue)
    if parts.isEmpty { try checkSize() }
  }

  private let elementCount: Int

  /// The least that so many elements take, and all they take where their size is fixed.
  private func checkSize() throws(EntryError) {
    let isRight: Bool
    let needed: Int
    switch type.layout {
    case .fixed(let byteCount):
      needed = elementCount * byteCount
      isRight = range.count == needed
    case .strings:
      needed = StringTensor.leastSize(elementCount)
      isRight = range.count >= needed
    case .variants:
      needed = VariantTensor.leastSize(elementCount)
      isRight = range.count >= needed
    case .opaque: return
    }
    guard isRight else { throw EntryError(key, .wrongSize(stated: range.count, needed: needed)) }
  }

  /// The dimensions, and the number of elements; their bytes, with zero dimensions counted as one, can be counted too.
  private static func shape(
    _ proto: Tensorflow_TensorShapeProto, _ type: ElementType, _ key: [UInt8]
  ) throws(EntryError) -> (Shape, Int) {
    // No type takes more, and strings and variants take a byte or five.
    var bytes = 16
    guard !proto.unknownRank else { throw EntryError(key, .badShape) }
    var dimensions: [Int] = []
    for dimension in proto.dim {
      let (product, overflow) = bytes.multipliedReportingOverflow(by: max(Int(dimension.size), 1))
      guard dimension.size >= 0, !overflow else { throw EntryError(key, .badShape) }
      bytes = product
      dimensions.append(Int(dimension.size))
    }
    let shape = Shape(dimensions)
    return (shape, shape.elementCount)
  }

  private static func parts(
    _ protos: [Tensorflow_TensorSliceProto], _ key: [UInt8]
  ) throws(EntryError) -> [TensorPart] {
    var parts: [TensorPart] = []
    for proto in protos {
      guard let part = TensorPart(proto) else { throw EntryError(key, .badSlice("with negative numbers")) }
      parts.append(part)
    }
    return parts
  }

  /// A key as text; that of a part is the code that ``TensorPart/key(of:)`` makes.
  static func name(_ key: [UInt8]) -> String { String(decoding: key, as: UTF8.self) }
}

/// A fault of an entry in an index whose name is not at hand.
struct EntryError: Error {
  let key: [UInt8]
  let fault: EntryFault

  init(_ key: [UInt8], _ fault: EntryFault) {
    self.key = key
    self.fault = fault
  }
}
