/// The values that are written as one word.
enum TOMLScalar {
  static func value(of word: String) throws(TOMLFault) -> TOMLValue {
    switch word {
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    case "inf", "+inf": return .number(.infinity)
    case "-inf": return .number(-.infinity)
    case "nan", "+nan", "-nan": return .number(.nan)
    default: break
    }
    if TOMLMoment.isMoment(Array(word.utf8)[...]) { return .moment(word) }
    if let value = try prefixed(word) { return value }
    if let value = try decimal(word) { return value }
    throw TOMLFault.badValue(String(word.prefix(40)))
  }

  /// `0x`, `0o` and `0b`, which take no sign.
  private static func prefixed(_ word: String) throws(TOMLFault) -> TOMLValue? {
    let radix: Int? =
      switch word.prefix(2) {
      case "0x": 16
      case "0o": 8
      case "0b": 2
      default: nil
      }
    guard let radix, let digits = digits(word.dropFirst(2), { $0.isASCII && $0.hexDigitValue ?? 16 < radix }) else {
      return nil
    }
    guard let value = Int(digits, radix: radix) else { throw TOMLFault.tooLarge(String(word.prefix(40))) }
    return .integer(value)
  }

  private static func decimal(_ word: String) throws(TOMLFault) -> TOMLValue? {
    let sign = word.first == "+" || word.first == "-" ? word.prefix(1) : ""
    let parts = parts(of: word.dropFirst(sign.count))
    guard let whole = digits(parts.whole, isDigit), whole == "0" || whole.first != "0" else { return nil }
    if parts.fraction == nil && parts.exponent == nil {
      guard let value = Int(sign + whole) else { throw TOMLFault.tooLarge(String(word.prefix(40))) }
      return .integer(value)
    }
    var text = sign + whole
    if let fraction = parts.fraction {
      guard let fraction = digits(fraction, isDigit) else { return nil }
      text += "." + fraction
    }
    if let exponent = parts.exponent {
      let sign = exponent.first == "+" || exponent.first == "-" ? exponent.prefix(1) : ""
      guard let exponent = digits(exponent.dropFirst(sign.count), isDigit) else { return nil }
      text += "e" + sign + exponent
    }
    return Double(text).map { .number($0) }
  }

  private typealias Parts = (whole: Substring, fraction: Substring?, exponent: Substring?)

  private static func parts(of word: Substring) -> Parts {
    let exponentStart = word.firstIndex { $0 == "e" || $0 == "E" }
    let mantissa = word[..<(exponentStart ?? word.endIndex)]
    let point = mantissa.firstIndex(of: ".")
    return (
      mantissa[..<(point ?? mantissa.endIndex)], point.map { mantissa[mantissa.index(after: $0)...] },
      exponentStart.map { word[word.index(after: $0)...] }
    )
  }

  private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) && character.isASCII }

  /// Digits without the underscores, each of which must stand between two of them.
  private static func digits(_ text: Substring, _ isDigit: (Character) -> Bool) -> String? {
    let runs = text.split(separator: "_", omittingEmptySubsequences: false)
    guard runs.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isDigit) }) else { return nil }
    return runs.joined()
  }
}
