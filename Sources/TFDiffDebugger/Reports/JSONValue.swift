import TFDiffTensor

/// A JSON document whose objects keep the order of their fields, so that reports can be compared line by line.
public enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  case int(Int)
  /// Written so that it reads back exactly; a NaN or an infinity, which JSON's numbers cannot say, becomes the string
  /// `nan`, `inf` or `-inf`.
  case double(Double)
  case string(String)
  case array([JSONValue])
  case object([Field])

  public struct Field: Sendable, Hashable {
    public let name: String
    public let value: JSONValue
    public init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }
  }

  /// The value of something, and null where there is nothing.
  public init<Wrapped>(_ optional: Wrapped?, _ make: (Wrapped) -> JSONValue) {
    self = optional.map(make) ?? .null
  }

  public static func ints(_ values: [Int]) -> JSONValue { .array(values.map { .int($0) }) }

  /// The document, indented by two blanks; what fits on a line of 110 characters is written on one.
  public func text() -> String {
    var output = ""
    write(to: &output, indentation: 0, used: 0)
    return output + "\n"
  }

  private static let lineLength = 110

  /// `used` counts the characters that the line already has before this value.
  private func write(to output: inout String, indentation: Int, used: Int) {
    if let line = oneLine(atMost: Self.lineLength - used) {
      output += line
      return
    }
    let inner = String(repeating: " ", count: indentation + 2)
    switch self {
    case .array(let values):
      output += "[\n"
      for (index, value) in values.enumerated() {
        output += inner
        value.write(to: &output, indentation: indentation + 2, used: indentation + 3)
        output += index == values.count - 1 ? "\n" : ",\n"
      }
      output += String(repeating: " ", count: indentation) + "]"
    case .object(let fields):
      output += "{\n"
      for (index, field) in fields.enumerated() {
        let name = Self.quoted(field.name) + ": "
        output += inner + name
        field.value.write(
          to: &output, indentation: indentation + 2, used: indentation + 3 + name.count)
        output += index == fields.count - 1 ? "\n" : ",\n"
      }
      output += String(repeating: " ", count: indentation) + "}"
    case .null, .bool, .int, .double, .string:
      output += atom
    }
  }

  /// Nil where it is longer; gives up as soon as that is known.
  private func oneLine(atMost length: Int) -> String? {
    switch self {
    case .array(let values):
      return Self.joined(values.lazy.map { ("", $0) }, brackets: ("[", "]"), atMost: length)
    case .object(let fields):
      return Self.joined(
        fields.lazy.map { (Self.quoted($0.name) + ": ", $0.value) }, brackets: ("{ ", " }"), atMost: length)
    case .null, .bool, .int, .double, .string:
      // An atom cannot be broken, so it is on one line however long it is.
      return atom
    }
  }

  private static func joined(
    _ parts: some Sequence<(String, JSONValue)>, brackets: (String, String), atMost length: Int
  ) -> String? {
    var text = ""
    for (name, value) in parts {
      text += (text.isEmpty ? brackets.0 : ", ") + name
      guard text.count <= length, let inner = value.oneLine(atMost: length - text.count) else { return nil }
      text += inner
    }
    if text.isEmpty { return brackets.0.trimmed + brackets.1.trimmed }
    text += brackets.1
    return text.count <= length ? text : nil
  }

  private var atom: String {
    switch self {
    case .bool(let value): value ? "true" : "false"
    case .int(let value): String(value)
    case .double(let value):
      value.isFinite ? value.description : Self.quoted(NumberText.special(value))
    case .string(let value): Self.quoted(value)
    case .null, .array, .object: "null"
    }
  }

  /// RFC 8259, section 7: what is not printable too, so that a report can be shown as it is and reads back as what it was.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where !VisibleText.isVisible(scalar):
        for unit in String(scalar).utf16 { result += "\\u" + VisibleText.hexadecimal(UInt32(unit), digits: 4) }
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension String {
  fileprivate var trimmed: String { filter { $0 != " " } }
}
