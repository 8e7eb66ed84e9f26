// What a report says, read leniently: what is not there, or is of another kind, is nothing.

extension JSONValue {
  /// A field of an object; null where it is no object or has no such field.
  public subscript(name: String) -> JSONValue { fields.first { $0.name == name }?.value ?? .null }

  public var fields: [Field] { if case .object(let fields) = self { fields } else { [] } }

  public var items: [JSONValue] { if case .array(let items) = self { items } else { [] } }

  public var string: String? { if case .string(let text) = self { text } else { nil } }

  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// A whole number, also where it is written as a double.
  public var int: Int? {
    switch self {
    case .int(let value): value
    case .double(let value): Int(exactly: value)
    default: nil
    }
  }

  /// A number, also a NaN or an infinity, which are written as strings.
  public var double: Double? {
    switch self {
    case .int(let value): Double(value)
    case .double(let value): value
    case .string("nan"): .nan
    case .string("inf"): .infinity
    case .string("-inf"): -.infinity
    default: nil
    }
  }

  public var isNull: Bool { self == .null }

  /// The strings of an array.
  public var strings: [String] { items.compactMap(\.string) }

  /// The whole numbers of an array.
  public var ints: [Int] { items.compactMap(\.int) }
}
