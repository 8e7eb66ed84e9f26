/// Walks through a document's bytes, statement by statement.
struct TOMLParser {
  let bytes: [UInt8]
  var position = 0
  let root = TOMLTable(.header, depth: 0)
  /// The table of the last header, and its number.
  private var current: TOMLTable
  private var section = 0

  init(_ text: String) {
    bytes = Array(text.utf8)
    current = root
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  mutating func document() throws(TOMLStop) {
    while true {
      skipBlanks()
      switch byte {
      case nil: return
      case UInt8(ascii: "["): try header()
      case UInt8(ascii: "#"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): break
      default: try entry(into: current, section: section)
      }
      try endLine()
    }
  }

  /// `key = value`, into a table; of a dotted key, into the tables that it names or makes.
  mutating func entry(into table: TOMLTable, section: Int) throws(TOMLStop) {
    let start = position
    let key = try self.key()
    let target = try dotted(key.dropLast(), in: table, section: section, at: start)
    skipBlanks()
    guard take("=") else { throw unexpected(.equals) }
    skipBlanks()
    let name = key[key.count - 1]
    guard target[name] == nil else { throw TOMLStop(offset: start, fault: .definedTwice(key)) }
    target[name] = .value(try value(depth: target.depth + 1))
  }

  /// One or more names with dots between them.
  mutating func key() throws(TOMLStop) -> [String] {
    var names: [String] = []
    repeat {
      skipBlanks()
      names.append(try simpleKey())
      skipBlanks()
    } while take(".")
    return names
  }

  private mutating func simpleKey() throws(TOMLStop) -> String {
    switch byte {
    case UInt8(ascii: "\""): return try basicString()
    case UInt8(ascii: "'"): return try literalString()
    default: break
    }
    let start = position
    while let byte, Self.isBareKey(byte) { position += 1 }
    guard position > start else { throw unexpected(.key) }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private static func isBareKey(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"): true
    default: false
    }
  }

  /// `[name]` or `[[name]]`.
  private mutating func header() throws(TOMLStop) {
    let start = position
    position += 1
    let isArray = take("[")
    let key = try self.key()
    guard take("]") else { throw unexpected(isArray ? .endOfArrayHeader : .endOfHeader) }
    if isArray, !take("]") { throw unexpected(.endOfArrayHeader) }
    section += 1
    let parent = try parent(of: key, at: start)
    current = isArray ? try append(key, to: parent, at: start) : try define(key, in: parent, at: start)
  }

  /// The table that a header's last name stands in, made where it is not there.
  private func parent(of key: [String], at offset: Int) throws(TOMLStop) -> TOMLTable {
    var table = root
    for (place, name) in key.dropLast().enumerated() {
      switch table[name] {
      case nil: table = try child(name, of: table, .implied, at: offset)
      case .table(let next): table = next
      case .tables(let list) where !list.isEmpty: table = list[list.count - 1]
      case .tables, .value: throw obstacle(table[name], key.prefix(place + 1), at: offset)
      }
    }
    return table
  }

  private func define(_ key: [String], in parent: TOMLTable, at offset: Int) throws(TOMLStop) -> TOMLTable {
    let name = key[key.count - 1]
    guard let there = parent[name] else { return try child(name, of: parent, .header, at: offset) }
    guard case .table(let table) = there, table.origin == .implied else {
      throw TOMLStop(offset: offset, fault: .definedTwice(key))
    }
    table.origin = .header
    return table
  }

  private func append(_ key: [String], to parent: TOMLTable, at offset: Int) throws(TOMLStop) -> TOMLTable {
    let name = key[key.count - 1]
    // The array and its table.
    guard parent.depth + 2 <= TOMLDocument.greatestDepth else { throw tooDeep(at: offset) }
    let table = TOMLTable(.header, depth: parent.depth + 2)
    switch parent[name] {
    case nil: parent[name] = .tables([table])
    case .tables(var list):
      // Taken out first, so that the list is not copied.
      parent[name] = nil
      list.append(table)
      parent[name] = .tables(list)
    case .value(.array): throw TOMLStop(offset: offset, fault: .closed(key))
    case .table, .value: throw TOMLStop(offset: offset, fault: .definedTwice(key))
    }
    return table
  }

  /// The table that a dotted key's last name stands in: made by dotted keys of this section, or only named before.
  private func dotted(
    _ names: ArraySlice<String>, in table: TOMLTable, section: Int, at offset: Int
  ) throws(TOMLStop) -> TOMLTable {
    var table = table
    for (place, name) in names.enumerated() {
      switch table[name] {
      case nil: table = try child(name, of: table, .dotted(section: section), at: offset)
      case .table(let next) where next.origin == .implied || next.origin == .dotted(section: section):
        next.origin = .dotted(section: section)
        table = next
      case .table, .tables: throw TOMLStop(offset: offset, fault: .definedTwice(Array(names.prefix(place + 1))))
      case .value: throw obstacle(table[name], names.prefix(place + 1), at: offset)
      }
    }
    return table
  }

  private func child(
    _ name: String, of table: TOMLTable, _ origin: TOMLTable.Origin, at offset: Int
  ) throws(TOMLStop) -> TOMLTable {
    guard table.depth < TOMLDocument.greatestDepth else { throw tooDeep(at: offset) }
    let child = TOMLTable(origin, depth: table.depth + 1)
    table[name] = .table(child)
    return child
  }

  private func obstacle(_ node: TOMLTable.Node?, _ key: ArraySlice<String>, at offset: Int) -> TOMLStop {
    switch node {
    case .value(.table), .value(.array): TOMLStop(offset: offset, fault: .closed(Array(key)))
    default: TOMLStop(offset: offset, fault: .notATable(Array(key)))
    }
  }

  func tooDeep(at offset: Int) -> TOMLStop {
    TOMLStop(offset: offset, fault: .tooDeep(TOMLDocument.greatestDepth))
  }
}
