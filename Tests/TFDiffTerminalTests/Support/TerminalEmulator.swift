import Foundation
import TFDiffUI

/// Enough of a terminal to see what a program has put on it. What it does not know it lists in `unknown`.
struct TerminalEmulator {
  struct Look: Equatable {
    var foreground = "default"
    var background = "default"
    var attributes: Set<Int> = []
  }

  struct Spot: Equatable {
    var text = " "
    var look = Look()
  }

  let columns: Int
  let rows: Int
  private(set) var grid: [Spot]
  private(set) var modes: Set<String> = []
  private(set) var unknown: [String] = []
  private(set) var column = 0
  private(set) var row = 0
  private var look = Look()
  private var lastCharacter = " "

  init(columns: Int, rows: Int, output: [UInt8]) {
    self.columns = columns
    self.rows = rows
    grid = Array(repeating: Spot(), count: columns * rows)
    feed(Array(String(decoding: output, as: UTF8.self).unicodeScalars))
  }

  func spot(_ column: Int, _ row: Int) -> Spot { grid[row * columns + column] }

  func line(_ row: Int) -> String {
    let text = (0..<columns).map { spot($0, row).text }.joined()
    return String(text.reversed().drop { $0 == " " }.reversed())
  }

  private mutating func feed(_ scalars: [Unicode.Scalar]) {
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      switch scalar {
      case "\r": column = 0
      case "\n": row = min(row + 1, rows - 1)
      case "\u{8}": column = max(column - 1, 0)
      case "\u{1B}": index = escape(scalars, index)
      case _ where scalar.value < 0x20: note("control \(scalar.value)")
      default: put(scalar)
      }
    }
  }

  private mutating func note(_ what: String) { unknown.append(what) }

  private mutating func put(_ scalar: Unicode.Scalar) {
    let width = Self.width(scalar)
    if width == 0 {
      let place = row * columns + max(column - 1, 0)
      grid[place].text.unicodeScalars.append(scalar)
      return
    }
    if column + width > columns {
      column = 0
      row = min(row + 1, rows - 1)
    }
    grid[row * columns + column] = Spot(text: String(scalar), look: look)
    if width == 2 { grid[row * columns + column + 1] = Spot(text: "", look: look) }
    lastCharacter = String(scalar)
    column += width
  }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF00...0xFF60: 2
    case 0x1F300...0x1FAFF, 0x20000...0x3FFFD: 2
    default: 1
    }
  }

  private mutating func escape(_ scalars: [Unicode.Scalar], _ start: Int) -> Int {
    guard start < scalars.count else { return start }
    switch scalars[start] {
    case "[":
      let end = scalars[(start + 1)...].firstIndex { (0x40...0x7E).contains($0.value) } ?? scalars.count - 1
      control(String(String.UnicodeScalarView(scalars[(start + 1)..<end])), scalars[end])
      return end + 1
    case "(", ")": return start + 2
    case "=", ">", "7", "8": return start + 1
    case "]", "P":
      return afterString(scalars, start, endsWithBell: scalars[start] == "]")
    default:
      note("escape \(scalars[start])")
      return start + 1
    }
  }

  /// An operating system command ends with BEL or ESC \, a device control string only with the latter; in it,
  /// as tmux wants it, Escape is doubled.
  private func afterString(_ scalars: [Unicode.Scalar], _ start: Int, endsWithBell: Bool) -> Int {
    var index = start
    while index < scalars.count {
      if endsWithBell, scalars[index] == "\u{7}" { return index + 1 }
      if scalars[index] == "\u{1B}" {
        if index + 1 < scalars.count, scalars[index + 1] == "\\" { return index + 2 }
        index += 1
      }
      index += 1
    }
    return index
  }

  private mutating func control(_ text: String, _ final: Unicode.Scalar) {
    let numbers = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    let count = max(numbers.first ?? 0, 1)
    switch final {
    case "H", "f":
      row = min(count, rows) - 1
      column = min(max(numbers.count > 1 ? numbers[1] : 1, 1), columns) - 1
    case "A": row = max(row - count, 0)
    case "B": row = min(row + count, rows - 1)
    case "C": column = min(column + count, columns - 1)
    case "D": column = max(column - count, 0)
    case "G": column = min(count, columns) - 1
    case "d": row = min(count, rows) - 1
    case "J": erase(text == "2" ? 0..<grid.count : place..<grid.count)
    case "K": erase(text == "1" ? row * columns..<place + 1 : place..<(row + 1) * columns)
    case "X": erase(place..<min(place + count, (row + 1) * columns))
    case "b": for _ in 0..<count { lastCharacter.unicodeScalars.forEach { put($0) } }
    case "@": insert(count)
    case "P": delete(count)
    case "m": style(text)
    case "h": modes.insert(text)
    case "l": modes.remove(text)
    case "r", "t": break
    default: note("CSI \(text)\(final)")
    }
  }

  private var place: Int { row * columns + min(column, columns - 1) }

  private mutating func erase(_ range: Range<Int>) {
    for index in range {
      grid[index] = Spot(text: " ", look: Look(background: look.background))
    }
  }

  private mutating func insert(_ count: Int) {
    grid.insert(contentsOf: Array(repeating: Spot(), count: count), at: place)
    grid.removeSubrange((row + 1) * columns..<(row + 1) * columns + count)
  }

  private mutating func delete(_ count: Int) {
    grid.insert(contentsOf: Array(repeating: Spot(), count: count), at: (row + 1) * columns)
    grid.removeSubrange(place..<place + count)
  }

  // MARK: Looks

  private mutating func style(_ text: String) {
    var fields = text.split(separator: ";", omittingEmptySubsequences: false).map(String.init)[...]
    while let field = fields.popFirst() {
      let number = Int(field.split(separator: ":").first ?? "0") ?? 0
      switch number {
      case 0: look = Look()
      case 1...7: look.attributes.insert(number)
      case 22: look.attributes.subtract([1, 2])
      case 23...27: look.attributes.remove(number - 20)
      case 30...37: look.foreground = "\(number - 30)"
      case 40...47: look.background = "\(number - 40)"
      case 90...97: look.foreground = "\(number - 82)"
      case 100...107: look.background = "\(number - 92)"
      case 38: look.foreground = Self.extended(field, &fields)
      case 48: look.background = Self.extended(field, &fields)
      case 39: look.foreground = "default"
      case 49: look.background = "default"
      default: note("SGR \(field)")
      }
    }
  }

  private static func extended(_ field: String, _ rest: inout ArraySlice<String>) -> String {
    let inside = field.split(separator: ":", omittingEmptySubsequences: true).map(String.init)
    if inside.count > 1 {
      return inside[1] == "2" ? "#" + inside.suffix(3).joined(separator: ",") : inside[2]
    }
    guard let kind = rest.popFirst() else { return "?" }
    if kind == "5" { return rest.popFirst() ?? "?" }
    let values = (0..<3).compactMap { _ in rest.popFirst() }
    return "#" + values.joined(separator: ",")
  }
}
