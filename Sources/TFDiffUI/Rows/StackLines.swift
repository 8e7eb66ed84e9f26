import TFDiffDebugger

/// The lines of the Stack tab: the code of what is looked at, and who created the selected variable, or what was created
/// again. Both sides stand side by side where the pane is wide enough, else one below the other.
package enum StackLines {
  package struct Line: Sendable, Hashable {
    package var pieces: [Piece]
    /// The stacks whose frames of the runtime it folds.
    package var folds: [CallStack]
    /// The frame that it tells of; where it tells of both sides, the candidate's, which is being written.
    package var frame: StackFrame?

    init(_ pieces: [Piece], folds: [CallStack] = [], frame: StackFrame? = nil) {
      self.pieces = pieces
      self.folds = folds
      self.frame = frame
    }
  }

  /// One side's stack with what it is of.
  struct Block {
    var title: [Piece]
    var stack: CallStack?
  }

  /// The least columns in which two sides stand side by side.
  private static let narrowestPair = 100

  /// - Parameter width: of the pane's inside; nil for the one that it has.
  package static func lines(_ state: AppState, _ glyphs: Glyphs = .unicode, width: Int? = nil) -> [Line] {
    let width = max(width ?? state.layout.bottomArea.columns - 2, 10)
    let creations = creations(state, glyphs)
    let code = code(state)
    let sections = state.selectedVariable == nil ? [code] + creations : creations + [code]
    let lines = sections.filter { !$0.isEmpty }.flatMap { section($0, state, glyphs, width) }
    if !lines.isEmpty { return lines }
    let hint = "Choose a variable (1) to see who created it, or an operation (s) to see its code."
    return TextWrap.lines(hint, to: width).map { Line([Piece($0, .muted)]) }
  }

  private static func section(_ blocks: [Block], _ state: AppState, _ glyphs: Glyphs, _ width: Int) -> [Line] {
    guard blocks.count == 2, width >= narrowestPair else {
      return blocks.flatMap { lines(of: $0, state, glyphs, width) }
    }
    let half = (width - 3) / 2
    let (left, right) = (lines(of: blocks[0], state, glyphs, half), lines(of: blocks[1], state, glyphs, half))
    return (0..<max(left.count, right.count)).map { index in
      let first = index < left.count ? left[index] : Line([])
      let second = index < right.count ? right[index] : Line([])
      return beside(first, second, half, glyphs)
    }
  }

  private static func beside(_ left: Line, _ right: Line, _ half: Int, _ glyphs: Glyphs) -> Line {
    let taken = left.pieces.reduce(0) { $0 + $1.text.displayWidth }
    let gap = String(repeating: " ", count: max(half - taken, 0)) + " \(glyphs.box.vertical) "
    return Line(
      left.pieces + [Piece(gap, .border)] + right.pieces, folds: left.folds + right.folds,
      frame: right.frame ?? left.frame)
  }

  private static func lines(of block: Block, _ state: AppState, _ glyphs: Glyphs, _ width: Int) -> [Line] {
    let title = PieceWrap.lines(block.title, to: width).map { Line($0) }
    return title + (block.stack.map { FrameLines.lines($0, state, glyphs, width: width) } ?? [])
  }

  // MARK: Creations

  private static func creations(_ state: AppState, _ glyphs: Glyphs) -> [[Block]] {
    if let selected = state.selectedVariable { return [creation(selected, state, glyphs)] }
    return state.variables.compactMap { row in
      guard case .createdAgain = row.kind else { return nil }
      return creation(row, state, glyphs)
    }
  }

  private static func creation(_ row: VariableRow, _ state: AppState, _ glyphs: Glyphs) -> [Block] {
    let runtimes = state.debugger.target.runtimes
    if case .createdAgain(let count) = row.kind, let event = row.candidate {
      let more = count > 1 ? ", and \(count - 1) more at the same place" : ""
      let title = [
        Piece.symbol(.mismatch, glyphs), Piece("\(event.name)  "), kind(event),
        Piece("  created on call \(event.call)\(more)", .mismatch),
      ]
      return [Block(title: title, stack: event.stack)]
    }
    return [(row.reference, Role.reference, runtimes.reference), (row.candidate, .candidate, runtimes.candidate)]
      .compactMap { event, role, runtime in
        guard let event else { return nil }
        let title = [
          Piece(runtime, role), Piece(" created \(event.name)  "), kind(event),
          Piece("  on call \(event.call)", .muted),
        ]
        return Block(title: title, stack: event.stack)
      }
  }

  private static func kind(_ event: VariableEvent) -> Piece {
    Piece("\(event.dtype.abbreviation) \(event.shape)", .number)
  }

  // MARK: Code

  /// The code of the operation that is looked at, or of what an endpoint's difference comes from.
  private static func code(_ state: AppState) -> [Block] {
    let operation = state.operationLookedAt ?? origin(state)
    let places = state.codeLookedAt
    // Of an endpoint, names alone say nothing that the list does not.
    if state.operationLookedAt == nil, places.reference == nil, places.candidate == nil { return [] }
    return Side.allCases.compactMap { side in
      let runtime = Piece(state.debugger.target.runtimes[side] + " ", side == .reference ? .reference : .candidate)
      let stack = places[side]?.stack
      if let event = operation?[side] {
        let own = event.stack.isEmpty ? nil : event.stack
        return Block(title: [runtime] + scopes(of: event, in: operation?.iteration), stack: stack ?? own)
      }
      guard let stack else { return nil }
      let words = places[side]?.instead.map { "goes on with \($0)" } ?? state.lookedAt?.name ?? ""
      return Block(title: [runtime, Piece(words)], stack: stack)
    }
  }

  private static func origin(_ state: AppState) -> OperationRow? {
    guard state.openEndpoint == nil, let row = state.lookedAt, let origin = state.debugger.originRow(of: row) else {
      return nil
    }
    return row.operations[origin]
  }

  private static func scopes(of event: OperationEvent, in iteration: LoopIteration?) -> [Piece] {
    let parts = event.name.split(separator: "/").map(String.init)
    let scopes = parts.enumerated().flatMap { index, part in
      let isLast = index == parts.count - 1
      return isLast ? [Piece(part)] : [Piece(part, .muted), Piece(" › ", .muted)]
    }
    let place = iteration.map { ", \($0)" } ?? ""
    return scopes + [Piece("  \(event.type)\(place)", .muted)]
  }
}
