/// What is written to the terminal besides the screen's contents: modes ncurses does not know, and the way
/// back out of all of them.
struct TerminalModes {
  private static let cancel: [UInt8] = [0x18]
  private static let mouseOn = Array("\u{1B}[?1000h\u{1B}[?1002h\u{1B}[?1006h".utf8)
  private static let mouseOff = Array("\u{1B}[?1006l\u{1B}[?1002l\u{1B}[?1000l".utf8)
  private static let pasteOn = Array("\u{1B}[?2004h".utf8)
  private static let pasteOff = Array("\u{1B}[?2004l".utf8)

  let mouseKind: MouseKind
  private let hasPaste: Bool
  var mouseEnabled: Bool

  /// Reads the current terminal's description.
  init(mouseEnabled: Bool) {
    let report = Terminfo.bytes("kmous")
    let extended = Terminfo.bytes("XM")
    if report.isEmpty {
      mouseKind = .none
    } else {
      mouseKind = report.last == UInt8(ascii: "<") || extended.contains(Array("1006".utf8)) ? .sgr : .x10
    }
    // Terminals that take ANSI's sequences ignore a private mode they do not know; others would show it.
    hasPaste = Terminfo.bytes("cup").starts(with: [0x1B, UInt8(ascii: "[")])
    self.mouseEnabled = mouseEnabled
  }

  var enter: [UInt8] { mouse + (hasPaste ? Self.pasteOn : []) }
  var leave: [UInt8] { mouseOff + (hasPaste ? Self.pasteOff : []) }

  /// What makes the terminal agree with `mouseEnabled`.
  var mouse: [UInt8] {
    guard mouseKind != .none else { return [] }
    return mouseEnabled ? Self.mouseOn : Self.mouseOff
  }

  private var mouseOff: [UInt8] { mouseKind == .none ? [] : Self.mouseOff }

  /// Undoes everything from whatever point the program had reached, in the middle of a sequence too.
  var reset: [UInt8] {
    // Without a second screen the shell's prompt goes below: a row far beyond the last means the last.
    let leaveScreen =
      Terminfo.has("rmcup")
      ? Terminfo.bytes("rmcup") : Terminfo.goto(row: 998, column: 0) + Array("\r\n".utf8)
    let attributes = ["rmir", "op", "sgr0", "cnorm"].flatMap(Terminfo.bytes)
    return Self.cancel + leave + attributes + leaveScreen
  }
}
