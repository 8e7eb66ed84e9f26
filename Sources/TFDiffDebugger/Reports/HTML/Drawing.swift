import Foundation

/// Numbers and scales of the page's pictures.
enum Drawing {
  /// A coordinate, no longer than a screen can show.
  static func number(_ value: Double) -> String {
    let text = String(format: "%.1f", value.isFinite ? value : 0)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

/// A logarithmic scale over whole decades.
struct LogScale {
  /// The exponents of its ends.
  let low: Int
  let high: Int

  /// As far as the values go that are greater than zero and finite; at most 18 decades below the greatest.
  init(of values: some Sequence<Double>) {
    let decades = values.filter { $0 > 0 && $0.isFinite }.map { log10($0) }
    let high = Int((decades.max() ?? 0).rounded(.up))
    // So that the least is not on the ground.
    let low = Int((decades.min() ?? 0).rounded(.down)) - 1
    self.high = high
    self.low = min(high - 1, max(low, high - 18))
  }

  var decades: ClosedRange<Int> { low...high }

  /// Where a value is, from 0 to 1; what is zero is at the low end, what is not finite at the high one.
  func share(of value: Double) -> Double {
    guard value.isFinite else { return 1 }
    if value <= 0 { return 0 }
    return min(1, max(0, (log10(value) - Double(low)) / Double(high - low)))
  }

  /// The end of a decade as an axis has it: `1e-06`.
  static func label(_ exponent: Int) -> String {
    "1e" + (exponent < 0 ? "-" : "+") + (abs(exponent) < 10 ? "0" : "") + String(abs(exponent))
  }
}
