import TFDiffDebugger

/// The lines of the Stack tab: the scopes and the code of the operation that is looked at, and who created the selected
/// variable, or what was created again.
package enum StackLines {
  package struct Line: Sendable, Hashable {
    package var pieces: [Piece]
    /// The stack whose frames of the runtime it folds.
    package var fold: CallStack?
    /// The frame that it tells of.
    package var frame: StackFrame?

    init(_ pieces: [Piece], fold: CallStack? = nil, frame: StackFrame? = nil) {
      self.pieces = pieces
      self.fold = fold
      self.frame = frame
    }
  }

  package static func lines(_ state: AppState, _ glyphs: Glyphs = .unicode) -> [Line] {
    let lines = scopes(state, glyphs) + creations(state, glyphs)
    if !lines.isEmpty { return lines }
    return [
      Line([
        Piece("Choose a variable (1) to see who created it, or an operation (s) to see its code.", .muted)
      ])
    ]
  }

  private static func creations(_ state: AppState, _ glyphs: Glyphs) -> [Line] {
    if let selected = state.selectedVariable { return creation(selected, state, glyphs) }
    return state.variables.flatMap { row -> [Line] in
      guard case .createdAgain = row.kind else { return [] }
      return creation(row, state, glyphs)
    }
  }

  private static func creation(_ row: VariableRow, _ state: AppState, _ glyphs: Glyphs) -> [Line] {
    let runtimes = state.debugger.target.runtimes
    if case .createdAgain(let count) = row.kind, let event = row.candidate {
      let more = count > 1 ? ", and \(count - 1) more at the same place" : ""
      let title = [
        Piece.symbol(.mismatch, glyphs), Piece("\(event.name)  "), kind(event),
        Piece("  created on call \(event.call)\(more)", .mismatch),
      ]
      return [Line(title)] + stack(event.stack, state, glyphs)
    }
    return [(row.reference, Role.reference, runtimes.reference), (row.candidate, .candidate, runtimes.candidate)]
      .flatMap { event, role, runtime -> [Line] in
        guard let event else { return [] }
        let title = [
          Piece(runtime, role), Piece(" created \(event.name)  "), kind(event),
          Piece("  on call \(event.call)", .muted),
        ]
        return [Line(title)] + stack(event.stack, state, glyphs)
      }
  }

  private static func kind(_ event: VariableEvent) -> Piece {
    Piece("\(event.dtype.abbreviation) \(event.shape)", .number)
  }

  // MARK: Frames

  static func stack(_ stack: CallStack, _ state: AppState, _ glyphs: Glyphs) -> [Line] {
    if stack.isEmpty { return [Line([Piece("  no call stack was recorded", .muted)])] }
    guard let detail = state.stacks[stack] else { return [Line([Piece("  naming its frames…", .muted)])] }
    var lines: [Line] = []
    for (index, frame) in detail.userFrames.enumerated() {
      lines.append(line(frame, .text, state))
      if index == 0, let snippet = detail.snippet { lines += source(snippet, of: frame, glyphs) }
    }
    let runtime = detail.runtimeFrames
    if runtime.isEmpty { return lines }
    let isUnfolded = state.unfoldedStacks.contains(stack)
    let count = runtime.count == 1 ? "1 runtime frame" : "\(runtime.count) runtime frames"
    let fold = isUnfolded ? "  \(count):" : "  \(glyphs.ellipsis) \(count)"
    lines.append(
      Line([Piece(fold, .muted), Piece("  Enter \(isUnfolded ? "folds" : "unfolds")", .muted)], fold: stack))
    return isUnfolded ? lines + runtime.map { line($0, .muted, state) } : lines
  }

  private static func line(_ frame: StackFrame, _ role: Role, _ state: AppState) -> Line {
    Line(
      [Piece("  \(state.relative(frame.file)):\(frame.line)", role), Piece(" in \(frame.function)", .muted)],
      frame: frame)
  }

  private static func source(_ snippet: SourceSnippet, of frame: StackFrame, _ glyphs: Glyphs) -> [Line] {
    let digits = String(snippet.start + snippet.lines.count - 1).count
    return snippet.lines.enumerated().map { index, text in
      let number = snippet.start + index
      let isMarked = number == snippet.marked
      return Line(
        [
          Piece("    \(isMarked ? glyphs.current : " ") ", .current),
          Piece("\(String(number).leftPadded(to: digits)) \(glyphs.box.vertical) ", .muted),
          Piece(text, isMarked ? .text : .muted),
        ], frame: StackFrame(function: frame.function, file: frame.file, line: number))
    }
  }

  // MARK: Scopes

  private static func scopes(_ state: AppState, _ glyphs: Glyphs) -> [Line] {
    guard let operation = state.operationLookedAt else { return [] }
    let runtimes = state.debugger.target.runtimes
    return Side.allCases.flatMap { side -> [Line] in
      guard let event = operation[side] else { return [] }
      let role: Role = side == .reference ? .reference : .candidate
      let title = scopes(of: event, in: operation.iteration, role: role, runtime: runtimes[side])
      return [title] + (event.stack.isEmpty ? [] : stack(event.stack, state, glyphs))
    }
  }

  private static func scopes(
    of event: OperationEvent, in iteration: LoopIteration?, role: Role, runtime: String
  ) -> Line {
    let parts = event.name.split(separator: "/").map(String.init)
    var line = [Piece(runtime + " ", role)]
    for (index, part) in parts.enumerated() {
      let isLast = index == parts.count - 1
      line.append(Piece(part, isLast ? .text : .muted))
      if !isLast { line.append(Piece(" › ", .muted)) }
    }
    let place = iteration.map { ", \($0)" } ?? ""
    return Line(line + [Piece("  \(event.type)\(place)", .muted)])
  }
}
