/// A table while its document is read: what may still be added to it depends on how it came about.
final class TOMLTable {
  enum Node {
    case value(TOMLValue)
    case table(TOMLTable)
    /// An array of tables, to which `[[name]]` adds.
    case tables([TOMLTable])
  }
  enum Origin: Hashable {
    /// It was only named on the way to another: `[a.b]` names `a`.
    case implied
    /// `[name]` or `[[name]]`, or the document itself.
    case header
    /// A dotted key under the header of this number, which alone may add to it.
    case dotted(section: Int)
  }

  private(set) var entries: [String: Node] = [:]
  var origin: Origin
  /// How many tables and arrays it is in.
  let depth: Int

  init(_ origin: Origin, depth: Int) {
    self.origin = origin
    self.depth = depth
  }

  subscript(name: String) -> Node? {
    get { entries[name] }
    set { entries[name] = newValue }
  }

  /// Its entries as values; the recursion is as deep as the tables, of which ``TOMLDocument/greatestDepth`` is the most.
  var entriesAsValues: [String: TOMLValue] {
    entries.mapValues { node in
      switch node {
      case .value(let value): value
      case .table(let table): .table(table.entriesAsValues)
      case .tables(let tables): .array(tables.map { .table($0.entriesAsValues) })
      }
    }
  }
}
