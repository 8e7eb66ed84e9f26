extension TOMLParser {
  /// A value inside so many tables and arrays.
  mutating func value(depth: Int) throws(TOMLStop) -> TOMLValue {
    switch byte {
    case UInt8(ascii: "\""):
      return .string(try bytes[position...].starts(with: Array("\"\"\"".utf8)) ? longString("\"") : basicString())
    case UInt8(ascii: "'"):
      return .string(try bytes[position...].starts(with: Array("'''".utf8)) ? longString("'") : literalString())
    case UInt8(ascii: "["): return try array(depth: depth)
    case UInt8(ascii: "{"): return try inlineTable(depth: depth)
    default: return try scalar()
    }
  }

  private mutating func array(depth: Int) throws(TOMLStop) -> TOMLValue {
    guard depth <= TOMLDocument.greatestDepth else { throw tooDeep(at: position) }
    position += 1
    var items: [TOMLValue] = []
    while true {
      try skipLines()
      if take("]") { return .array(items) }
      items.append(try value(depth: depth + 1))
      try skipLines()
      if !take(","), byte != UInt8(ascii: "]") { throw unexpected(.nextItem) }
    }
  }

  /// On one line, and without a comma after the last entry, as TOML 1.0 has it.
  private mutating func inlineTable(depth: Int) throws(TOMLStop) -> TOMLValue {
    guard depth <= TOMLDocument.greatestDepth else { throw tooDeep(at: position) }
    position += 1
    // Its own dotted keys are the only ones that may add to its tables.
    let table = TOMLTable(.header, depth: depth)
    skipBlanks()
    if take("}") { return .table([:]) }
    repeat {
      skipBlanks()
      try entry(into: table, section: 0)
      skipBlanks()
    } while take(",")
    guard take("}") else { throw unexpected(.nextEntry) }
    return .table(table.entriesAsValues)
  }

  /// A truth value, a number, or a date or time.
  private mutating func scalar() throws(TOMLStop) -> TOMLValue {
    let start = position
    position = endOfWord(from: start)
    guard position > start else { throw unexpected(.value) }
    // The one value with a blank in it.
    if TOMLMoment.isDate(bytes[start..<position]), byte == UInt8(ascii: " "), let next = byte(after: 1),
      Self.isDigit(next)
    {
      position = endOfWord(from: position + 1)
    }
    do throws(TOMLFault) {
      return try TOMLScalar.value(of: String(decoding: bytes[start..<position], as: UTF8.self))
    } catch {
      throw TOMLStop(offset: start, fault: error)
    }
  }

  private func endOfWord(from start: Int) -> Int {
    let ends: [UInt8] = Array(" \t\r\n,]}#".utf8)
    return bytes[start...].firstIndex { ends.contains($0) } ?? bytes.count
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
