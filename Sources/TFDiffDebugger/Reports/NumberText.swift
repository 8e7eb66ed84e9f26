import Foundation

/// How numbers are written for people.
enum NumberText {
  /// Nine significant digits, enough to tell any two float32 apart.
  static func value(_ value: Double) -> String {
    value.isFinite ? String(format: "%.9g", value) : special(value)
  }

  /// As short as reads back exactly, without a needless `.0`: `1e-06`, `0.001`.
  static func exact(_ value: Double) -> String {
    guard value.isFinite else { return special(value) }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// A share of a whole in percent, to two digits after the point; `<0.01` where it is more than none.
  static func percent(_ part: Int, of whole: Int) -> String {
    guard part > 0, whole > 0 else { return "0%" }
    let percent = Double(part) * 100 / Double(whole)
    if percent < 0.01 { return "<0.01%" }
    return percent == 100 ? "100%" : String(format: "%.2f%%", min(percent, 99.99))
  }

  /// An index as Python writes a tuple: `(0, 17, 3, 12)`, `(3,)`, `()`.
  static func tuple(_ index: [Int]) -> String {
    index.count == 1 ? "(\(index[0]),)" : "(" + index.map(String.init).joined(separator: ", ") + ")"
  }

  static func special(_ value: Double) -> String {
    value.isNaN ? "nan" : value < 0 ? "-inf" : "inf"
  }
}
