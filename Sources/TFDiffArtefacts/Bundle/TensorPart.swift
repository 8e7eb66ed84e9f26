import SwiftProtobuf

/// A part of a tensor: where it begins along each dimension, and how long it is.
struct TensorPart: Hashable {
  /// The whole dimension where nil.
  struct Extent: Hashable {
    let start: Int
    let length: Int?
  }

  let extents: [Extent]

  init(_ extents: [Extent]) { self.extents = extents }

  /// Nil where a start or a length is negative, or a whole dimension begins elsewhere than at its beginning.
  init?(_ proto: Tensorflow_TensorSliceProto) {
    var extents: [Extent] = []
    for extent in proto.extent {
      switch extent.hasLength_p {
      case .length(let length):
        guard extent.start >= 0, length >= 0 else { return nil }
        extents.append(Extent(start: Int(extent.start), length: Int(length)))
      case nil:
        guard extent.start == 0 else { return nil }
        extents.append(Extent(start: 0, length: nil))
      }
    }
    self.init(extents)
  }

  var proto: Tensorflow_TensorSliceProto {
    .with { proto in
      proto.extent = extents.map { extent in
        .with {
          guard let length = extent.length else { return }
          $0.start = Int64(extent.start)
          $0.length = Int64(length)
        }
      }
    }
  }

  /// The range along each dimension of a tensor; nil where it is not inside the shape.
  func ranges(in dimensions: [Int]) -> [Range<Int>]? {
    guard extents.count == dimensions.count else { return nil }
    var ranges: [Range<Int>] = []
    for (extent, dimension) in zip(extents, dimensions) {
      let length = extent.length ?? dimension
      guard extent.start <= dimension, length <= dimension - extent.start else { return nil }
      ranges.append(extent.start..<extent.start + length)
    }
    return ranges
  }

  /// As TensorFlow writes it: `0,128:-` for the first 128 rows.
  var text: String {
    extents.map { extent in extent.length.map { "\(extent.start),\($0)" } ?? "-" }.joined(separator: ":")
  }

  /// The key under which the index has a part of a tensor: zero, the tensor's key, the rank, and start and length of
  /// each dimension (0 and -1 for a whole one), in a code whose order is that of its values.
  ///
  /// Source: `EncodeTensorNameSlice`, tensorflow/core/util/saved_tensor_slice_util.cc.
  func key(of tensor: [UInt8]) -> [UInt8] {
    var code = OrderedCode()
    code.append(number: 0)
    code.append(text: tensor)
    code.append(number: UInt64(extents.count))
    for extent in extents {
      code.append(signed: Int64(extent.start))
      code.append(signed: extent.length.map(Int64.init) ?? -1)
    }
    return code.bytes
  }
}

/// Values as bytes that sort as the values do. Source: tensorflow/core/lib/strings/ordered_code.cc.
private struct OrderedCode {
  private(set) var bytes: [UInt8] = []

  /// The number of bytes, then those, the highest first.
  mutating func append(number: UInt64) {
    let digits = number.bigEndianBytes.drop { $0 == 0 }
    bytes += [UInt8(digits.count)] + digits
  }

  /// 0x00 becomes 0x00 0xFF, 0xFF becomes 0xFF 0x00; 0x00 0x01 ends it.
  mutating func append(text: [UInt8]) {
    for byte in text {
      bytes.append(byte)
      if byte == 0 { bytes.append(0xFF) }
      if byte == 0xFF { bytes.append(0) }
    }
    bytes += [0, 1]
  }

  /// Big-endian two's complement in the fewest bytes that leave room for as many leading bits as there are bytes; those
  /// bits are the opposite of the sign, and the one behind them is the sign.
  mutating func append(signed number: Int64) {
    let magnitude = UInt64(bitPattern: number < 0 ? ~number : number)
    let significant = UInt64.bitWidth - magnitude.leadingZeroBitCount
    let length = max(1, (significant + 1 + 6) / 7)
    let sign: UInt8 = number < 0 ? 0xFF : 0
    var field = [sign, sign] + UInt64(bitPattern: number).bigEndianBytes
    field.removeFirst(field.count - length)
    for bit in 0..<length { field[bit / 8] ^= 0x80 >> UInt8(bit % 8) }
    bytes += field
  }
}

extension UInt64 {
  fileprivate var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}
