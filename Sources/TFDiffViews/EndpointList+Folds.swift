import TFDiffDebugger
import TFDiffTensor
import TFDiffUI

extension EndpointList {
  /// The row of a scope that is folded: its name, how many rows it has, how many differ, and whether the runs first part in it.
  static func folded(
    _ fold: Fold, _ index: Int, _ state: AppState, _ bars: ErrorBars, width: Int, glyphs: Glyphs
  ) -> Row {
    let isOver = fold.mismatches > 0
    let tail = tail(fold)
    let room = max(width - gutterWidth - (tail.text.isEmpty ? 0 : tail.text.displayWidth + 1 + bars.cells), 4)
    return Row(
      index: index,
      pieces: gutter(isCurrent: isAtRun(fold, state), nil, piece(symbol(fold), glyphs), glyphs)
        + words(fold, state, room: room, glyphs),
      tail: tail, bar: fold.greatest >= 0 ? bars.bar(error: fold.greatest, isOver: isOver) : Piece(""),
      isCursor: index == state.endpointCursor.index, isFirstDivergence: fold.firstDivergence != nil)
  }

  /// What does not fit is left out, the name's beginning first, and how many differ last.
  private static func words(_ fold: Fold, _ state: AppState, room: Int, _ glyphs: Glyphs) -> [Piece] {
    let differing = fold.mismatches == 0 ? "" : " \(glyphs.mismatch)\(fold.mismatches)"
    let first =
      fold.firstDivergence.map { " first \(state.debugger.endpoints[$0].name.dropFirst(fold.scope.count))" } ?? ""
    let count = " \(fold.count)"
    let least = 2 + count.displayWidth + differing.displayWidth
    let elision = NameElision(of: [], sharing: state.sharedPrefix, to: room, ellipsis: glyphs.ellipsis)
    let name = elision.shown(fold.scope, to: max(room - least, 2))
    let left = room - least - name.displayWidth
    return [
      Piece("\(glyphs.folded) ", .muted), Piece(name, fold.mismatches > 0 ? .mismatch : .text), Piece(count, .muted),
      Piece(differing, .mismatch),
      Piece(left > 8 ? first.shortened(to: left, ellipsis: glyphs.ellipsis) : "", .mismatch),
    ]
  }

  private static func tail(_ fold: Fold) -> Piece {
    if fold.greatest < 0 { return Piece("") }
    let text = fold.greatest.isFinite ? formatShort(fold.greatest) : "differs"
    return Piece(text, fold.mismatches > 0 ? .mismatch : .number)
  }

  private static func symbol(_ fold: Fold) -> Glyphs.Symbol {
    fold.mismatches > 0 ? .mismatch : fold.matches == fold.count ? .match : .notRun
  }

  /// Whether the run is at one of its rows.
  private static func isAtRun(_ fold: Fold, _ state: AppState) -> Bool {
    let debugger = state.debugger
    let place = debugger.isInside ? debugger.position : debugger.position - 1
    return debugger.endpoints.indices.contains(place) && debugger.endpoints[place].name.hasPrefix(fold.scope)
  }
}
