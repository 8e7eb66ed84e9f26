import TFDiffUI

/// A control sequence as ECMA-48 has it: Escape, `[`, parameters, a final byte.
struct ControlSequence {
  /// `<`, `=`, `>` or `?`, where a terminal extends the standard.
  var marker: UInt8?
  var parameters: [Int]
  var final: UInt8
  var length: Int

  enum Scan {
    case complete(ControlSequence)
    case incomplete
    /// These bytes begin no sequence.
    case malformed(length: Int)
  }

  /// No terminal sends longer ones; garbage must not wait for a final byte for ever.
  static let longest = 64

  /// - Parameter bytes: from the Escape on.
  static func scan(_ bytes: ArraySlice<UInt8>) -> Scan {
    let body = bytes.dropFirst(2)
    guard let end = body.firstIndex(where: { !(0x20...0x3F).contains($0) }) else {
      return body.count >= longest ? .malformed(length: bytes.count) : .incomplete
    }
    let length = end - bytes.startIndex + 1
    guard (0x40...0x7E).contains(body[end]) else { return .malformed(length: length - 1) }
    var text = body[..<end]
    let marker = text.first.flatMap { (0x3C...0x3F).contains($0) ? $0 : nil }
    if marker != nil { text = text.dropFirst() }
    let fields = text.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
    let parameters = fields.map { Self.number($0) }
    return .complete(
      ControlSequence(marker: marker, parameters: parameters, final: body[end], length: length))
  }

  /// Absent and absurd numbers count as 0.
  private static func number(_ digits: ArraySlice<UInt8>) -> Int {
    Int(String(decoding: digits.prefix { $0 != UInt8(ascii: ":") }.prefix(9), as: UTF8.self)) ?? 0
  }

  private struct Modifiers {
    var shift: Bool
    var alt: Bool
    var control: Bool
    /// xterm sends 1 + a bit each.
    init(parameter: Int) {
      let bits = max(parameter, 1) - 1
      (shift, alt, control) = (bits & 1 != 0, bits & 2 != 0, bits & 4 != 0)
    }
  }

  /// The key this sequence stands for. Modifiers that `Key` has no name for are dropped.
  var key: Key? {
    guard marker == nil else { return nil }
    let first = parameters.first ?? 0
    let modifiers = Modifiers(parameter: parameters.count > 1 ? parameters[1] : 1)
    switch final {
    case UInt8(ascii: "~"): return Self.numbered(first, parameters, modifiers)
    case UInt8(ascii: "u"): return Self.character(first, modifiers)
    case UInt8(ascii: "Z"): return .backTab
    default: return Self.lettered(final, shift: modifiers.shift)
    }
  }

  /// The letters shared by `ESC [ x` and `ESC O x`.
  static func lettered(_ final: UInt8, shift: Bool) -> Key? {
    switch final {
    case UInt8(ascii: "A"): shift ? .shiftUp : .up
    case UInt8(ascii: "B"): shift ? .shiftDown : .down
    case UInt8(ascii: "C"): shift ? .shiftRight : .right
    case UInt8(ascii: "D"): shift ? .shiftLeft : .left
    // rxvt: small letters are arrows with Shift (ESC [ a) or Control (ESC O a).
    case UInt8(ascii: "a"): .shiftUp
    case UInt8(ascii: "b"): .shiftDown
    case UInt8(ascii: "c"): .shiftRight
    case UInt8(ascii: "d"): .shiftLeft
    case UInt8(ascii: "H"): .home
    case UInt8(ascii: "F"): .end
    case UInt8(ascii: "P")...UInt8(ascii: "S"): .function(Int(final - UInt8(ascii: "P")) + (shift ? 13 : 1))
    default: nil
    }
  }

  private static let functionNumbers: [Int: Int] = [
    11: 1, 12: 2, 13: 3, 14: 4, 15: 5, 17: 6, 18: 7, 19: 8, 20: 9, 21: 10, 23: 11, 24: 12, 25: 13, 26: 14,
    28: 15, 29: 16, 31: 17, 32: 18, 33: 19, 34: 20,
  ]

  private static func numbered(_ number: Int, _ parameters: [Int], _ modifiers: Modifiers) -> Key? {
    switch number {
    case 1, 7: .home
    case 2: .insert
    case 3: .delete
    case 4, 8: .end
    case 5: .pageUp
    case 6: .pageDown
    case 27 where parameters.count == 3: character(parameters[2], modifiers)
    default: functionNumbers[number].map { .function($0 + (modifiers.shift ? 12 : 0)) }
    }
  }

  /// xterm's modifyOtherKeys and `CSI u`: a code point with modifiers.
  private static func character(_ code: Int, _ modifiers: Modifiers) -> Key? {
    guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else { return nil }
    switch code {
    case 9: return modifiers.shift ? .backTab : .tab
    case 13: return .enter
    case 27: return .escape
    case 127: return modifiers.alt ? .alt("\u{7F}") : .backspace
    case ..<32, 0x80..<0xA0: return nil
    default: break
    }
    let character = Character(scalar)
    if modifiers.control { return .control(Character(character.lowercased())) }
    return modifiers.alt ? .alt(character) : .character(character)
  }
}
