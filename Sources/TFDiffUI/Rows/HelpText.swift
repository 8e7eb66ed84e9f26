/// The help's lines, made from the table of commands.
package enum HelpText {
  /// - Parameter focus: the pane whose keys come first; nil for none.
  package static func lines(width: Int, keyMap: KeyMap, focus: Focus? = nil) -> [[Piece]] {
    var lines = focus.map { ofPane($0, width: width, keyMap: keyMap) } ?? []
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

  /// What is done most in a pane, before all that can be done anywhere.
  private static func ofPane(_ focus: Focus, width: Int, keyMap: KeyMap) -> [[Piece]] {
    let commands = commands(of: focus).compactMap { CommandTable.byName[$0] }
    return [[Piece(title(of: focus), .overlayTitle)]]
      + commands.flatMap { entry($0, width: width, keyMap: keyMap) }
  }

  private static func title(of focus: Focus) -> String {
    switch focus {
    case .endpoints: "Here: the list"
    case .reference, .candidate: "Here: a tensor"
    case .difference: "Here: the difference"
    case .bottom: "Here: the tabs"
    }
  }

  /// By their names in the table of commands.
  package static func commands(of focus: Focus) -> [String] {
    switch focus {
    case .endpoints:
      ["inspect", "into", "until", "break", "find", "only-mismatches", "by-error", "next-mismatch", "zoom"]
    case .reference, .candidate:
      ["next-mismatch", "previous-mismatch", "next-slab", "previous-slab", "slice", "format", "copy", "write", "zoom"]
    case .difference: ["inspect", "next-mismatch", "format", "heat-map", "reduction", "tolerance", "zoom"]
    case .bottom: ["left", "right", "inspect", "find", "next-mismatch", "edit", "zoom"]
    }
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
