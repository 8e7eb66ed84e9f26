/// A value of TOML 1.0.
public enum TOMLValue: Sendable, Hashable {
  case string(String)
  case integer(Int)
  case number(Double)
  case boolean(Bool)
  /// A date, a time or both, as it is written.
  case moment(String)
  case array([TOMLValue])
  case table([String: TOMLValue])

  public var string: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// A number, whole or not.
  public var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  public var array: [TOMLValue]? {
    if case .array(let items) = self { items } else { nil }
  }

  public var table: [String: TOMLValue]? {
    if case .table(let entries) = self { entries } else { nil }
  }
}
