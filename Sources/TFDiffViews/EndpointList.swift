import TFDiffDebugger
import TFDiffTensor
import TFDiffUI

/// The list at the left: the endpoints, or the operations of one that is open. Only the rows of the window are made.
package enum EndpointList {
  package struct Row: Sendable, Hashable {
    package var index: Int
    package var pieces: [Piece]
    /// Right-aligned.
    package var tail: Piece
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
        row, isFocused: isFocused,
        in: Rect(
          column: inside.column, row: inside.row + line, columns: inside.columns, rows: 1), on: &canvas)
    }
    if rows.isEmpty, inside.rows > 0 {
      canvas.put(emptyText(state), column: inside.column + 1, row: inside.row, role: .muted)
    }
    let cursor = state.openEndpoint == nil ? state.endpointCursor : state.operationCursor
    canvas.scrollBar(
      onRightEdgeOf: rect, offset: cursor.offset, visible: inside.rows, count: count(state))
  }

  private static func title(_ state: AppState, _ glyphs: Glyphs) -> String {
    guard let open = state.openEndpoint else { return state.debugger.comparesTraining ? "Rungs" : "Endpoints" }
    return "Ops › \(state.debugger.endpoints[open].name)"
  }

  private static func emptyText(_ state: AppState) -> String {
    if state.openEndpoint != nil { return state.isBusy ? "recording…" : "none recorded" }
    return state.isBusy ? "running…" : "n steps, c continues"
  }

  private static func count(_ state: AppState) -> Int {
    state.openEndpoint.map { state.debugger.endpoints[$0].operations.count } ?? state.debugger.endpoints.count
  }

  /// The rows of the window, and no other.
  package static func rows(_ state: AppState, width: Int, height: Int, glyphs: Glyphs) -> [Row] {
    if let open = state.openEndpoint {
      let row = state.debugger.endpoints[open]
      let first = state.debugger.originRow(of: row)
      return state.operationCursor.visible(count: row.operations.count, height: height).map { index in
        operation(row.operations[index], index, first, state, width: width, glyphs: glyphs)
      }
    }
    let first = state.debugger.firstDivergence
    return state.endpointCursor.visible(count: state.debugger.endpoints.count, height: height).map { index in
      endpoint(state.debugger.endpoints[index], index, first, state, width: width, glyphs: glyphs)
    }
  }

  private static func endpoint(
    _ endpoint: EndpointRow, _ index: Int, _ first: Int?, _ state: AppState, width: Int, glyphs: Glyphs
  ) -> Row {
    let debugger = state.debugger
    let isCurrent = index == (debugger.isInside ? debugger.position : debugger.position - 1)
    let isWaived = endpoint.waived != nil
    let tail = tail(endpoint.status, endpoint.comparison, isWaived: isWaived)
    let marker = marker(for: [endpoint.name], in: debugger.breakpoints)
    let symbol: Piece
    switch (marker, endpoint.status) {
    case (let marker?, .notRun), (let marker?, .match): symbol = piece(marker, glyphs)
    default: symbol = piece(endpoint.waived == nil ? .init(endpoint.status) : .waived, glyphs)
    }
    let room = width - 3 - (tail.text.isEmpty ? 0 : tail.text.displayWidth + 2)
    return Row(
      index: index,
      pieces: [
        leading(isCurrent: isCurrent, marker: symbol.text == String(glyphs.mismatch) ? marker : nil, glyphs),
        symbol,
        Piece(
          " " + name(endpoint, width: max(room, 4), glyphs),
          isWaived ? .text : nameRole(endpoint.status)),
      ],
      tail: tail, isCursor: index == state.endpointCursor.index, isFirstDivergence: index == first)
  }

  /// Rungs are told apart by what stands last, the variable, of which many have the same kind before it.
  private static func name(_ endpoint: EndpointRow, width: Int, _ glyphs: Glyphs) -> String {
    endpoint.rung == nil
      ? endpoint.name.shortened(to: width, ellipsis: glyphs.ellipsis)
      : endpoint.name.shortenedKeepingEnd(to: width, ellipsis: glyphs.ellipsis)
  }

  private static func operation(
    _ operation: OperationRow, _ index: Int, _ first: Int?, _ state: AppState, width: Int, glyphs: Glyphs
  ) -> Row {
    let event = operation.reference ?? operation.candidate
    let names = [operation.reference?.name, operation.candidate?.name].compactMap { $0 }
    let marker = marker(for: names, in: state.debugger.breakpoints)
    let status = operation.status
    let tail = operation.isFusedAway ? Piece("fused", .muted) : tail(status, operation.comparison)
    let symbol = operation.isFusedAway ? piece(.notRun, glyphs) : piece(.init(status), glyphs)
    let plain = event?.type ?? ""
    let type = operation.iteration.map { "\(plain) \($0.shortDescription)" } ?? plain
    let room = width - 4 - type.displayWidth - tail.text.displayWidth - 2
    let name = room < 4 ? "" : (event?.name ?? "").shortenedKeepingEnd(to: room, ellipsis: glyphs.ellipsis)
    let isLast =
      state.debugger.isInside && state.openEndpoint == state.debugger.position
      && index == state.debugger.endpoints[state.debugger.position].operations.count - 1
    return Row(
      index: index,
      pieces: [
        leading(isCurrent: isLast, marker: marker, glyphs), symbol,
        Piece(" " + type, operation.isFusedAway ? .muted : nameRole(status)), Piece(" " + name, .muted),
      ],
      tail: tail, isCursor: index == state.operationCursor.index, isFirstDivergence: index == first)
  }

  /// The first column: where the run is, else a breakpoint that has no other place.
  private static func leading(isCurrent: Bool, marker: Glyphs.Symbol?, _ glyphs: Glyphs) -> Piece {
    if isCurrent { return Piece(String(glyphs.current), .current) }
    return marker.map { piece($0, glyphs) } ?? Piece(" ")
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

  private static func piece(_ symbol: Glyphs.Symbol, _ glyphs: Glyphs) -> Piece {
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

  private static func draw(_ row: Row, isFocused: Bool, in rect: Rect, on canvas: inout Canvas) {
    canvas.put(row.pieces, column: rect.column, row: rect.row, width: rect.columns)
    let width = row.tail.text.displayWidth
    canvas.put(row.tail.text, column: rect.endColumn - width - 1, row: rect.row, role: row.tail.role)
    let styles = canvas.styles
    if row.isFirstDivergence { canvas.restyle(rect) { styles.highlight($0, with: .firstDivergence) } }
    guard row.isCursor else { return }
    let role = isFocused ? Role.cursor : .cursorInactive
    let area = row.isFirstDivergence ? rect.firstColumns(3) : rect
    canvas.restyle(area) { styles.highlight($0, with: role) }
  }
}
