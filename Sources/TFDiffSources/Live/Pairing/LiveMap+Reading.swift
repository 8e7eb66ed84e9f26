import TOMLKit

extension LiveMap {
  static let tables = ["layers", "variables"]

  /// Reads a map's file.
  ///
  /// - Throws: ``LiveError/unreadableMap(_:reason:)`` or ``LiveError/map(file:_:)``.
  public init(file: String, in folder: String) throws(LiveError) {
    let text: String
    do throws(LiveError) {
      text = try LiveProgram.read(file, in: folder).source
    } catch {
      guard case .unreadableFile(let path, let reason) = error else { throw error }
      throw .unreadableMap(path, reason: reason)
    }
    do throws(LiveMapFault) {
      try self.init(parsing: text, file: file)
    } catch {
      throw .map(file: file, error)
    }
  }

  init(parsing text: String, file: String) throws(LiveMapFault) {
    let document = try Self.document(text)
    for key in document.keys.sorted() where !Self.tables.contains(key) { throw .unknownTable(key) }
    self.init(
      layers: try Self.pairs("layers", of: document), variables: try Self.pairs("variables", of: document), file: file)
  }

  private static func document(_ text: String) throws(LiveMapFault) -> TOMLTable {
    do {
      return try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      let at = error.source.begin
      throw .syntax(line: at.line, column: at.column, explanation: error.description)
    } catch {
      throw .syntax(line: 1, column: 1, explanation: "\(error)")
    }
  }

  private static func pairs(_ name: String, of document: TOMLTable) throws(LiveMapFault) -> [String: String] {
    guard let value = document[name] else { return [:] }
    guard let table = value.table else { throw .notATable(name) }
    var pairs: [String: String] = [:]
    for key in table.keys.sorted() {
      guard let candidate = table[key]?.string else { throw .notAName(table: name, key: key) }
      if let other = pairs.first(where: { $0.value == candidate }) {
        throw .pinnedTwice(table: name, candidate: candidate, references: [other.key, key])
      }
      pairs[key] = candidate
    }
    return pairs
  }
}
