/// What a `.npy` file says of its data.
///
/// Source: numpy/lib/format.py. `\x93NUMPY`, two bytes of version, the length of the header (two bytes in version
/// 1.0, four from 2.0 on, little-endian), then a Python dictionary with `descr`, `fortran_order` and `shape`.
struct NpyHeader: Hashable {
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

  let dtype: DType
  let isBigEndian: Bool
  let isFortranOrder: Bool
  let shape: Shape
  /// Where the data begin.
  let dataOffset: Int

  /// Where the header of nearly every file has ended.
  static let usualEnd = 4096
  /// Far more than any array's header takes.
  static let greatestLength = 1 << 20

  /// Reads a header from the first bytes of a file, `end` of them.
  init(_ bytes: [UInt8], end: Int, fileSize: Int) throws(NpyError) {
    dataOffset = end
    var parser = PythonLiteralParser(bytes[Self.textStart(bytes)..<end])
    let fields = try Self.fields(try parser.document())
    guard case .string(let descr) = fields.descr else {
      if case .list = fields.descr { throw NpyError(.unsupportedDType("[…]")) }
      throw NpyError(.header("'descr' is not a string"))
    }
    (dtype, isBigEndian) = try Self.elementType(descr)
    guard case .bool(let isFortranOrder) = fields.order else {
      throw NpyError(.header("'fortran_order' is neither True nor False"))
    }
    self.isFortranOrder = isFortranOrder
    shape = try Self.shape(fields.shape, elementSize: dtype.byteCount)
    let there = fileSize - dataOffset
    guard there >= byteCount else { throw NpyError(.truncatedData(expected: byteCount, got: there)) }
  }

  /// Of the data.
  var byteCount: Int { shape.elementCount * dtype.byteCount }
  var dataRange: Range<Int> { dataOffset..<dataOffset + byteCount }

  /// Where the header ends and the data begin, from the first bytes of a file of a size.
  static func end(in bytes: [UInt8], fileSize: Int) throws(NpyError) -> Int {
    guard bytes.starts(with: magic) else { throw NpyError(.notNpy) }
    let versionEnd = magic.count + 2
    guard bytes.count >= versionEnd else {
      throw NpyError(.truncatedHeader(expected: versionEnd, got: fileSize))
    }
    let (major, minor) = (bytes[versionEnd - 2], bytes[versionEnd - 1])
    guard (1...3).contains(major), minor == 0 else {
      throw NpyError(.unknownVersion(major: Int(major), minor: Int(minor)))
    }
    let start = textStart(bytes)
    guard bytes.count >= start else { throw NpyError(.truncatedHeader(expected: start, got: fileSize)) }
    let length = bytes[versionEnd..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard fileSize - start >= length else {
      throw NpyError(.truncatedHeader(expected: start + length, got: fileSize))
    }
    guard length <= greatestLength else { throw NpyError(.header("it is longer than \(greatestLength) bytes")) }
    return start + length
  }

  /// Where the dictionary begins: behind magic, version and length.
  private static func textStart(_ bytes: [UInt8]) -> Int { magic.count + 2 + (bytes[magic.count] == 1 ? 2 : 4) }

  private typealias Fields = (descr: PythonLiteral, order: PythonLiteral, shape: PythonLiteral)

  private static func fields(_ literal: PythonLiteral) throws(NpyError) -> Fields {
    guard case .dictionary(let entries) = literal else { throw NpyError(.header("it is not a dictionary")) }
    for key in entries.keys where !["descr", "fortran_order", "shape"].contains(key) {
      throw NpyError(.header("unknown key '\(key)'"))
    }
    guard let descr = entries["descr"] else { throw NpyError(.header("'descr' is missing")) }
    guard let order = entries["fortran_order"] else { throw NpyError(.header("'fortran_order' is missing")) }
    guard let shape = entries["shape"] else { throw NpyError(.header("'shape' is missing")) }
    return (descr, order, shape)
  }

  private static func elementType(_ descr: String) throws(NpyError) -> (DType, isBigEndian: Bool) {
    let hasOrder = descr.first.map { "<>=|".contains($0) } ?? false
    let type: DType? =
      switch hasOrder ? descr.dropFirst() : descr[...] {
      case "f4": .float32
      case "f8": .float64
      case "i4": .int32
      case "i8": .int64
      case "u1": .uint8
      case "b1", "?": .bool
      default: nil
      }
    guard let type else { throw NpyError(.unsupportedDType(descr)) }
    return (type, descr.first == ">")
  }

  private static func shape(_ literal: PythonLiteral, elementSize: Int) throws(NpyError) -> Shape {
    guard case .tuple(let items) = literal else { throw NpyError(.header("'shape' is not a tuple")) }
    var dimensions: [Int] = []
    var bytes = elementSize
    for item in items {
      guard case .integer(let dimension) = item else {
        throw NpyError(.header("'shape' is not made of whole numbers"))
      }
      guard dimension >= 0 else { throw NpyError(.header("'shape' has the negative dimension \(dimension)")) }
      // Zero counts as one: strides multiply the other dimensions, and must not overflow either.
      let (product, overflow) = bytes.multipliedReportingOverflow(by: max(dimension, 1))
      guard !overflow else { throw NpyError(.header("'shape' is larger than any memory")) }
      bytes = product
      dimensions.append(dimension)
    }
    return Shape(dimensions)
  }

  /// The header of a tensor's file, everything before the data: padded with blanks so that the data are aligned.
  static func encoded(for tensor: Tensor) -> [UInt8] {
    let dimensions = tensor.shape.dimensions.map(String.init).joined(separator: ", ")
    let tuple = tensor.shape.rank == 1 ? "(\(dimensions),)" : "(\(dimensions))"
    let text = "{'descr': '\(descr(of: tensor.dtype))', 'fortran_order': False, 'shape': \(tuple), }"
    let fixed = magic.count + 2
    let isShort = fixed + 2 + text.utf8.count + TensorStorage.alignment < 1 << 16
    let start = fixed + (isShort ? 2 : 4)
    let unpadded = start + text.utf8.count + 1
    let padding = (TensorStorage.alignment - unpadded % TensorStorage.alignment) % TensorStorage.alignment
    let length = text.utf8.count + padding + 1
    let lengthBytes = (0..<start - fixed).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) }
    return magic + [isShort ? 1 : 2, 0] + lengthBytes + Array(text.utf8)
      + Array(repeating: UInt8(ascii: " "), count: padding) + [UInt8(ascii: "\n")]
  }

  private static func descr(of dtype: DType) -> String {
    switch dtype {
    case .float32: "<f4"
    case .float64: "<f8"
    case .int32: "<i4"
    case .int64: "<i8"
    case .uint8: "|u1"
    case .bool: "|b1"
    }
  }
}

/// A fault of a `.npy` file whose name is not known here.
struct NpyError: Error {
  let fault: NpyFault
  init(_ fault: NpyFault) { self.fault = fault }
}
