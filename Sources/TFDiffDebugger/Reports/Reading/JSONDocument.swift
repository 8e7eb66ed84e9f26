/// Reads JSON as RFC 8259 has it.
///
///     try JSONDocument.read(Array(#"{"verdict": "equal"}"#.utf8))["verdict"].string  // equal
///
/// Whatever the bytes, reading ends with a value or a ``JSONError``: what is nested more deeply than ``greatestDepth`` or has
/// more than ``greatestCount`` values is refused, so that neither the stack nor the memory is used up. It is a reader of our own
/// because objects keep the order of their fields, and numbers read back as exactly what they were.
public enum JSONDocument {
  /// Arrays and objects inside one another.
  public static let greatestDepth = 64
  /// Values in all. A report of ten thousand endpoints has half a million.
  public static let greatestCount = 4_000_000

  /// - Throws: ``JSONError`` at the first place that is not JSON.
  public static func read(_ bytes: [UInt8]) throws(JSONError) -> JSONValue { try read(bytes, atMost: greatestCount) }

  static func read(_ bytes: [UInt8], atMost limit: Int) throws(JSONError) -> JSONValue {
    var reader = JSONReader(bytes, atMost: limit)
    do throws(JSONStop) {
      return try reader.document()
    } catch {
      let place = reader.place(of: error.offset)
      throw JSONError(line: place.line, column: place.column, fault: error.fault)
    }
  }
}

/// Where bytes stop being JSON, and why.
public struct JSONError: Error, Sendable, Hashable {
  /// Both count from 1; a column is a Unicode scalar.
  public let line: Int
  public let column: Int
  public let fault: JSONFault
}

/// What is wrong with what should be JSON.
public enum JSONFault: Error, Sendable, Hashable {
  /// What may stand in a place.
  public enum Wanted: Sendable, Hashable {
    case value, name, colon, nextItem, nextField, end
  }
  case unexpected(wanted: Wanted)
  /// It ends before it is complete, as a file that was cut off does.
  case truncated
  case notUTF8
  /// A control character that a string must not hold as it is.
  case control
  case badEscape
  case badNumber
  case numberTooLarge
  case tooDeep
  case tooMany
}

extension JSONError: CustomStringConvertible {
  public var description: String { "line \(line), column \(column): \(fault)" }
}

extension JSONFault: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unexpected(let wanted): "expected \(wanted.words)"
    case .truncated: "it ends here, in the middle of what should go on"
    case .notUTF8: "it is not UTF-8 text"
    case .control: "a control character stands in a string"
    case .badEscape: "the escape after the backslash is none"
    case .badNumber: "this is no number"
    case .numberTooLarge: "the number is too large for 64 bits"
    case .tooDeep: "arrays and objects are nested more than \(JSONDocument.greatestDepth) deep"
    case .tooMany: "it has more than \(JSONDocument.greatestCount) values"
    }
  }
}

extension JSONFault.Wanted {
  fileprivate var words: String {
    switch self {
    case .value: "a value"
    case .name: "a field's name in double quotes"
    case .colon: "‘:’ after the field's name"
    case .nextItem: "‘,’ or ‘]’ after the array's item"
    case .nextField: "‘,’ or ‘}’ after the object's field"
    case .end: "the end of the file after the value"
    }
  }
}

/// A fault at a byte, whose line is not known yet.
struct JSONStop: Error {
  let offset: Int
  let fault: JSONFault
}
