/// A finite number as the fewest decimal digits that read back as the same number, ready to be rounded and laid out.
///
/// Locale-independent, and free of Foundation. The number is `0.d₁d₂d₃… · 10^exponent`, `d₁` not zero; zero has no
/// digits.
package struct DecimalDigits {
  private var isNegative: Bool
  private var digits: [UInt8]
  private var exponent: Int
  /// The number itself, to settle which side of a tie it lies on.
  private let exact: Double

  /// - Precondition: the number is finite.
  package init(_ number: Double) { self.init(text: number.description, exact: number) }

  /// - Precondition: the number is finite.
  package init(_ number: Float) { self.init(text: number.description, exact: Double(number)) }

  /// Takes the digits from Swift's shortest description, such as `-0.00012`, `12.5` or `1.2e+20`.
  private init(text: String, exact: Double) {
    isNegative = false
    digits = []
    exponent = 0
    self.exact = exact
    var isFraction = false
    var tail = text.utf8[...]
    scan: while let character = tail.popFirst() {
      switch character {
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: "."): isFraction = true
      case UInt8(ascii: "e"): break scan
      default:
        let digit = character &- UInt8(ascii: "0")
        if !digits.isEmpty || digit != 0 { digits.append(digit) }
        if !isFraction && !digits.isEmpty { exponent += 1 }
        if isFraction && digits.isEmpty { exponent -= 1 }
      }
    }
    exponent += Int(Substring(tail)) ?? 0
    trim()
  }

  private mutating func trim() {
    while digits.last == 0 { digits.removeLast() }
    if digits.isEmpty { exponent = 0 }
  }

  /// Digits behind the decimal point.
  var fractionDigits: Int { max(0, digits.count - exponent) }

  /// Digits behind the first one.
  var significantFractionDigits: Int { max(0, digits.count - 1) }

  /// Such as `-12.50`, rounded to nearest, ties to even.
  package func fixed(fractionDigits: Int) -> String {
    var rounded = self
    rounded.round(keeping: exponent + fractionDigits)
    var text = rounded.isNegative ? "-" : ""
    text += rounded.exponent > 0 ? rounded.text(0..<rounded.exponent) : "0"
    if fractionDigits > 0 { text += "." + rounded.text(rounded.exponent..<rounded.exponent + fractionDigits) }
    return text
  }

  /// Such as `-1.25e-08`, rounded to nearest, ties to even; the exponent has at least two digits.
  package func scientific(fractionDigits: Int) -> String {
    var rounded = self
    rounded.round(keeping: 1 + fractionDigits)
    var text = (rounded.isNegative ? "-" : "") + rounded.text(0..<1)
    if fractionDigits > 0 { text += "." + rounded.text(1..<1 + fractionDigits) }
    let power = rounded.digits.isEmpty ? 0 : rounded.exponent - 1
    return text + "e" + (power < 0 ? "-" : "+") + (abs(power) < 10 ? "0" : "") + String(abs(power))
  }

  /// Digits by their place, zeros where there are none.
  private func text(_ places: Range<Int>) -> String {
    String(
      decoding: places.map { UInt8(ascii: "0") + (digits.indices.contains($0) ? digits[$0] : 0) },
      as: UTF8.self)
  }

  private mutating func round(keeping kept: Int) {
    guard kept < digits.count else { return }
    let isUp = kept >= 0 && roundsUp(keeping: kept)
    digits.removeSubrange(max(kept, 0)...)
    if isUp { increment() }
    trim()
  }

  private func roundsUp(keeping kept: Int) -> Bool {
    if digits[kept] != 5 || kept + 1 < digits.count { return digits[kept] >= 5 }
    // The shortest digits end in a tie; the number itself may lie beside it.
    let beyond = exactMinusDigits
    if beyond != 0 { return beyond > 0 }
    return kept > 0 && !digits[kept - 1].isMultiple(of: 2)
  }

  /// The sign of the difference between the number itself and its digits, which are a whole number over a power of
  /// ten; a fused multiply-add rounds once, so its sign is exact. Zero where the power of ten is no exact double.
  private var exactMinusDigits: Double {
    let places = digits.count - exponent
    guard places >= 0, places < Self.powersOfTen.count, digits.count <= 15 else { return 0 }
    let whole = digits.reduce(0.0) { $0 * 10 + Double($1) }
    return (-whole).addingProduct(exact.magnitude, Self.powersOfTen[places])
  }

  /// The powers of ten that are exact doubles.
  private static let powersOfTen: [Double] = (0..<22).reduce(into: [1.0]) { powers, power in
    powers.append(powers[power] * 10)
  }

  private mutating func increment() {
    var place = digits.count - 1
    while place >= 0, digits[place] == 9 {
      digits[place] = 0
      place -= 1
    }
    if place >= 0 {
      digits[place] += 1
    } else {
      digits.insert(1, at: 0)
      exponent += 1
    }
  }
}
