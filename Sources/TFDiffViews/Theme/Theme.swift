import TFDiffUI

/// How each role looks, in the colours a theme file names.
public struct Theme: Sendable, Hashable {
  public let name: String
  package let styles: [Role: Style]

  package init(name: String, styles: [Role: Style]) {
    self.name = name
    self.styles = styles
  }
}

/// A theme as a terminal with given capabilities shows it: every role has a style.
package struct StyleSheet: Sendable {
  private let styles: [Role: Style]
  private let standard: Style

  package init(theme: Theme, capabilities: Capabilities) {
    if capabilities.colorDepth == .none {
      styles = Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0, $0.withoutColor) })
      standard = .plain
      return
    }
    let text = theme.styles[.text] ?? .plain
    standard = text
    styles = theme.styles.mapValues { style in
      var filled = style
      if filled.foreground == .default { filled.foreground = text.foreground }
      if filled.background == .default { filled.background = text.background }
      return filled
    }
  }

  package subscript(role: Role) -> Style { styles[role] ?? standard }

  /// Lays a role over a style as a highlight: its background and attributes, not the colour of the words.
  package func highlight(_ style: Style, with role: Role) -> Style {
    let over = self[role]
    var result = style
    if over.background != standard.background { result.background = over.background }
    result.bold = style.bold || over.bold
    result.underline = style.underline || over.underline
    result.reverse = style.reverse || over.reverse
    return result
  }
}
