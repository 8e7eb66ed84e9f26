/// Collects what a terminal pastes between `ESC [ 200 ~` and `ESC [ 201 ~`.
struct PasteCollector: Sendable {
  private static let end: [UInt8] = Array("\u{1B}[201~".utf8)

  private let limit: Int
  private var bytes: [UInt8] = []
  private var matched = 0

  /// - Parameter limit: bytes beyond it are dropped.
  init(limit: Int) { self.limit = limit }

  /// Takes one byte; true when it completes the end mark.
  mutating func take(_ byte: UInt8) -> Bool {
    if byte == Self.end[matched] {
      matched += 1
      return matched == Self.end.count
    }
    // Escape begins the mark and is nowhere else in it, so a failed match can restart only here.
    Self.end[..<matched].forEach { keep($0) }
    matched = byte == Self.end[0] ? 1 : 0
    if matched == 0 { keep(byte) }
    return false
  }

  private mutating func keep(_ byte: UInt8) {
    if bytes.count < limit { bytes.append(byte) }
  }

  /// The text, its line ends (terminals paste carriage returns) as line feeds. A character cut at the limit is
  /// left out.
  var text: String {
    var whole = bytes[...]
    if bytes.count >= limit, let start = whole.lastIndex(where: { $0 & 0xC0 != 0x80 }) {
      let tail = whole[start...]
      if String(validating: tail, as: UTF8.self) == nil { whole = whole[..<start] }
    }
    let text = String(decoding: whole, as: UTF8.self)
    return String(text.map { $0 == "\r" || $0 == "\r\n" ? "\n" : $0 })
  }
}
