/// Reads the text of a slice:
///
///     slice = "[" [ item { "," item } ] "]"
///     item  = "..." | number | [number] ":" [number] [ ":" [number] ]
///
/// with blanks anywhere between, and a comma allowed after the last item, as in Python.
struct SliceParser {
  /// Numbers of more digits could overflow when a dimension's size is added to them.
  static let greatestDigits = 18

  private let text: String
  private let characters: [Character]
  private var position = 0

  init(_ text: String) {
    self.text = text
    characters = Array(text)
  }

  func parse() throws(TensorError) -> [TensorSlice.Item] {
    var parser = self
    return try parser.slice()
  }

  private mutating func slice() throws(TensorError) -> [TensorSlice.Item] {
    guard take("[") else { throw error(.missingOpeningBracket) }
    var items: [TensorSlice.Item] = []
    while !take("]") {
      if next == nil { throw error(.missingClosingBracket) }
      let start = position
      let item = try item()
      if item == .ellipsis && items.contains(.ellipsis) { throw error(.secondEllipsis, at: start) }
      items.append(item)
      if take("]") { break }
      if next == nil { throw error(.missingClosingBracket) }
      guard take(",") else { throw unexpected() }
    }
    if next != nil { throw error(.textAfterBracket) }
    return items
  }

  private mutating func item() throws(TensorError) -> TensorSlice.Item {
    if take("."), take("."), take(".") { return .ellipsis }
    let start = try number()
    guard take(":") else {
      if let start { return .index(start) }
      throw next == "," || next == "]" ? error(.missingItem) : unexpected()
    }
    let stop = try number()
    var step: Int?
    if take(":") {
      skipBlanks()
      let column = position
      step = try number()
      if step == 0 { throw error(.zeroStep, at: column) }
    }
    if next == ":" { throw error(.tooManyColons) }
    return .range(start: start, stop: stop, step: step)
  }

  /// Nil where neither a sign nor a digit comes next.
  private mutating func number() throws(TensorError) -> Int? {
    skipBlanks()
    let start = position
    let isNegative = take("-")
    if !isNegative { _ = take("+") }
    let hasSign = position > start
    skipBlanks()
    var value = 0
    var digits = 0
    while let character = current, let digit = Self.digit(character) {
      digits += 1
      if digits > Self.greatestDigits { throw error(.numberTooLarge, at: start) }
      value = value * 10 + digit
      position += 1
    }
    if digits == 0 {
      if hasSign { throw next == nil ? error(.missingClosingBracket) : unexpected() }
      return nil
    }
    return isNegative ? -value : value
  }

  private static func digit(_ character: Character) -> Int? {
    character.isASCII ? character.wholeNumberValue : nil
  }

  private var current: Character? { position < characters.count ? characters[position] : nil }

  /// The next character that is not a blank.
  private var next: Character? {
    mutating get {
      skipBlanks()
      return current
    }
  }

  private mutating func skipBlanks() {
    while let character = current, character.isWhitespace { position += 1 }
  }

  private mutating func take(_ character: Character) -> Bool {
    guard next == character else { return false }
    position += 1
    return true
  }

  private mutating func unexpected() -> TensorError {
    guard let character = next else { return error(.missingClosingBracket) }
    return error(.unexpectedCharacter(String(character)))
  }

  private func error(_ fault: SliceFault, at position: Int? = nil) -> TensorError {
    .sliceSyntax(text: text, column: (position ?? self.position) + 1, fault: fault)
  }
}
