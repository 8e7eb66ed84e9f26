/// The help's lines, made from the table of commands.
package enum HelpText {
  package static func lines(width: Int, keyMap: KeyMap) -> [[Piece]] {
    var lines: [[Piece]] = []
    for section in Command.Section.allCases {
      if !lines.isEmpty { lines.append([]) }
      lines.append([Piece(section.rawValue, .overlayTitle)])
      for command in CommandTable.typed where command.section == section {
        lines += entry(command, width: width, keyMap: keyMap)
      }
    }
    for context in Command.Context.allCases where context != .main {
      lines.append([])
      lines.append([Piece(context.title, .overlayTitle)])
      for command in CommandTable.all where command.context == context {
        lines += entry(command, width: width, keyMap: keyMap)
      }
    }
    return lines + [[], [Piece("Symbols", .overlayTitle)]] + symbols
  }

  private static func keyWidth(_ width: Int) -> Int { width < 50 ? 9 : 16 }

  private static func entry(_ command: Command, width: Int, keyMap: KeyMap) -> [[Piece]] {
    let keys = keyMap.keys(of: command).map(KeyNotation.label).joined(separator: " ")
    let keyWidth = keyWidth(width)
    let room = max(width - keyWidth - 1, 10)
    var text = command.summary
    if command.context == .main, command.keys.isEmpty || !command.arguments.isEmpty {
      text += " :\(command.name)" + (command.arguments.isEmpty ? "" : " \(command.arguments)")
    }
    let shown = keys.shortened(to: keyWidth)
    return TextWrap.lines(text, to: room).enumerated().map { index, line in
      [Piece((index == 0 ? shown : "").padded(to: keyWidth + 1), .overlayKey), Piece(line, .overlay)]
    }
  }

  private static let symbols: [[Piece]] = [
    ("✓", "within the tolerance"), ("✗", "outside of it, or only on one side, or of another shape"),
    ("·", "not run, or fused into a later operation"), ("◆", "a breakpoint (◇ disabled)"),
    ("▶", "where the run is, the line that made a variable, or where random ops part"),
    ("«»", "an element outside the tolerance"),
    (VerdictText.changedMark, "after a tolerance that is not the default; + where some endpoints have another"),
  ].map { [Piece("  " + $0.0.padded(to: 5), .overlayKey), Piece($0.1, .overlay)] }
}
