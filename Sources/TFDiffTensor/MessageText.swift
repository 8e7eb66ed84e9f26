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

/// Text from outside in quotes, with control characters made visible and no longer than a screen's line.
package func quoted(_ text: String) -> String {
  let limit = 200
  var result = "'"
  for scalar in text.unicodeScalars.prefix(limit) {
    let isControl = scalar.properties.generalCategory == .control
    result += isControl ? scalar.escaped(asASCII: true) : String(scalar)
  }
  return result + (text.unicodeScalars.count > limit ? "…'" : "'")
}
