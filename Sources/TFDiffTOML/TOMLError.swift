/// Where a text stops being TOML, and why.
public struct TOMLError: Error, Sendable, Hashable {
  /// Both count from 1; a column is a Unicode scalar.
  public let line: Int
  public let column: Int
  public let fault: TOMLFault
}

/// What is wrong with a text that should be TOML.
public enum TOMLFault: Error, Sendable, Hashable {
  /// What may stand in a place.
  public enum Wanted: Sendable, Hashable {
    case key, value, equals, endOfHeader, endOfArrayHeader, endOfLine, nextItem, nextEntry
  }
  case unexpected(Found, wanted: Wanted)
  case openString
  /// A character that a string or comment must not contain as it is.
  case control(Unicode.Scalar)
  case escape(String)
  /// What no Unicode character has as its number, in hexadecimal digits.
  case noCharacter(String)
  /// What is none of the ways of writing a number, a truth value or a date.
  case badValue(String)
  case tooLarge(String)
  case definedTwice([String])
  /// Something that is no table and yet should have entries.
  case notATable([String])
  /// An inline table or an array, to which nothing can be added.
  case closed([String])
  case tooDeep(Int)

  /// What stands in a place.
  public enum Found: Sendable, Hashable {
    case character(Unicode.Scalar)
    case endOfLine, endOfFile
  }
}

extension TOMLError: CustomStringConvertible {
  public var description: String { "line \(line), column \(column): \(fault)" }
}

extension TOMLFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unexpected(let found, let wanted): "expected \(wanted.words), and found \(found.words)"
    case .openString: "the string that begins here has no end; close it with the quotes that opened it"
    case .control(let scalar):
      "\(Found.character(scalar).words) cannot stand here; in double quotes write it as \\u\(scalar.fourDigits)"
    case .escape(let text): "\(text) is no escape; write \\\\ for a backslash, or the text in single quotes"
    case .noCharacter(let digits): "no character has the number \(digits)"
    case .badValue(let text): "‘\(text)’ is no value; put text in quotes"
    case .tooLarge(let text): "the number \(text) does not fit into 64 bits"
    case .definedTwice(let key): "‘\(Self.words(key))’ is defined twice; keep one"
    case .notATable(let key): "‘\(Self.words(key))’ is not a table, so that nothing can stand in it"
    case .closed(let key): "‘\(Self.words(key))’ is complete where it is written, so that nothing can be added to it"
    case .tooDeep(let depth): "tables and arrays are nested more than \(depth) deep"
    }
  }

  private static func words(_ key: [String]) -> String {
    let words = key.prefix(40).joined(separator: ".")
    return words.count > 80 ? words.prefix(79) + "…" : words
  }
}

extension TOMLFault.Found {
  var words: String {
    switch self {
    case .endOfLine: "the end of the line"
    case .endOfFile: "the end of the file"
    case .character(let scalar) where scalar.properties.isGraphic: "‘\(scalar)’"
    case .character(let scalar): "the character U+\(scalar.fourDigits)"
    }
  }
}

extension TOMLFault.Wanted {
  var words: String {
    switch self {
    case .key: "a key (letters, digits, - and _, or a string in quotes)"
    case .value: "a value, such as \"text\", 1.5, true, [ … ] or { … }"
    case .equals: "‘=’ and a value after the key"
    case .endOfHeader: "‘]’ after the table's name"
    case .endOfArrayHeader: "‘]]’ after the name of the array of tables"
    case .endOfLine: "the end of the line"
    case .nextItem: "‘,’ or ‘]’ after the array's item"
    case .nextEntry: "‘,’ or ‘}’ after the inline table's entry, on its line"
    }
  }
}

extension Unicode.Scalar {
  /// Its number in hexadecimal digits, four of them at least.
  fileprivate var fourDigits: String {
    let digits = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}

extension Unicode.Scalar.Properties {
  /// Whether it can be shown as it is: no control, no format character, no blank but the space.
  fileprivate var isGraphic: Bool {
    switch generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
    default: true
    }
  }
}
