import CNcurses

/// The description of the terminal ncurses is on.
enum Terminfo {
  /// A capability's bytes as they may be written without ncurses: without the padding marks.
  static func bytes(_ name: String) -> [UInt8] {
    guard let text = tfdiff_terminfo_string(name) else { return [] }
    return withoutPadding(bytes(of: text))
  }

  static func has(_ name: String) -> Bool { tfdiff_terminfo_string(name) != nil }

  /// What moves the cursor.
  static func goto(row: Int, column: Int) -> [UInt8] {
    guard let capability = tfdiff_terminfo_string("cup"),
      let text = tfdiff_terminfo_goto(capability, Int32(row), Int32(column))
    else { return [] }
    return withoutPadding(bytes(of: text))
  }

  private static func bytes(of text: UnsafePointer<CChar>) -> [UInt8] {
    UnsafeBufferPointer(start: text, count: strlen(text)).map(UInt8.init(bitPattern:))
  }

  /// Keys as this terminal sends them.
  static func keySequences() -> KeySequences {
    KeySequences(KeySequences.terminfoNames.map { (bytes($0.name), $0.key) })
  }

  /// Drops terminfo's `$<5/>`: a pause that only a terminal on a slow serial line needs.
  static func withoutPadding(_ bytes: [UInt8]) -> [UInt8] {
    var kept: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.first {
      if byte == UInt8(ascii: "$"), rest.dropFirst().first == UInt8(ascii: "<"),
        let end = rest.firstIndex(of: UInt8(ascii: ">"))
      {
        rest = rest[(end + 1)...]
      } else {
        kept.append(byte)
        rest = rest.dropFirst()
      }
    }
    return kept
  }
}
