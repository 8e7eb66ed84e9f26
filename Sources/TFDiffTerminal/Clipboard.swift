/// What became of a request to copy.
public enum ClipboardOutcome: Sendable, Hashable {
  /// The terminal was asked to take this many bytes; whether it did, no terminal says.
  case sent(bytes: Int)
  /// Nothing was sent: terminals drop requests above `limit` bytes without a word.
  case tooLong(bytes: Int, limit: Int)
  /// There is no terminal to ask.
  case unavailable
}

/// Copying by OSC 52, which works through SSH because the terminal itself does it.
public enum Clipboard {
  /// The most UTF-8 bytes a copy may have. Encoded in base64 they fill the 100 000 bytes at which common
  /// terminals (hterm, xterm.js, kitty) cut an OSC 52 sequence off.
  public static let limit = 74_994

  /// The sequence that copies `text`, or nil when it is longer than `limit`.
  ///
  /// Inside tmux it is sent twice: as it is, which tmux takes under `set-clipboard on`, and wrapped for the
  /// outer terminal, which it passes on under `allow-passthrough on`.
  package static func sequence(copying text: String, insideTmux: Bool) -> [UInt8]? {
    guard text.utf8.count <= limit else { return nil }
    let plain = Array("\u{1B}]52;c;".utf8) + base64(Array(text.utf8)) + [0x07]
    guard insideTmux else { return plain }
    let doubled = plain.flatMap { $0 == 0x1B ? [0x1B, 0x1B] : [$0] }
    return plain + Array("\u{1B}Ptmux;".utf8) + doubled + Array("\u{1B}\\".utf8)
  }

  /// RFC 4648's base64, padded.
  package static func base64(_ bytes: [UInt8]) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var encoded: [UInt8] = []
    encoded.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let padded = group + Array(repeating: 0, count: 3 - group.count)
      let bits = padded.reduce(0) { $0 << 8 | Int($1) }
      for position in 0..<4 {
        let filled = position <= group.count
        encoded.append(filled ? alphabet[bits >> (18 - 6 * position) & 63] : UInt8(ascii: "="))
      }
    }
    return encoded
  }
}
