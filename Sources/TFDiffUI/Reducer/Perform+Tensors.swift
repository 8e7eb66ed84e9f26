import TFDiffDebugger
import TFDiffTensor

extension Perform {
  static func noNextMismatch(_ state: AppState) -> Refusal? { noMismatch(state, forward: true) }

  static func noPreviousMismatch(_ state: AppState) -> Refusal? { noMismatch(state, forward: false) }

  private static func noMismatch(_ state: AppState, forward: Bool) -> Refusal? {
    switch state.focus {
    case .reference, .candidate, .difference: return noMismatchingCell(state)
    case .endpoints, .bottom:
      if mismatchingRow(state, forward: forward) != nil { return nil }
      return goesToCells(state, forward: forward) ? nil : .noFurtherMismatch
    }
  }

  private static func noMismatchingCell(_ state: AppState) -> Refusal? {
    guard let subject = state.subject else { return .noEndpoint }
    if subject.pair == nil { return .noValues(subject.name) }
    return subject.status.isDivergence ? nil : .noMismatch
  }

  /// Whether there is no row left to go to, but cells of the one that the cursor is on.
  private static func goesToCells(_ state: AppState, forward: Bool) -> Bool {
    forward && state.focus == .endpoints && noMismatchingCell(state) == nil
  }

  static func nextMismatch(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try goToMismatch(&state, forward: true)
  }

  static func previousMismatch(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try goToMismatch(&state, forward: false)
  }

  private static func goToMismatch(_ state: inout AppState, forward: Bool) throws(Refusal) -> [Effect] {
    switch state.focus {
    case .reference, .candidate, .difference: try goToMismatchingCell(&state, forward: forward)
    case .endpoints, .bottom:
      if let next = mismatchingRow(state, forward: forward) {
        state.searchCursor = next
      } else if goesToCells(state, forward: forward) {
        state.focus = .reference
      } else {
        throw .noFurtherMismatch
      }
    }
    return []
  }

  private static func goToMismatchingCell(_ state: inout AppState, forward: Bool) throws(Refusal) {
    guard let subject = state.subject, let pair = subject.pair, let view = state.view else {
      throw .noValues(state.subject?.name ?? "the endpoint")
    }
    let next = pair.nextMismatch(after: view.cursor, forward: forward, tolerance: subject.tolerance)
    guard let next else { throw .noMismatch }
    state.goToCell(next)
  }

  /// The next row of the searched list, or the one before, that is about a mismatch.
  private static func mismatchingRow(_ state: AppState, forward: Bool) -> Int? {
    let rows = state.searchRows
    let here = rows.position(of: state.searchCursor)
    let step = forward ? 1 : -1
    return stride(from: here + step, to: forward ? rows.count : -1, by: step).lazy
      .map(rows.row).first { state.isMismatch(row: $0) }
  }

  static func noSlabs(_ state: AppState) -> Refusal? {
    guard let view = state.view else { return .noValues(state.subject?.name ?? "the endpoint") }
    return view.window.heldAxes.contains { view.window.shape[$0] > 1 } ? nil : .noSlices
  }

  static func nextSlab(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    stepSlab(&state, by: 1)
  }

  static func previousSlab(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    stepSlab(&state, by: -1)
  }

  /// Counts the held dimensions on as an odometer does: the last of them first, the one before it when that is
  /// through, and from the beginning after the end.
  private static func stepSlab(_ state: inout AppState, by direction: Int) -> [Effect] {
    guard let view = state.view else { return [] }
    let shape = view.window.shape
    var index = shape.index(at: view.cursor)
    for axis in view.window.heldAxes.reversed() {
      index[axis] += direction
      if index[axis] >= 0, index[axis] < shape[axis] { break }
      index[axis] = direction > 0 ? 0 : shape[axis] - 1
    }
    state.goToCell(shape.position(of: index))
    return []
  }

  static func slice(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try state.show(arguments.isEmpty ? .everything : slice(from: arguments))
    return []
  }

  private static func slice(from text: String) throws(Refusal) -> TensorSlice {
    do throws(TensorError) {
      return try TensorSlice(text)
    } catch {
      throw .badSlice("\(error)")
    }
  }

  static func numberNotation(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    var chosen = state.notation.next
    if !arguments.isEmpty {
      let word = arguments.lowercased()
      let matches = NumberNotation.allCases.filter { $0.rawValue.hasPrefix(word) }
      guard let only = matches.first, matches.count == 1 else { throw .unknownNotation(arguments) }
      chosen = only
    }
    state.notation = chosen
    state.message = Message(chosen.summary, besideHints: true)
    return [.saveSettings]
  }

  static func printTensor(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    let parts: (name: String, slice: TensorSlice?)
    do throws(TensorError) {
      parts = try TensorSlice.split(arguments)
    } catch {
      throw .badSlice("\(error)")
    }
    if !parts.name.isEmpty { look(at: try endpoint(named: parts.name, in: state), &state) }
    guard let subject = state.subject else { throw .noEndpoint }
    if subject.shape == nil { throw .notReached(subject.name) }
    if let slice = parts.slice { try state.show(slice) }
    state.focus = .reference
    return []
  }
}

extension AppState {
  /// Whether a row of the list that is searched is about a mismatch.
  func isMismatch(row: Int) -> Bool {
    guard interface.focus == .bottom else { return isMismatch(listed: row) }
    switch interface.tab {
    case .variables:
      let firstUpdate = firstVariableLine - interface.shownUpdates
      if row < firstUpdate { return false }
      if row < firstVariableLine { return lookedAt?.updates[row - firstUpdate].status.isDivergence ?? false }
      return interface.variables[row - firstVariableLine].isWrong
    case .random: return interface.randoms[row].isWrong
    case .ops: return lookedAt?.operations[row].isMismatch ?? false
    case .attributes: return attributeRows[row].standing == .differs
    case .watch: return reading(of: interface.watches[row]).isWarning
    case .stack, .report, .log, .why: return false
    }
  }

  mutating func pressCell(at point: Point, in rect: Rect) {
    guard let view else { return }
    let grid = grid(in: rect.inside, window: view.window)
    let visible = view.window.fitted(to: grid.windowRoom)
    guard let cell = grid.cell(at: point), cell.row < visible.rows, cell.column < visible.columns else {
      return
    }
    goToCell(visible.position(row: cell.row, column: cell.column))
  }
}

extension OperationRow {
  /// Whether it differs, and has something to be compared with.
  package var isMismatch: Bool { status.isDivergence && !isFusedAway }
}
