import TFDiffDebugger
import TFDiffTensor

/// The characters the views draw with: one set for terminals that show Unicode, one of plain ASCII.
package struct Glyphs: Sendable, Hashable {
  package struct Box: Sendable, Hashable {
    package let horizontal, vertical, topLeft, topRight, bottomLeft, bottomRight: Character
  }
  package let isASCII: Bool
  package let match, mismatch, waived, notRun, breakpoint, disabledBreakpoint, current, folded: Character
  package let markOpen, markClose: Character
  package let box: Box
  package let thumb, track: Character
  package let ellipsis: String
  /// From nothing to full, for the heat map.
  package let shades: [Character]
  package let bar: Character
  package let spinner: [Character]
  package let separator: String

  package static let unicode = Glyphs(
    isASCII: false, match: SymbolSet.unicode.match, mismatch: SymbolSet.unicode.mismatch,
    waived: SymbolSet.unicode.waived, notRun: SymbolSet.unicode.notRun, breakpoint: "◆", disabledBreakpoint: "◇",
    current: "▶", folded: "▸", markOpen: "«", markClose: "»",
    box: Box(horizontal: "─", vertical: "│", topLeft: "╭", topRight: "╮", bottomLeft: "╰", bottomRight: "╯"),
    thumb: "█", track: "│", ellipsis: "…", shades: [" ", "░", "▒", "▓", "█"], bar: "▇",
    spinner: ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"], separator: " · ")

  package static let ascii = Glyphs(
    isASCII: true, match: SymbolSet.ascii.match, mismatch: SymbolSet.ascii.mismatch,
    waived: SymbolSet.ascii.waived, notRun: SymbolSet.ascii.notRun, breakpoint: "*", disabledBreakpoint: "o",
    current: ">", folded: "+", markOpen: "<", markClose: ">",
    box: Box(horizontal: "-", vertical: "|", topLeft: "+", topRight: "+", bottomLeft: "+", bottomRight: "+"),
    thumb: "#", track: "|", ellipsis: "...", shades: [" ", ".", "+", "x", "#"], bar: "#",
    spinner: ["|", "/", "-", "\\"], separator: " - ")

  package func symbol(_ status: Symbol) -> Character {
    switch status {
    case .match: match
    case .mismatch: mismatch
    case .waived: waived
    case .notRun: notRun
    case .breakpoint: breakpoint
    case .disabledBreakpoint: disabledBreakpoint
    case .current: current
    }
  }

  package enum Symbol: Sendable, CaseIterable {
    case match, mismatch, waived, notRun, breakpoint, disabledBreakpoint, current
  }

  /// The character as this set can show it, in as many columns; what is not printable is written out.
  package func shown(_ character: Character) -> String {
    if !isASCII, character.isOfFrame { return String(character) }
    if !VisibleText.isVisible(character) {
      return VisibleText.shown(character).map { shown($0) }.joined()
    }
    if !isASCII || character.isASCII { return character.sturdy }
    if let plain = Self.transliterations[character] { return plain }
    return String(repeating: "?", count: DisplayWidth.of(character))
  }

  /// Plain characters for the others our own texts use; one column for one column.
  private static let transliterations: [Character: String] = [
    "−": "-", "·": "*", "–": "-", "—": "-", "…": "~", "«": "<", "»": ">", "│": "|", "─": "-", "‖": "|",
    "✓": "=", "✗": "X", "≈": "~", "◆": "*", "◇": "o", "▶": ">", "×": "x", "↑": "^", "↓": "v", "←": "<", "→": ">",
    "“": "\"", "”": "\"", "‘": "'", "’": "'", "≤": "<", "≥": ">", "≠": "!", "±": "~", "›": ">", "∞": "i",
    "▇": "#",
  ]

  /// Texts whose plain form is not one column for one column.
  package func text(_ text: String) -> String {
    guard isASCII else { return text }
    return text.replacing("≤", with: "<=").replacing("≥", with: ">=").replacing("≠", with: "!=")
      .replacing("rtol·", with: "rtol*").replacing(" · ", with: " - ").replacing("∞", with: "inf")
  }
}
