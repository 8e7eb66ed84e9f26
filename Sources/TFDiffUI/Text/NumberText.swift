import Foundation

/// Numbers as the panes' sentences have them.
package enum NumberText {
  /// The shortest text that reads back as the same number.
  package static func exact(_ value: Double) -> String {
    if let word = nonFinite(value) { return word }
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Three significant digits.
  package static func rounded(_ value: Double) -> String {
    nonFinite(value) ?? String(format: "%.3g", value)
  }

  /// Eight significant digits: what tells one float32 from another, nearly.
  package static func precise(_ value: Double) -> String {
    nonFinite(value) ?? String(format: "%.8g", value)
  }

  private static func nonFinite(_ value: Double) -> String? {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    return nil
  }

  /// A part of a whole in per cent: two digits where it is small, never 0% for something nor 100% for less than all.
  package static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0, part > 0 else { return "0%" }
    if part == whole { return "100%" }
    let value = 100 * Double(part) / Double(whole)
    if value < 0.01 { return "<0.01%" }
    return value > 99.99 ? ">99.99%" : String(format: "%.2f%%", value)
  }

  /// An index as NumPy writes it after a name.
  package static func bracketed(_ index: [Int]) -> String {
    index.isEmpty ? "" : "[\(index.map(String.init).joined(separator: ", "))]"
  }

  /// An index as NumPy writes a tuple.
  package static func index(_ index: [Int]) -> String {
    index.count == 1 ? "(\(index[0]),)" : "(\(index.map(String.init).joined(separator: ", ")))"
  }
}
