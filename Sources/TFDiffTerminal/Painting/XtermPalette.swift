/// xterm's 256 colours: 16 that people redefine, a 6×6×6 cube, and 24 greys (xterm's `256colres.h`).
package enum XtermPalette {
  package struct RGB: Sendable, Hashable {
    package var red: Int
    package var green: Int
    package var blue: Int
    package init(_ red: Int, _ green: Int, _ blue: Int) {
      self.red = red
      self.green = green
      self.blue = blue
    }

    package func squaredDistance(to other: RGB) -> Int {
      let (red, green, blue) = (red - other.red, green - other.green, blue - other.blue)
      return red * red + green * green + blue * blue
    }

    /// Rec. 601 luma, 0…255.
    package var luma: Int { (299 * red + 587 * green + 114 * blue) / 1000 }
  }

  private static let levels = [0, 95, 135, 175, 215, 255]
  private static let named = [
    RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0),
    RGB(0, 0, 238), RGB(205, 0, 205), RGB(0, 205, 205), RGB(229, 229, 229),
    RGB(127, 127, 127), RGB(255, 0, 0), RGB(0, 255, 0), RGB(255, 255, 0),
    RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255), RGB(255, 255, 255),
  ]

  /// What xterm shows for `index` unless told otherwise.
  package static func color(_ index: UInt8) -> RGB {
    let index = Int(index)
    if index < 16 { return named[index] }
    if index >= 232 {
      let grey = 8 + 10 * (index - 232)
      return RGB(grey, grey, grey)
    }
    let place = index - 16
    return RGB(levels[place / 36], levels[place / 6 % 6], levels[place % 6])
  }

  /// The index of the colour nearest to `color` among 16…255; the first 16 are whatever the person made them.
  package static func nearest(to color: RGB) -> Int {
    let place = 36 * nearestLevel(color.red) + 6 * nearestLevel(color.green) + nearestLevel(color.blue)
    let average = (color.red + color.green + color.blue) / 3
    let grey = 232 + min(max((average - 3) / 10, 0), 23)
    return closer(to: color, 16 + place, grey)
  }

  /// The index of the colour nearest to `color` among the eight of ANSI.
  package static func nearestOfEight(to color: RGB) -> Int {
    (0..<8).min { named[$0].squaredDistance(to: color) < named[$1].squaredDistance(to: color) } ?? 7
  }

  private static func nearestLevel(_ value: Int) -> Int {
    (0..<6).min { abs(levels[$0] - value) < abs(levels[$1] - value) } ?? 0
  }

  private static func closer(to color: RGB, _ first: Int, _ second: Int) -> Int {
    let distances = [first, second].map { Self.color(UInt8(clamping: $0)).squaredDistance(to: color) }
    return distances[1] < distances[0] ? second : first
  }
}
