/// Dates and times: RFC 3339's and parts of them, as the bytes of one word.
enum TOMLMoment {
  static func isMoment(_ word: ArraySlice<UInt8>) -> Bool {
    if isTime(word) || isDate(word) { return true }
    guard word.count > 11, isDate(word.prefix(10)) else { return false }
    return "Tt ".utf8.contains(word[word.startIndex + 10]) && isTimeWithOffset(word.dropFirst(11))
  }

  static func isDate(_ word: ArraySlice<UInt8>) -> Bool {
    guard let parts = numbers(word, "0000-00-00"), (1...12).contains(parts[1]) else { return false }
    return (1...days(year: parts[0], month: parts[1])).contains(parts[2])
  }

  private static func isTimeWithOffset(_ word: ArraySlice<UInt8>) -> Bool {
    if isTime(word) { return true }
    if let last = word.last, "Zz".utf8.contains(last) { return isTime(word.dropLast()) }
    let offset = word.suffix(6)
    guard let sign = offset.first, "+-".utf8.contains(sign), let parts = numbers(offset.dropFirst(), "00:00") else {
      return false
    }
    return parts[0] < 24 && parts[1] < 60 && isTime(word.dropLast(6))
  }

  /// Hours, minutes and seconds, with any number of digits behind a point.
  private static func isTime(_ word: ArraySlice<UInt8>) -> Bool {
    guard let parts = numbers(word.prefix(8), "00:00:00"), parts[0] < 24, parts[1] < 60, parts[2] < 60 else {
      return false
    }
    let fraction = word.dropFirst(8)
    return fraction.isEmpty
      || fraction.count > 1 && fraction.first == UInt8(ascii: ".") && fraction.dropFirst().allSatisfy(isDigit)
  }

  /// The numbers of a word that has a form, in which 0 stands for any digit.
  private static func numbers(_ word: ArraySlice<UInt8>, _ form: String) -> [Int]? {
    guard word.count == form.utf8.count else { return nil }
    var numbers = [0]
    for (byte, wanted) in zip(word, form.utf8) {
      if wanted == UInt8(ascii: "0") {
        guard isDigit(byte) else { return nil }
        numbers[numbers.count - 1] = numbers[numbers.count - 1] * 10 + Int(byte - UInt8(ascii: "0"))
      } else {
        guard byte == wanted else { return nil }
        numbers.append(0)
      }
    }
    return numbers
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private static func days(year: Int, month: Int) -> Int {
    switch month {
    case 2: year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
