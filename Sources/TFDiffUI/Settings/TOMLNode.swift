import TOMLKit

/// A TOML file's content as values of our own.
package enum TOMLNode: Sendable, Hashable {
  case string(String)
  case integer(Int)
  case number(Double)
  case boolean(Bool)
  case table([String: TOMLNode])
  case other

  /// Reads a document.
  ///
  /// - Throws: a ``ConfigurationWarning`` that names the line where the text is not TOML.
  package static func parse(_ text: String, file: String) throws(ConfigurationWarning) -> [String: TOMLNode] {
    do {
      return contents(try TOMLTable(string: text))
    } catch let error as TOMLParseError {
      let at = error.source.begin
      throw ConfigurationWarning(
        file: file, problem: .syntax(line: at.line, column: at.column, explanation: error.description))
    } catch {
      throw ConfigurationWarning(
        file: file, problem: .syntax(line: 1, column: 1, explanation: "\(error)"))
    }
  }

  private static func contents(_ table: TOMLTable) -> [String: TOMLNode] {
    Dictionary(table.keys.compactMap { key in table[key].map { (key, TOMLNode($0)) } }) { first, _ in first }
  }

  private init(_ value: some TOMLValueConvertible) {
    if let string = value.string {
      self = .string(string)
    } else if let integer = value.int {
      self = .integer(integer)
    } else if let number = value.double {
      self = .number(number)
    } else if let boolean = value.bool {
      self = .boolean(boolean)
    } else if let table = value.table {
      self = .table(Self.contents(table))
    } else {
      self = .other
    }
  }

  package var text: String? {
    switch self {
    case .string(let text): text
    case .integer(let value): String(value)
    default: nil
    }
  }

  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}
