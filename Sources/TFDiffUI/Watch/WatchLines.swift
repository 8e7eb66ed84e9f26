import TFDiffDebugger
import TFDiffTensor

/// The lines of the Watch tab, one a watch.
enum WatchLines {
  static let emptyText = "W watches the cell under the cursor, :watch max_abs > 1e-4 every layer."

  static func pieces(_ index: Int, _ state: AppState, _ glyphs: Glyphs, width: Int) -> [Piece] {
    let watch = state.watches[index]
    let reading = state.reading(of: watch)
    let digits = String(state.watches.count).count
    let names = state.watches.map { "\($0)".visible.displayWidth }.max() ?? 0
    let room = max(min(names, (width - digits) * 2 / 5), 8)
    let name = "\(watch)".visible.shortenedInTheMiddle(to: room, ellipsis: glyphs.ellipsis).padded(to: room)
    let number = String(index + 1).leftPadded(to: digits)
    let start = [Piece("\(number)  ", .muted), Piece(name, reading.isWarning ? .warning : .text), Piece("  ")]
    return start + words(reading, watch, state, glyphs, room: width - digits - room - 4)
  }

  private static func words(
    _ reading: WatchReading, _ watch: Watch, _ state: AppState, _ glyphs: Glyphs, room: Int
  ) -> [Piece] {
    switch reading {
    case .nothing(let why): return [Piece(why, .muted)]
    case .element(let element):
      let whole = self.element(element, glyphs, isShort: false) + place(watch, state)
      return width(whole) <= room ? whole : self.element(element, glyphs, isShort: true)
    case .measure(let course):
      guard case .measure(let measure, _) = watch, course.known > 0 else { return [Piece("not run yet", .muted)] }
      let words = holding(course, state) + here(course, measure)
      let left = room - width(words) - 1
      return words + [Piece(" "), Piece(Sparkline.text(course.magnitudes, width: left, glyphs), .bar)]
    }
  }

  private static func width(_ pieces: [Piece]) -> Int { pieces.reduce(0) { $0 + $1.text.displayWidth } }

  /// Where there is little room the sides are told apart by their order and colours.
  private static func element(_ element: WatchReading.Element, _ glyphs: Glyphs, isShort: Bool) -> [Piece] {
    var pieces = [
      Piece(isShort ? "" : "reference ", .muted), Piece(element.sides.reference ?? "none", .reference),
      Piece(isShort ? " and " : "  candidate ", .muted), Piece(element.sides.candidate ?? "none", .candidate),
    ]
    if let difference = element.difference {
      pieces += [
        Piece("  |a−b| ", .muted), Piece(formatShort(difference) + " ", element.isMismatch ? .mismatch : .number),
        .symbol(element.isMismatch ? .mismatch : .match, glyphs),
      ]
    }
    return pieces
  }

  /// What an element without a name is of now.
  private static func place(_ watch: Watch, _ state: AppState) -> [Piece] {
    guard case .element(_, nil) = watch, let name = state.subject?.name else { return [] }
    return [Piece(" in \(name.visible)", .muted)]
  }

  /// For how many layers a bound holds, and for which first.
  private static func holding(_ course: WatchReading.Course, _ state: AppState) -> [Piece] {
    guard let holding = course.holding else { return [] }
    let count = "\(holding.count) of \(course.known)"
    guard let first = holding.first else { return [Piece("\(count)  ", .match)] }
    return [Piece(count, .warning), Piece(", first \(state.debugger.endpoints[first].name.visible)  ", .text)]
  }

  private static func here(_ course: WatchReading.Course, _ measure: WatchedMeasure) -> [Piece] {
    func text(_ number: Double) -> String {
      measure.isCount && number.isFinite && abs(number) < 1e15 ? String(Int(number)) : NumberText.statistic(number)
    }
    switch course.here {
    case nil: return [Piece("here not known", .muted)]
    case .ofPair(let value): return [Piece("here ", .muted), Piece(text(value), .number)]
    case .ofSides(let reference, let candidate):
      return [
        Piece("here ", .muted), Piece(text(reference), .reference), Piece(" and ", .muted),
        Piece(text(candidate), .candidate), Piece("  |a−b| ", .muted),
        Piece(text(abs(reference - candidate)), .number),
      ]
    }
  }
}

/// A row of little bars, one for each layer, or for several the greatest of theirs; logarithmic, as the list's bars are.
enum Sparkline {
  private static let eighths: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let strokes: [Character] = [".", ":", "-", "=", "+", "*", "#", "@"]

  /// - Parameter numbers: nil where one is not known, which leaves a gap.
  static func text(_ numbers: [Double?], width: Int, _ glyphs: Glyphs) -> String {
    let cells = min(width, numbers.count)
    guard cells > 3 else { return "" }
    let scale = ErrorScale(numbers.compactMap { $0.map(abs) })
    let levels = glyphs.isASCII ? strokes : eighths
    return String(
      (0..<cells).map { cell -> Character in
        let part = numbers[(cell * numbers.count / cells)..<((cell + 1) * numbers.count / cells)]
        let known = part.compactMap { $0.map { $0.isNaN ? .infinity : abs($0) } }
        guard let greatest = known.max() else { return " " }
        return levels[min(Int(scale.share(of: greatest) * Double(levels.count)), levels.count - 1)]
      })
  }
}
