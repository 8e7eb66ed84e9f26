/// All eight digits of a checksum.
package func hexadecimal(_ number: UInt32) -> String {
  let digits = String(number, radix: 16)
  return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
}

/// The first few of several names.
package func listed(_ names: [String]) -> String {
  let limit = 8
  let rest = names.count - limit
  return names.prefix(limit).map(quoted).joined(separator: ", ") + (rest > 0 ? " and \(rest) more" : "")
}

/// Text from outside in quotes, on one line, with what is not printable written out and no longer than a screen's line.
package func quoted(_ text: String) -> String {
  let limit = 200
  let scalars = text.unicodeScalars
  return "'" + String(scalars.prefix(limit)).visible + (scalars.count > limit ? "…'" : "'")
}
