import TFDiffDebugger

/// A call stack as lines: the user's frames innermost first, each with its line of code, the runtime's folded, and last the lines
/// around the innermost.
enum FrameLines {
  static func lines(_ stack: CallStack, _ state: AppState, _ glyphs: Glyphs, width: Int) -> [StackLines.Line] {
    if stack.isEmpty { return [StackLines.Line([Piece("  no call stack was recorded", .muted)])] }
    guard let detail = state.stacks[stack] else {
      return [StackLines.Line([Piece("  naming its frames…", .muted)])]
    }
    let users = detail.userFrames
    let frames = users.flatMap { frame in
      wrapped(place(frame, named: name(of: frame, among: users, state), .text), frame, width)
        + code(of: frame, detail, isInnermost: frame == users.first, glyphs, width)
    }
    return frames + runtime(detail, stack, state, glyphs, width) + around(detail, glyphs, width)
  }

  // MARK: Frames

  /// The file's name alone, where no other file of the stack has it.
  private static func name(of frame: StackFrame, among frames: [StackFrame], _ state: AppState) -> String {
    let name = base(frame.file)
    let isShared = frames.contains { $0.file != frame.file && base($0.file) == name }
    return isShared ? state.relative(frame.file) : name
  }

  private static func base(_ file: String) -> String { file.split(separator: "/").last.map(String.init) ?? file }

  private static func place(_ frame: StackFrame, named name: String, _ role: Role) -> [Piece] {
    [Piece("  \(name):\(frame.line)", role), Piece(" in \(frame.function)", .muted)]
  }

  private static func code(
    of frame: StackFrame, _ detail: StackDetail, isInnermost: Bool, _ glyphs: Glyphs, _ width: Int
  ) -> [StackLines.Line] {
    let text = detail.code[frame] ?? (isInnermost ? detail.snippet?.markedLine : nil)
    guard let text, !text.isEmpty else { return [] }
    let marker = Piece("    \(isInnermost ? glyphs.current : " ") ", .current)
    return wrapped([marker, Piece(text, isInnermost ? .text : .muted)], frame, width)
  }

  private static func wrapped(_ pieces: [Piece], _ frame: StackFrame, _ width: Int) -> [StackLines.Line] {
    PieceWrap.lines(pieces, to: width).map { StackLines.Line($0, frame: frame) }
  }

  private static func runtime(
    _ detail: StackDetail, _ stack: CallStack, _ state: AppState, _ glyphs: Glyphs, _ width: Int
  ) -> [StackLines.Line] {
    let frames = detail.runtimeFrames
    if frames.isEmpty { return [] }
    let isUnfolded = state.unfoldedStacks.contains(stack)
    let count = frames.count == 1 ? "1 runtime frame" : "\(frames.count) runtime frames"
    let title = isUnfolded ? "  \(count):" : "  \(glyphs.ellipsis) \(count)"
    let words = Piece("\(title)  Enter \(isUnfolded ? "folds" : "unfolds")", .muted)
    let fold = PieceWrap.lines([words], to: width).map { StackLines.Line($0, folds: [stack]) }
    guard isUnfolded else { return fold }
    return fold + frames.flatMap { wrapped(place($0, named: state.relative($0.file), .muted), $0, width) }
  }

  // MARK: Source

  /// The lines around the innermost of the user's frames.
  private static func around(_ detail: StackDetail, _ glyphs: Glyphs, _ width: Int) -> [StackLines.Line] {
    guard let snippet = detail.snippet, let frame = detail.userFrames.first else { return [] }
    let digits = String(snippet.start + snippet.lines.count - 1).count
    return snippet.lines.enumerated().flatMap { index, text in
      let number = snippet.start + index
      let isMarked = number == snippet.marked
      let pieces = [
        Piece("    \(isMarked ? glyphs.current : " ") ", .current),
        Piece("\(String(number).leftPadded(to: digits)) \(glyphs.box.vertical) ", .muted),
        Piece(text, isMarked ? .text : .muted),
      ]
      return wrapped(pieces, StackFrame(function: frame.function, file: frame.file, line: number), width)
    }
  }
}
