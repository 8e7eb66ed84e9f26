/// What a program makes of a number that it is given before it computes with it: a share that is dropped becomes the share that is
/// kept, a threshold its square.
enum NumberDerivation: CaseIterable {
  case same, complement, reciprocal, reciprocalComplement, negative, square, halfSquare, root

  /// Nil where it is no number.
  func value(of number: Double) -> Double? {
    let value: Double =
      switch self {
      case .same: number
      case .complement: 1 - number
      case .reciprocal: 1 / number
      case .reciprocalComplement: 1 / (1 - number)
      case .negative: -number
      case .square: number * number
      case .halfSquare: number * number / 2
      case .root: number.squareRoot()
      }
    return value.isFinite ? value : nil
  }

  /// Which number a value was made of; nil where it was made of none.
  func source(of value: Double) -> Double? {
    let number: Double =
      switch self {
      case .same, .complement, .reciprocal, .negative: self.value(of: value) ?? .nan
      case .reciprocalComplement: 1 - 1 / value
      case .square: value.squareRoot()
      case .halfSquare: (2 * value).squareRoot()
      case .root: value >= 0 ? value * value : .nan
      }
    return number.isFinite ? number : nil
  }

  /// Whether a value is what it makes of a number, but for float32's rounding.
  func makes(_ value: Double, of number: Double) -> Bool {
    self.value(of: number).map { isSameNumber($0, value) } ?? false
  }

  /// What it is called before the number.
  var words: String {
    switch self {
    case .same: ""
    case .complement: "1 - "
    case .reciprocal: "1 / "
    case .reciprocalComplement: "1 / (1 - x) of "
    case .negative: "minus "
    case .square: "the square of "
    case .halfSquare: "half the square of "
    case .root: "the root of "
    }
  }
}

/// Whether two numbers of a program are the same but for float32's rounding.
func isSameNumber(_ left: Double, _ right: Double) -> Bool {
  abs(left - right) <= 1e-6 * max(abs(left), abs(right))
}
