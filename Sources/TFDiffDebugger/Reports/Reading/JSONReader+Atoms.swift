extension JSONReader {
  /// RFC 8259, section 7.
  mutating func string() throws(JSONStop) -> String {
    position += 1
    var text: [UInt8] = []
    var start = position
    while let byte {
      switch byte {
      case UInt8(ascii: "\""):
        text += bytes[start..<position]
        position += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        text += bytes[start..<position]
        try escape(into: &text)
        start = position
      case ..<0x20: throw stop(.control)
      default: position += 1
      }
    }
    throw stop(.truncated)
  }

  private mutating func escape(into text: inout [UInt8]) throws(JSONStop) {
    let start = position
    position += 1
    guard let byte else { throw stop(.truncated) }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text += Array(String(try scalar(from: start)).utf8)
    default: throw JSONStop(offset: start, fault: .badEscape)
    }
  }

  /// After `\u`: a scalar, of which those beyond the first plane are written as two units.
  private mutating func scalar(from start: Int) throws(JSONStop) -> Character {
    let fault = JSONStop(offset: start, fault: .badEscape)
    let unit = try unit(fault)
    guard UTF16.isLeadSurrogate(unit) else {
      guard let scalar = Unicode.Scalar(unit) else { throw fault }
      return Character(scalar)
    }
    guard take("\\"), take("u") else { throw fault }
    let trail = try self.unit(fault)
    guard UTF16.isTrailSurrogate(trail) else { throw fault }
    let value = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(trail) - 0xDC00)
    guard let scalar = Unicode.Scalar(value) else { throw fault }
    return Character(scalar)
  }

  private mutating func unit(_ fault: JSONStop) throws(JSONStop) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard let byte, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw fault }
      value = value << 4 | UInt16(digit)
      position += 1
    }
    return value
  }

  /// RFC 8259, section 6: a whole number where it is written as one, else the nearest double.
  mutating func number() throws(JSONStop) -> JSONValue {
    let start = position
    let fault = JSONStop(offset: start, fault: .badNumber)
    _ = take("-")
    let first = byte
    guard digits() > 0, first != UInt8(ascii: "0") || position - start <= (bytes[start] == UInt8(ascii: "-") ? 2 : 1)
    else { throw fault }
    var isWhole = true
    if take(".") {
      isWhole = false
      guard digits() > 0 else { throw fault }
    }
    if take("e") || take("E") {
      isWhole = false
      if !take("+") { _ = take("-") }
      guard digits() > 0 else { throw fault }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, let value = Int(text) { return .int(value) }
    guard let value = Double(text), value.isFinite else { throw JSONStop(offset: start, fault: .numberTooLarge) }
    return .double(value)
  }

  /// How many digits follow.
  private mutating func digits() -> Int {
    let start = position
    while let byte, Self.isDigit(byte) { position += 1 }
    return position - start
  }
}
