import TFDiffDebugger
import TFDiffTensor
import TFDiffUI

/// The list at the left: the endpoints, or the operations of one that is open. Only the rows of the window are made.
package enum EndpointList {
  package struct Row: Sendable, Hashable {
    package var index: Int
    package var pieces: [Piece]
    /// Right-aligned, before the bar.
    package var tail: Piece
    /// How great its error is beside those of the other rows, on a logarithmic scale; at the right edge.
    package var bar: Piece
    package var isCursor: Bool
    package var isFirstDivergence: Bool
  }

  static func draw(_ state: AppState, in rect: Rect, on canvas: inout Canvas) {
    let isFocused = state.focus == .endpoints
    canvas.pane(rect, title: title(state, canvas.glyphs), isFocused: isFocused)
    let inside = rect.inside
    let rows = rows(state, width: inside.columns, height: inside.rows, glyphs: canvas.glyphs)
    for (line, row) in rows.enumerated() {
      draw(
        row, isFocused: isFocused, found(row, state),
        in: Rect(
          column: inside.column, row: inside.row + line, columns: inside.columns, rows: 1), on: &canvas)
    }
    if rows.isEmpty, inside.rows > 0 {
      canvas.put(emptyText(state), column: inside.column + 1, row: inside.row, role: .muted)
    }
    canvas.scrollBar(
      onRightEdgeOf: rect, offset: state.listCursor.offset, visible: inside.rows, count: state.order.count)
  }

  private static func title(_ state: AppState, _ glyphs: Glyphs) -> String {
    let plain = state.debugger.comparesTraining ? "Rungs" : "Endpoints"
    let name = state.openEndpoint.map { "Ops › \(state.debugger.endpoints[$0].name)" } ?? plain
    let filter = state.listing.onlyMismatches ? " ✗ \(state.mismatchCount)/\(state.rowCount)" : ""
    return name + filter + (state.listing.isByError ? " ↓ error" : "")
  }

  private static func emptyText(_ state: AppState) -> String {
    if state.openEndpoint != nil { return state.isBusy ? "recording…" : "none recorded" }
    return state.isBusy ? "running…" : "n steps, c continues"
  }

  /// The rows of the window, and no other.
  package static func rows(_ state: AppState, width: Int, height: Int, glyphs: Glyphs) -> [Row] {
    if let open = state.openEndpoint {
      let row = state.debugger.endpoints[open]
      let first = state.debugger.originRow(of: row)
      let bars = ErrorBars(state.errorScale, width: width, glyphs)
      return state.order.visible(state.operationCursor, height: height).map { index in
        operation(row.operations[index], index, first, state, bars, width: width, glyphs: glyphs)
      }
    }
    let first = state.firstDivergence
    let bars = ErrorBars(state.errorScale, width: width, glyphs)
    let shown = state.order.visible(state.endpointCursor, height: height)
    let names = NameElision(
      of: shown.map { state.debugger.endpoints[$0].name }, sharing: state.sharedPrefix,
      to: width - Self.gutterWidth - Self.errorWidth - bars.cells, ellipsis: glyphs.ellipsis)
    return receding(
      shown.map { index in
        if let fold = state.fold(ofRow: index) { return folded(fold, index, state, bars, width: width, glyphs: glyphs) }
        return endpoint(
          state.debugger.endpoints[index], index, first, state, names, bars, width: width, glyphs: glyphs)
      })
  }

  /// Columns before a name.
  static let gutterWidth = 3
  /// Columns of a number, with the blank before it.
  static let errorWidth = 8

  private static func endpoint(
    _ endpoint: EndpointRow, _ index: Int, _ first: Int?, _ state: AppState, _ names: NameElision, _ bars: ErrorBars,
    width: Int, glyphs: Glyphs
  ) -> Row {
    let debugger = state.debugger
    let isCurrent = index == (debugger.isInside ? debugger.position : debugger.position - 1)
    let isWaived = endpoint.waived != nil
    let tail = tail(endpoint.status, endpoint.comparison, isWaived: isWaived)
    let marker = marker(for: [endpoint.name], in: debugger.breakpoints)
    let symbol = piece(isWaived ? .waived : .init(endpoint.status), glyphs)
    let room = width - gutterWidth - (tail.text.isEmpty ? 0 : tail.text.displayWidth + 1 + bars.cells)
    return Row(
      index: index,
      pieces: gutter(isCurrent: isCurrent, marker, symbol, glyphs) + [
        Piece(
          names.shown(endpoint.name, to: max(room, 4)), isWaived ? .text : nameRole(endpoint.status))
      ],
      tail: tail, bar: bars.bar(endpoint.comparison, isOver: endpoint.diverges),
      isCursor: index == state.endpointCursor.index, isFirstDivergence: index == first)
  }

  private static func operation(
    _ operation: OperationRow, _ index: Int, _ first: Int?, _ state: AppState, _ bars: ErrorBars, width: Int,
    glyphs: Glyphs
  ) -> Row {
    let event = operation.reference ?? operation.candidate
    let names = [operation.reference?.name, operation.candidate?.name].compactMap { $0 }
    let marker = marker(for: names, in: state.debugger.breakpoints)
    let status = operation.status
    let tail = operation.isFusedAway ? Piece("fused", .muted) : tail(status, operation.comparison)
    let symbol = operation.isFusedAway ? piece(.notRun, glyphs) : piece(.init(status), glyphs)
    let plain = event?.type ?? ""
    let type = operation.iteration.map { "\(plain) \($0.shortDescription)" } ?? plain
    let room = width - 4 - type.displayWidth - tail.text.displayWidth - 1 - bars.cells
    let name = room < 4 ? "" : (event?.name ?? "").shortenedKeepingEnd(to: room, ellipsis: glyphs.ellipsis)
    let isLast =
      state.debugger.isInside && state.openEndpoint == state.debugger.position
      && index == state.debugger.endpoints[state.debugger.position].operations.count - 1
    return Row(
      index: index,
      pieces: gutter(isCurrent: isLast, marker, symbol, glyphs) + [
        Piece(type, operation.isFusedAway ? .muted : nameRole(status)), Piece(" " + name, .muted),
      ],
      tail: tail, bar: bars.bar(operation.isFusedAway ? nil : operation.comparison, isOver: operation.isMismatch),
      isCursor: index == state.operationCursor.index, isFirstDivergence: index == first)
  }

  /// The three columns before a name: where the run is, the verdict, and a breakpoint, which hides neither of the two.
  static func gutter(
    isCurrent: Bool, _ marker: Glyphs.Symbol?, _ verdict: Piece, _ glyphs: Glyphs
  ) -> [Piece] {
    let marker = marker.map { piece($0, glyphs) } ?? Piece(" ")
    return isCurrent ? [Piece(String(glyphs.current), .current), verdict, marker] : [marker, verdict, Piece(" ")]
  }

  private static func marker(for names: [String], in breakpoints: [Breakpoint]) -> Glyphs.Symbol? {
    var marker: Glyphs.Symbol?
    for breakpoint in breakpoints {
      guard breakpoint.condition.kind.names == .rows, let glob = breakpoint.condition.glob else { continue }
      let pattern = Glob(glob)
      guard names.contains(where: { pattern.matches($0) }) else { continue }
      if breakpoint.isEnabled { return .breakpoint }
      marker = .disabledBreakpoint
    }
    return marker
  }

  private static func tail(_ status: Status, _ comparison: Comparison?, isWaived: Bool = false) -> Piece {
    guard let comparison else { return Piece(status.shortWords, status.isDivergence ? .mismatch : .muted) }
    return Piece(formatShort(comparison.maxAbs), status.isDivergence && !isWaived ? .mismatch : .number)
  }

  private static func nameRole(_ status: Status) -> Role {
    switch status {
    case .notRun: .notRun
    case .match: .text
    default: .mismatch
    }
  }

  static func piece(_ symbol: Glyphs.Symbol, _ glyphs: Glyphs) -> Piece {
    let role: Role =
      switch symbol {
      case .match: .match
      case .mismatch: .mismatch
      case .waived: .warning
      case .notRun: .notRun
      case .breakpoint: .breakpoint
      case .disabledBreakpoint: .muted
      case .current: .current
      }
    return Piece(String(glyphs.symbol(symbol)), role)
  }

  /// What of a row is to be marked as found.
  private static func found(_ row: Row, _ state: AppState) -> TextPattern? {
    guard state.focus != .bottom, let search = state.search, search.rows.contains(row.index) else { return nil }
    return search.pattern
  }

  private static func draw(
    _ row: Row, isFocused: Bool, _ found: TextPattern?, in rect: Rect, on canvas: inout Canvas
  ) {
    canvas.put(row.pieces, column: rect.column, row: rect.row, width: rect.columns)
    let width = row.tail.text.displayWidth
    let end = rect.endColumn - ErrorBars.cells(width: rect.columns)
    canvas.put(row.tail.text, column: end - width, row: rect.row, role: row.tail.role)
    canvas.put(row.bar.text, column: end, row: rect.row, role: row.bar.role)
    let styles = canvas.styles
    if let found {
      let name = row.pieces.dropFirst(gutterWidth).map(\.text).joined()
      canvas.clipped(to: rect.firstColumns(end - width - rect.column)) {
        $0.mark(found, in: name, column: rect.column + gutterWidth, row: rect.row)
      }
    }
    if row.isFirstDivergence { canvas.restyle(rect) { styles.highlight($0, with: .firstDivergence) } }
    guard row.isCursor else { return }
    let role = isFocused ? Role.cursor : .cursorInactive
    let area = row.isFirstDivergence ? rect.firstColumns(3) : rect
    canvas.restyle(area) { styles.highlight($0, with: role) }
  }
}
