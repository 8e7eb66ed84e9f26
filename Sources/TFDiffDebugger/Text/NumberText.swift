import Foundation
import TFDiffTensor

/// How numbers are written for people, in reports, by `check` and on the screen.
///
/// One rule, however much room there is: a value of a tensor that stands alone has all its digits (`Tensor.text(at:)`), an error
/// has two (`formatShort`), a tolerance that would pass has two and is rounded up (``passing(_:)``), a tolerance in force reads
/// back exactly (``exact(_:)``). Only the cells of the tensor panes have as many digits as fit.
package enum NumberText {
  /// Nine significant digits, enough to tell any two float32 apart.
  package static func value(_ value: Double) -> String { formatted(value, "%.9g") }

  /// A regularization loss; `none` where there is none.
  package static func loss(_ loss: Double?) -> String { loss.map { value($0) } ?? "none" }

  /// Three significant digits.
  package static func rounded(_ value: Double) -> String { formatted(value, "%.3g") }

  /// A tolerance that passes: as an error is written, and rounded up, so that what is read off the screen passes too.
  package static func passing(_ value: Double) -> String {
    let text = formatShort(value)
    guard value.isFinite, value > 0, let nearest = Double(text), nearest < value else { return text }
    let unit = pow(10, floor(log10(value)) - 1)
    return formatShort(value + unit)
  }

  /// A count that may be very great: whole where it has up to seven digits.
  package static func count(_ value: UInt64) -> String {
    value < 10_000_000 ? String(value) : formatShort(Double(value))
  }

  /// As many significant digits as are asked for.
  static func digits(_ value: Double, _ count: Int) -> String { formatted(value, "%.\(count)g") }

  /// Eight significant digits, for statistics of many elements.
  package static func statistic(_ value: Double) -> String { formatted(value, "%.8g") }

  /// As short as reads back exactly, without a needless `.0`: `1e-06`, `0.001`.
  package static func exact(_ value: Double) -> String {
    guard value.isFinite else { return special(value) }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The same of a float32: `0.2`.
  static func exact(_ value: Float) -> String {
    guard value.isFinite else { return special(Double(value)) }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// A share from 0 to 1 in percent, with two significant digits at least.
  package static func percent(_ share: Double) -> String {
    share.isFinite ? String(format: share < 0.1 ? "%.2g%%" : "%.3g%%", share * 100) : special(share)
  }

  /// A part of a whole in percent: two digits after the point, never 0% for something nor 100% for less than all.
  package static func percent(_ part: Int, of whole: Int) -> String {
    guard part > 0, whole > 0 else { return "0%" }
    if part == whole { return "100%" }
    let percent = Double(part) * 100 / Double(whole)
    if percent < 0.01 { return "<0.01%" }
    return percent > 99.99 ? ">99.99%" : String(format: "%.2f%%", percent)
  }

  /// An index as Python writes a tuple: `(0, 17, 3, 12)`, `(3,)`, `()`.
  package static func tuple(_ index: [Int]) -> String {
    index.count == 1 ? "(\(index[0]),)" : "(" + index.map(String.init).joined(separator: ", ") + ")"
  }

  /// An index as NumPy writes it after a name: `[0, 17]`; nothing for a scalar's.
  package static func bracketed(_ index: [Int]) -> String {
    index.isEmpty ? "" : "[\(index.map(String.init).joined(separator: ", "))]"
  }

  private static func formatted(_ value: Double, _ format: String) -> String {
    value.isFinite ? String(format: format, value) : special(value)
  }

  static func special(_ value: Double) -> String {
    value.isNaN ? "nan" : value < 0 ? "-inf" : "inf"
  }
}
