import TFDiffUI

extension Color {
  /// Reads `#rrggbb`, `#rgb`, a number 0–255 of xterm's colours, one of the 16 ANSI names or `default`.
  package init?(notation: String) {
    let text = notation.lowercased()
    if text == "default" {
      self = .default
    } else if let index = Self.ansiNames.firstIndex(of: text) {
      self = .indexed(UInt8(index))
    } else if let index = UInt8(text) {
      self = .indexed(index)
    } else if let parsed = Self.hexadecimal(text) {
      self = parsed
    } else {
      return nil
    }
  }

  private static func hexadecimal(_ text: String) -> Color? {
    guard text.first == "#" else { return nil }
    var digits = Array(text.dropFirst())
    guard digits.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return nil }
    if digits.count == 3 { digits = digits.flatMap { [$0, $0] } }
    guard digits.count == 6, let value = UInt32(String(digits), radix: 16) else { return nil }
    return .rgb(UInt8(value >> 16), UInt8(value >> 8 & 255), UInt8(value & 255))
  }

  static let ansiNames = [
    "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bright-black", "bright-red",
    "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan", "bright-white",
  ]
}
