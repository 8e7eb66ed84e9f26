import TFDiffUI

/// Two colours as ncurses numbers them; −1 is the terminal's own.
package struct ColorPair: Sendable, Hashable {
  package var foreground: Int32
  package var background: Int32
  package static let standard = ColorPair(foreground: -1, background: -1)
  package init(foreground: Int32, background: Int32) {
    self.foreground = foreground
    self.background = background
  }
}

/// Brings a theme's colours to those a terminal has.
///
/// Only a terminal description with direct colour (TERM=xterm-direct, tmux-direct) makes ncurses send RGB.
/// On xterm-256color it cannot, whatever COLORTERM says: there the nearest of the 256 is used.
package struct ColorReducer: Sendable {
  package let depth: ColorDepth
  /// Whether the terminal can go back to its own colours.
  package let hasDefaultColors: Bool

  package init(depth: ColorDepth, hasDefaultColors: Bool) {
    self.depth = depth
    self.hasDefaultColors = hasDefaultColors
  }

  package func pair(foreground: Color, background: Color) -> ColorPair {
    guard depth != .none else { return .standard }
    var pair = ColorPair(foreground: number(foreground), background: number(background))
    if depth == .eight { keepLegible(&pair, foreground, background) }
    guard !hasDefaultColors else { return pair }
    if pair.foreground < 0 { pair.foreground = 7 }
    if pair.background < 0 { pair.background = 0 }
    return pair
  }

  private func number(_ color: Color) -> Int32 {
    switch (depth, color) {
    case (.none, _), (_, .default): -1
    case (.eight, .indexed(let index)) where index < 16: Int32(index % 8)
    case (.eight, _): Int32(XtermPalette.nearestOfEight(to: Self.rgb(color)))
    case (.palette256, .indexed(let index)): Int32(index)
    case (.palette256, _): Int32(XtermPalette.nearest(to: Self.rgb(color)))
    case (.trueColor, .indexed(let index)) where index < 8: Int32(index)
    case (.trueColor, _): Self.direct(Self.rgb(color))
    }
  }

  /// Direct-colour descriptions keep 1…7 for ANSI's names, so the darkest blues move aside.
  private static func direct(_ color: XtermPalette.RGB) -> Int32 {
    let number = color.red << 16 | color.green << 8 | color.blue
    return Int32((1..<8).contains(number) ? (number < 4 ? 0 : 8) : number)
  }

  /// With eight colours a grey turns black, and neighbours turn equal: text must not vanish for it.
  private func keepLegible(_ pair: inout ColorPair, _ foreground: Color, _ background: Color) {
    guard foreground != background, pair.foreground >= 0 else { return }
    if pair.background < 0 {
      if pair.foreground == 0 { pair.foreground = -1 }
    } else if pair.foreground == pair.background {
      let isDark = XtermPalette.color(UInt8(pair.background)).luma < 128
      pair.foreground = isDark ? 7 : 0
    }
  }

  private static func rgb(_ color: Color) -> XtermPalette.RGB {
    switch color {
    case .rgb(let red, let green, let blue): XtermPalette.RGB(Int(red), Int(green), Int(blue))
    case .indexed(let index): XtermPalette.color(index)
    case .default: XtermPalette.color(7)
    }
  }
}
