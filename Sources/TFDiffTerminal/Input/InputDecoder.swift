import TFDiffUI

/// Turns bytes from the terminal into events. Pure: it is given the bytes and the time they came.
///
/// ncurses' own decoding is not used: it blocks while it decides about Escape, knows no bracketed paste, and
/// reads only the mouse encoding its terminal description names. Here both mouse encodings, xterm's modifier
/// parameters and the description's own sequences are understood on every terminal.
package struct InputDecoder: Sendable {
  /// How long a lone Escape waits for the rest of a sequence.
  package static let escapeDelay: Duration = .milliseconds(25)
  /// How long a sequence that has clearly begun waits for its rest; a slow line may cut it in two.
  package static let sequenceDelay: Duration = .milliseconds(250)
  /// How long a paste may fall silent before it counts as ended.
  package static let pasteDelay: Duration = .seconds(5)

  private let sequences: KeySequences
  private let pasteLimit: Int
  private var pending: [UInt8] = []
  private var paste: PasteCollector?
  private var mouse = MouseDecoder()
  private var lastArrival: ContinuousClock.Instant?

  /// - Parameters:
  ///   - sequences: what the terminal's description adds.
  ///   - pasteLimit: the most bytes of a paste that are kept.
  package init(sequences: KeySequences = KeySequences(), pasteLimit: Int = 1 << 20) {
    self.sequences = sequences
    self.pasteLimit = pasteLimit
  }

  /// When to call `expire`; nil while nothing is undecided.
  package var deadline: ContinuousClock.Instant? {
    guard let lastArrival else { return nil }
    if paste != nil { return lastArrival + Self.pasteDelay }
    guard !pending.isEmpty else { return nil }
    return lastArrival + (pending.count <= 2 ? Self.escapeDelay : Self.sequenceDelay)
  }

  /// Decodes what has come; what may still become part of a sequence is kept.
  package mutating func decode(_ bytes: [UInt8], at time: ContinuousClock.Instant) -> [InputEvent] {
    lastArrival = time
    pending += bytes
    var events: [InputEvent] = []
    var position = 0
    while position < pending.count {
      guard let length = step(from: position, at: time, into: &events) else { break }
      position += length
    }
    pending.removeFirst(position)
    return events
  }

  /// Decides what was undecided once its time has passed.
  package mutating func expire(at time: ContinuousClock.Instant) -> [InputEvent] {
    guard let deadline, deadline <= time else { return [] }
    if let paste {
      self.paste = nil
      return [.paste(paste.text)]
    }
    defer { pending = [] }
    switch pending {
    case [0x1B]: return [.key(.escape)]
    case [0x1B, UInt8(ascii: "[")]: return [.key(.alt("["))]
    case [0x1B, UInt8(ascii: "O")]: return [.key(.alt("O"))]
    default: return []
    }
  }

  /// Decodes one thing. Returns how many bytes it took; nil when more are needed to know.
  private mutating func step(
    from position: Int, at time: ContinuousClock.Instant, into events: inout [InputEvent]
  ) -> Int? {
    let bytes = pending[position...]
    if paste != nil { return collectPaste(bytes, into: &events) }
    switch bytes[position] {
    case 0x1B: return escape(bytes, at: time, into: &events)
    case let byte where byte < 0x20 || byte == 0x7F:
      events.append(.key(Self.control(byte)))
      return 1
    default: return text(bytes, into: &events)
    }
  }

  private mutating func collectPaste(_ bytes: ArraySlice<UInt8>, into events: inout [InputEvent]) -> Int {
    guard var collector = paste else { return 0 }
    paste = nil
    for (offset, byte) in bytes.enumerated() where collector.take(byte) {
      events.append(.paste(collector.text))
      return offset + 1
    }
    paste = collector
    return bytes.count
  }

  private static func control(_ byte: UInt8) -> Key {
    switch byte {
    case 0x7F, 0x08: .backspace
    case 0x09: .tab
    case 0x0A, 0x0D: .enter
    case 0x00: .control(" ")
    case 0x01...0x1A: .control(Character(Unicode.Scalar(byte + 0x60)))
    default: .control(Character(Unicode.Scalar(byte + 0x40)))
    }
  }

  // MARK: Text

  /// Takes a run of characters; those that combine stay together.
  private func text(_ bytes: ArraySlice<UInt8>, into events: inout [InputEvent]) -> Int? {
    let run = bytes.prefix { $0 >= 0x20 && $0 != 0x7F }
    let whole = Self.withoutCutCharacter(run)
    // Something follows the cut character, so its rest will not come.
    if whole.isEmpty { return run.count < bytes.count ? run.count : nil }
    for character in String(decoding: whole, as: UTF8.self) where Self.isTyped(character) {
      events.append(.key(.character(character)))
    }
    return whole.count
  }

  /// Bytes that are no UTF-8 and the C1 controls are nobody's typing.
  private static func isTyped(_ character: Character) -> Bool {
    character.unicodeScalars.allSatisfy { $0 != "\u{FFFD}" && !(0x80..<0xA0).contains($0.value) }
  }

  /// `bytes` without a last character of which not all bytes have come.
  private static func withoutCutCharacter(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let lead = bytes.suffix(4).lastIndex(where: { $0 & 0xC0 != 0x80 }) else { return bytes }
    let present = bytes.endIndex - lead
    return present < Self.characterLength(bytes[lead]) ? bytes[..<lead] : bytes
  }

  private static func characterLength(_ lead: UInt8) -> Int {
    switch lead {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }

  // MARK: Escape

  private mutating func escape(
    _ bytes: ArraySlice<UInt8>, at time: ContinuousClock.Instant, into events: inout [InputEvent]
  ) -> Int? {
    guard bytes.count > 1 else { return nil }
    switch sequences.match(bytes) {
    case .key(let key, let length):
      events.append(.key(key))
      return length
    case .prefix: return nil
    case .none: break
    }
    switch bytes[bytes.startIndex + 1] {
    case UInt8(ascii: "["): return controlSequence(bytes, at: time, into: &events)
    case UInt8(ascii: "O"): return singleShift(bytes, into: &events)
    case 0x7F:
      events.append(.key(.alt("\u{7F}")))
      return 2
    case ..<0x20:
      events.append(.key(.escape))
      return 1
    default: return alt(bytes, into: &events)
    }
  }

  private func alt(_ bytes: ArraySlice<UInt8>, into events: inout [InputEvent]) -> Int? {
    let length = Self.characterLength(bytes[bytes.startIndex + 1])
    let character = bytes.dropFirst().prefix(length)
    guard let text = String(validating: character, as: UTF8.self), let first = text.first else {
      return character.count < length ? nil : 1 + length
    }
    events.append(.key(.alt(first)))
    return 1 + length
  }

  /// `ESC O x`, with the modifier some terminals put before the letter.
  private func singleShift(_ bytes: ArraySlice<UInt8>, into events: inout [InputEvent]) -> Int? {
    let body = bytes.dropFirst(2)
    let modifier = body.first.flatMap { (0x31...0x38).contains($0) ? Int($0) - 0x30 : nil }
    guard let final = (modifier == nil ? body : body.dropFirst()).first else { return nil }
    // Escape, then a sequence: the first was Alt-O.
    guard (0x40...0x7E).contains(final) else {
      events.append(.key(.alt("O")))
      return 2
    }
    let shift = modifier.map { ($0 - 1) & 1 != 0 } ?? false
    let key: Key? =
      switch final {
      case UInt8(ascii: "M"): .enter
      case UInt8(ascii: "a")...UInt8(ascii: "d"): ControlSequence.lettered(final - 0x20, shift: false)
      default: ControlSequence.lettered(final, shift: shift)
      }
    if let key { events.append(.key(key)) }
    return modifier == nil ? 3 : 4
  }

  private mutating func controlSequence(
    _ bytes: ArraySlice<UInt8>, at time: ContinuousClock.Instant, into events: inout [InputEvent]
  ) -> Int? {
    switch ControlSequence.scan(bytes) {
    case .incomplete: return nil
    case .malformed(let length): return length
    case .complete(let sequence):
      if sequence.final == UInt8(ascii: "M"), sequence.length == 3 {
        return x10Mouse(bytes, at: time, into: &events)
      }
      interpret(sequence, at: time, into: &events)
      return sequence.length
    }
  }

  private mutating func interpret(
    _ sequence: ControlSequence, at time: ContinuousClock.Instant, into events: inout [InputEvent]
  ) {
    let isMouse = sequence.marker == UInt8(ascii: "<") && sequence.parameters.count == 3
    if isMouse, sequence.final | 0x20 == UInt8(ascii: "m") {
      let numbers = sequence.parameters
      let event = mouse.decode(
        code: numbers[0], column: numbers[1], row: numbers[2], isRelease: sequence.final == UInt8(ascii: "m"),
        at: time)
      if let event { events.append(.mouse(event)) }
    } else if sequence.final == UInt8(ascii: "~"), sequence.parameters == [200] {
      paste = PasteCollector(limit: pasteLimit)
    } else if let key = sequence.key {
      events.append(.key(key))
    }
  }

  private mutating func x10Mouse(
    _ bytes: ArraySlice<UInt8>, at time: ContinuousClock.Instant, into events: inout [InputEvent]
  ) -> Int? {
    let report = bytes.dropFirst(3).prefix(3).map { Int($0) - 32 }
    guard report.count == 3 else { return nil }
    let event = mouse.decode(code: report[0], column: report[1], row: report[2], isRelease: false, at: time)
    if let event { events.append(.mouse(event)) }
    return 6
  }
}
