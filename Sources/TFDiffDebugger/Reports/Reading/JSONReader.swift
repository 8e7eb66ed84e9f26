/// Goes through the bytes of a JSON document once, from the front.
struct JSONReader {
  let bytes: [UInt8]
  var position = 0
  private var count = 0
  private let limit: Int

  init(_ bytes: [UInt8], atMost limit: Int) {
    self.bytes = bytes
    self.limit = limit
  }

  /// The one value of a document. A byte order mark before it is passed over.
  mutating func document() throws(JSONStop) -> JSONValue {
    if String(validating: bytes, as: UTF8.self) == nil { throw JSONStop(offset: firstFault, fault: .notUTF8) }
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    let value = try value(depth: 0)
    skipBlanks()
    if position < bytes.count { throw unexpected(.end) }
    return value
  }

  private mutating func value(depth: Int) throws(JSONStop) -> JSONValue {
    skipBlanks()
    count += 1
    if count > limit { throw stop(.tooMany) }
    switch byte {
    case UInt8(ascii: "{"): return try object(depth: depth)
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case let byte? where byte == UInt8(ascii: "-") || Self.isDigit(byte): return try number()
    default: throw unexpected(.value)
    }
  }

  private mutating func array(depth: Int) throws(JSONStop) -> JSONValue {
    if depth == JSONDocument.greatestDepth { throw stop(.tooDeep) }
    position += 1
    var items: [JSONValue] = []
    skipBlanks()
    if take("]") { return .array(items) }
    while true {
      items.append(try value(depth: depth + 1))
      skipBlanks()
      if take("]") { return .array(items) }
      guard take(",") else { throw unexpected(.nextItem) }
    }
  }

  private mutating func object(depth: Int) throws(JSONStop) -> JSONValue {
    if depth == JSONDocument.greatestDepth { throw stop(.tooDeep) }
    position += 1
    var fields: [JSONValue.Field] = []
    skipBlanks()
    if take("}") { return .object(fields) }
    while true {
      skipBlanks()
      guard byte == UInt8(ascii: "\"") else { throw unexpected(.name) }
      let name = try string()
      skipBlanks()
      guard take(":") else { throw unexpected(.colon) }
      fields.append(.init(name, try value(depth: depth + 1)))
      skipBlanks()
      if take("}") { return .object(fields) }
      guard take(",") else { throw unexpected(.nextField) }
    }
  }

  private mutating func word(_ word: StaticString, _ value: JSONValue) throws(JSONStop) -> JSONValue {
    let length = word.utf8CodeUnitCount
    let isThere = word.withUTF8Buffer { bytes[position...].starts(with: $0) }
    guard isThere else { throw unexpected(.value) }
    position += length
    return value
  }
}

extension JSONReader {
  static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  /// The next byte; nil at the end.
  var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard byte == UInt8(ascii: scalar) else { return false }
    position += 1
    return true
  }

  private mutating func skipBlanks() {
    while let byte, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  func stop(_ fault: JSONFault) -> JSONStop { JSONStop(offset: position, fault: fault) }

  func unexpected(_ wanted: JSONFault.Wanted) -> JSONStop {
    stop(byte == nil ? .truncated : .unexpected(wanted: wanted))
  }

  /// Line and column of a byte, each from 1.
  func place(of offset: Int) -> (line: Int, column: Int) {
    let before = bytes[..<min(offset, bytes.count)]
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    // A scalar's first byte is none that continues one.
    return (before.count { $0 == 0x0A } + 1, before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1)
  }

  /// The byte at which the bytes stop being UTF-8.
  private var firstFault: Int {
    var (low, high) = (0, bytes.count)
    while low < high {
      let middle = (low + high + 1) / 2
      if isUTF8(upTo: middle) { low = middle } else { high = middle - 1 }
    }
    return low
  }

  /// Whether all before an offset is UTF-8, but for a last character that the offset may cut.
  private func isUTF8(upTo end: Int) -> Bool {
    let starts = (max(0, end - 3)...end).reversed().filter { $0 == 0 || $0 == bytes.count || bytes[$0] & 0xC0 != 0x80 }
    guard let start = starts.first else { return false }
    return String(validating: bytes[..<start], as: UTF8.self) != nil
  }
}
