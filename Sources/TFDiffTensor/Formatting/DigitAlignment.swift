/// Where two written numbers begin to differ, digits of equal worth held against each other.
package enum DigitAlignment {
  /// The first place of each text at which the two differ; nil where they are the same.
  ///
  /// Digits stand below each other as their decimal points do, and powers of ten are looked at first. Behind the point
  /// what is not written is zero; where one text has nothing to hold against the other's digit, it is its nearest place.
  package static func firstDifference(
    _ reference: String, _ candidate: String
  ) -> (reference: Int, candidate: Int)? {
    if reference == candidate { return nil }
    let (left, right) = (Array(reference), Array(candidate))
    if let (start, other) = powers(left, right) {
      let same = zip(left[start...], right[other...]).prefix { $0 == $1 }.count
      return (min(start + same, left.count - 1), min(other + same, right.count - 1))
    }
    return firstDifference(left.prefix { $0 != "e" }, right.prefix { $0 != "e" })
  }

  private static func firstDifference(
    _ left: ArraySlice<Character>, _ right: ArraySlice<Character>
  ) -> (reference: Int, candidate: Int)? {
    let point = left.firstIndex(of: ".") ?? left.count
    let otherPoint = right.firstIndex(of: ".") ?? right.count
    let after = max(left.count - point, right.count - otherPoint)
    for place in -max(point, otherPoint)..<after {
      let missing: Character? = place > 0 ? "0" : nil
      let (here, there) = (point + place, otherPoint + place)
      let first = left.indices.contains(here) ? left[here] : missing
      let second = right.indices.contains(there) ? right[there] : missing
      if first != second { return (clamped(here, left), clamped(there, right)) }
    }
    return nil
  }

  /// Where the powers of ten begin, where both numbers have one and the two are not the same.
  private static func powers(_ left: [Character], _ right: [Character]) -> (Int, Int)? {
    guard let start = left.firstIndex(of: "e"), let other = right.firstIndex(of: "e"),
      left[start...] != right[other...]
    else { return nil }
    return (start, other)
  }

  private static func clamped(_ place: Int, _ text: ArraySlice<Character>) -> Int {
    min(max(place, 0), max(text.count - 1, 0))
  }

  /// Both texts in at most so many characters; of longer ones what both have alike at the beginning is given up first.
  package static func fitted(
    _ reference: String, _ candidate: String, room: Int, ellipsis: String
  ) -> (reference: String, candidate: String) {
    if max(reference.count, candidate.count) <= room { return (reference, candidate) }
    let kept = max(room - ellipsis.count, 1)
    func ending(_ text: String) -> String { text.count <= room ? text : ellipsis + text.suffix(kept) }
    func beginning(_ text: String) -> String { text.count <= room ? text : text.prefix(kept) + ellipsis }
    let places = firstDifference(reference, candidate)
    let isAtEnd = places.map { reference.count - $0.reference <= kept && candidate.count - $0.candidate <= kept }
    return isAtEnd ?? false
      ? (ending(reference), ending(candidate)) : (beginning(reference), beginning(candidate))
  }
}

extension CellFormat {
  /// Digits behind the first one of the longest number there is.
  private static let mostDigits = 17

  /// Two numbers that are not the same, written with as many digits as tell them apart, in at most so many characters: in
  /// this format where that is enough, else with more digits, else in the other style, and last without what both have
  /// alike.
  package func toldApart(
    _ reference: Double, _ candidate: Double, room: Int, ellipsis: String
  ) -> (reference: String, candidate: String) {
    let own = (reference: text(reference).blanksDropped, candidate: text(candidate).blanksDropped)
    if own.reference != own.candidate, max(own.reference.count, own.candidate.count) <= room { return own }
    if style == .plain { return DigitAlignment.fitted(own.reference, own.candidate, room: room, ellipsis: ellipsis) }
    var longest = own
    for style in styles(for: reference, candidate) {
      let texts = Self.fewestDigits(reference, candidate, dtype, style)
      if max(texts.reference.count, texts.candidate.count) <= room { return texts }
      longest = texts
    }
    return DigitAlignment.fitted(longest.reference, longest.candidate, room: room, ellipsis: ellipsis)
  }

  private typealias Digits = @Sendable (Int) -> Style

  /// This format's style first; the one in which digits are left out, where no style has room for all, last.
  private func styles(for reference: Double, _ candidate: Double) -> [Digits] {
    let fixed: Digits = { .fixed(fractionDigits: $0) }
    let scientific: Digits = { .scientific(fractionDigits: $0) }
    let greatest = max(reference.isFinite ? reference.magnitude : 0, candidate.isFinite ? candidate.magnitude : 0)
    if greatest < 1e-6 { return [scientific] }
    let last = greatest >= 1e8 ? scientific : fixed
    if case .fixed = style { return [fixed, scientific, last] }
    return [scientific, fixed, last]
  }

  /// The two with the fewest digits behind the point by which they differ.
  private static func fewestDigits(
    _ reference: Double, _ candidate: Double, _ dtype: DType, _ style: Digits
  ) -> (reference: String, candidate: String) {
    // A fixed number below one has zeros behind the point before its own digits.
    let sizes = [reference.magnitude, candidate.magnitude].filter { $0 > 0 && $0.isFinite }
    let zeros = sizes.max().map { max(-$0.exponent, 0) / 3 } ?? 0
    var texts = (reference: "", candidate: "")
    for digits in 1...(mostDigits + zeros) {
      texts = (text(reference, dtype, style(digits)), text(candidate, dtype, style(digits)))
      if texts.reference != texts.candidate { break }
    }
    return texts
  }
}

extension String {
  fileprivate var blanksDropped: String { String(drop { $0 == " " }) }
}
