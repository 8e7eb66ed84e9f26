import TFDiffTOML

extension LiveMap {
  static let tables = ["layers", "variables", "cells"]

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

  /// Reads a map's text; `file` is what it is called by.
  package init(parsing text: String, file: String) throws(LiveMapFault) {
    let document = try Self.document(text)
    for key in document.keys.sorted() where !Self.tables.contains(key) { throw .unknownTable(key) }
    self.init(
      layers: try Self.pairs("layers", of: document), variables: try Self.pairs("variables", of: document),
      layouts: try Self.layouts(of: document), cells: try Self.cells(of: document), file: file)
  }

  private typealias Table = [String: TOMLValue]

  private static func document(_ text: String) throws(LiveMapFault) -> Table {
    do throws(TOMLError) { return try TOMLDocument.read(text) } catch { throw .syntax(error) }
  }

  private static func pairs(_ name: String, of document: Table) throws(LiveMapFault) -> [String: String] {
    guard let value = document[name] else { return [:] }
    guard let table = value.table else { throw .notATable(name) }
    var pairs: [String: String] = [:]
    for key in table.keys.sorted() where name != "variables" || table[key]?.table == nil {
      guard let candidate = table[key]?.string else { throw .notAName(table: name, key: key) }
      if let other = pairs.first(where: { $0.value == candidate }) {
        throw .pinnedTwice(table: name, candidate: candidate, references: [other.key, key])
      }
      pairs[key] = candidate
    }
    return pairs
  }

  private static func layouts(of document: Table) throws(LiveMapFault) -> [Layout] {
    guard let table = document["variables"]?.table else { return [] }
    var found: [Layout] = []
    for key in table.keys.sorted() {
      guard let value = table[key]?.table else { continue }
      if let parts = value["split"]?.array {
        let names = parts.compactMap(\.string)
        guard names.count == parts.count, names.count > 1 else { throw .notALayout(table: "variables", key: key) }
        found.append(Layout(reference: key, candidate: "", kind: .split(names)))
        continue
      }
      // A table without any of its words is a dotted name that was not quoted.
      if value["name"] == nil && value["layout"] == nil { throw .notAName(table: "variables", key: key) }
      guard let name = value["name"]?.string, let kind = kind(value["layout"]?.string) else {
        throw .notALayout(table: "variables", key: key)
      }
      found.append(Layout(reference: key, candidate: name, kind: kind))
    }
    return found
  }

  private static func kind(_ word: String?) -> Layout.Kind? {
    switch word {
    case "transposed": .transposed
    case "reshaped": .reshaped
    default: nil
    }
  }

  private static func cells(of document: Table) throws(LiveMapFault) -> [Cell] {
    guard let value = document["cells"] else { return [] }
    guard let table = value.table else { throw .notATable("cells") }
    var found: [Cell] = []
    for key in table.keys.sorted() {
      guard let cell = table[key]?.table, let layer = cell["layer"]?.string else {
        throw .notALayout(table: "cells", key: key)
      }
      found.append(Cell(reference: key, layer: layer, forgetBias: cell["forget_bias"]?.double.map { Float($0) }))
    }
    return found
  }
}
