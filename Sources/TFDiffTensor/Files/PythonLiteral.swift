/// The values that the header of a `.npy` file is made of.
enum PythonLiteral: Hashable {
  case string(String)
  case integer(Int)
  case bool(Bool)
  case tuple([PythonLiteral])
  case list([PythonLiteral])
  case dictionary([String: PythonLiteral])
}

/// Reads a Python literal of strings, whole numbers, booleans, tuples, lists and dictionaries with string keys.
struct PythonLiteralParser {
  /// Deeper than any element type NumPy writes, and far from the end of the stack.
  private static let greatestDepth = 32

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = Array(bytes) }

  /// The literal, followed by blanks only.
  mutating func document() throws(NpyError) -> PythonLiteral {
    let literal = try value(depth: 0)
    guard next == nil else { throw unexpected() }
    return literal
  }

  private mutating func value(depth: Int) throws(NpyError) -> PythonLiteral {
    guard depth < Self.greatestDepth else { throw NpyError(.header("it is nested too deeply")) }
    guard let first = next else { throw unexpected() }
    switch first {
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "("): return try tuple(depth: depth)
    case UInt8(ascii: "["): return .list(try items(until: "]", depth: depth).items)
    case UInt8(ascii: "{"): return .dictionary(try dictionary(depth: depth))
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .integer(try integer())
    case UInt8(ascii: "T"):
      try expect("True")
      return .bool(true)
    case UInt8(ascii: "F"):
      try expect("False")
      return .bool(false)
    default: throw unexpected()
    }
  }

  /// A single value in parentheses without a comma is that value, as in Python.
  private mutating func tuple(depth: Int) throws(NpyError) -> PythonLiteral {
    let (items, hasComma) = try items(until: ")", depth: depth)
    return items.count == 1 && !hasComma ? items[0] : .tuple(items)
  }

  private mutating func items(
    until end: Unicode.Scalar, depth: Int
  ) throws(NpyError) -> (items: [PythonLiteral], hasComma: Bool) {
    position += 1
    var items: [PythonLiteral] = []
    var hasComma = false
    while !take(end) {
      items.append(try value(depth: depth + 1))
      if take(",") {
        hasComma = true
      } else if next != UInt8(ascii: end) {
        throw unexpected()
      }
    }
    return (items, hasComma)
  }

  private mutating func dictionary(depth: Int) throws(NpyError) -> [String: PythonLiteral] {
    position += 1
    var entries: [String: PythonLiteral] = [:]
    while !take("}") {
      guard next == UInt8(ascii: "'") || next == UInt8(ascii: "\"") else { throw unexpected() }
      let key = try string()
      guard take(":") else { throw unexpected() }
      entries[key] = try value(depth: depth + 1)
      if !take(","), next != UInt8(ascii: "}") { throw unexpected() }
    }
    return entries
  }

  /// Escapes are kept as they stand: no element type has any.
  private mutating func string() throws(NpyError) -> String {
    let quote = bytes[position]
    let start = position + 1
    guard let end = bytes[start...].firstIndex(of: quote) else {
      throw NpyError(.header("a string has no end"))
    }
    position = end + 1
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// Python 2 wrote long integers with an `L` behind them.
  private mutating func integer() throws(NpyError) -> Int {
    let start = position
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    while let byte = current, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Int(text) else {
      throw NpyError(
        .header(text == "-" ? "a number has no digits" : "the number \(text.prefix(40)) is too large"))
    }
    if current == UInt8(ascii: "L") { position += 1 }
    return value
  }

  private mutating func expect(_ word: String) throws(NpyError) {
    for byte in word.utf8 {
      guard current == byte else { throw unexpected() }
      position += 1
    }
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// The next byte that is not a blank.
  private var next: UInt8? {
    mutating get {
      while let byte = current, byte == UInt8(ascii: " ") || (9...13).contains(byte) { position += 1 }
      return current
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private func unexpected() -> NpyError {
    guard let byte = current else { return NpyError(.header("it ends too soon")) }
    let isPrintable = (32..<127).contains(byte)
    let character = isPrintable ? "'\(Character(Unicode.Scalar(byte)))'" : "byte \(byte)"
    return NpyError(.header("unexpected \(character) at byte \(position) of the dictionary"))
  }
}
