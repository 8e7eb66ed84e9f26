import Foundation
import TFDiffDebugger
import TFDiffTensor

/// The lines on what each layer adds to the difference, in the Why tab below the reason: a layer a line, with a bar of its error.
///
/// A bar is as long as the logarithm of the layer's error in the ordinary run; the part of it that the layer's own error makes is
/// full, and what it was handed is shaded.
enum PropagationLines {
  static func lines(_ propagation: Propagation, glyphs: Glyphs, width: Int) -> [[Piece]] {
    let columns = Columns(propagation, width: width)
    let verdict = TextWrap.broken(propagation.verdict.visible, to: width)
    return verdict.map { [Piece($0, propagation.origin == nil ? .match : .mismatch)] } + [heading(columns, glyphs)]
      + propagation.rows.map { line($0, columns, glyphs) } + notes(propagation, width: width)
  }

  /// Where the columns are, and which errors the bars begin and end with.
  private struct Columns {
    let name: Int
    let bar: Int
    let least: Double
    let greatest: Double

    /// How wide a number is, with a blank after it.
    static let number = 9
    static let gain = 10

    init(_ propagation: Propagation, width: Int) {
      let numbers = 2 + 3 * Self.number + Self.gain
      let longest = propagation.rows.map(\.endpoint.displayWidth).max() ?? 0
      name = max(min(longest + 1, width - numbers, 24), 6)
      bar = max(width - numbers - name, 0)
      let errors = propagation.rows.flatMap { [$0.errorOut, $0.ownError, $0.noise] }.compactMap(\.self)
      let positive = errors.filter { $0 > 0 && $0.isFinite }
      (least, greatest) = ((positive.min() ?? 1) / 10, positive.max() ?? 1)
    }

    /// How many columns an error is long.
    func length(_ error: Double?) -> Int {
      guard let error, error > 0 else { return 0 }
      guard error.isFinite else { return bar }
      let share = log(error / least) / max(log(greatest / least), .leastNonzeroMagnitude)
      return min(max(Int((Double(bar) * share).rounded()), 1), bar)
    }
  }

  private static func heading(_ columns: Columns, _ glyphs: Glyphs) -> [Piece] {
    let titles = ["error in", "out", "own"].map { $0.padded(to: Columns.number) } + ["gain".padded(to: Columns.gain)]
    return [
      Piece(
        "  " + "takes the reference's".shortened(to: columns.name - 1).padded(to: columns.name) + titles.joined(),
        .muted),
      Piece("own \(glyphs.bar) handed on \(glyphs.shades[1])".prefix(columns: columns.bar), .muted),
    ]
  }

  private static func line(_ row: PropagationRow, _ columns: Columns, _ glyphs: Glyphs) -> [Piece] {
    let numbers = row.numbers
    let role: Role = row.isAboveNoise || row.isOrigin ? .mismatch : .number
    let own = columns.length(row.ownError)
    let rest = max(columns.length(row.errorOut) - own, 0)
    return [
      symbol(row, glyphs),
      Piece(
        row.endpoint.shortenedKeepingEnd(to: columns.name - 1).padded(to: columns.name),
        row.isOrigin ? .firstDivergence : .text),
      Piece(numbers.errorIn.padded(to: Columns.number) + numbers.errorOut.padded(to: Columns.number), .number),
      Piece(numbers.ownError.padded(to: Columns.number), role),
      Piece(numbers.gain.padded(to: Columns.gain), .number),
      Piece(String(repeating: glyphs.bar, count: own), role == .mismatch ? .barMismatch : .bar),
      Piece(String(repeating: glyphs.shades[1], count: rest), .heat1),
    ]
  }

  /// The origin is pointed at; the others say whether they add more than rounding.
  private static func symbol(_ row: PropagationRow, _ glyphs: Glyphs) -> Piece {
    if row.isOrigin { return Piece("\(glyphs.symbol(.current)) ", .firstDivergence) }
    return .symbol(row.ownError == nil ? .notRun : row.isAboveNoise ? .mismatch : .match, glyphs)
  }

  private static func notes(_ propagation: Propagation, width: Int) -> [[Piece]] {
    propagation.rows.flatMap { row in
      TextWrap.broken((row.note.map { "\(row.endpoint): \($0)" } ?? "").visible, to: width).filter { !$0.isEmpty }
        .map { [Piece($0, .muted)] }
    }
  }
}
