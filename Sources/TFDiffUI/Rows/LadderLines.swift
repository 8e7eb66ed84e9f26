import TFDiffDebugger

/// The ladder as lines: for each step its verdict, what was found, and after a failure what to do there.
package enum LadderLines {
  package struct Line: Sendable, Hashable {
    /// The place of the step it belongs to.
    package var step: Int
    package var isTitle: Bool
    package var pieces: [Piece]
    /// Right-aligned.
    package var tail: Piece?
  }

  /// Rows of the window; the lines above it hold the headline.
  package static func height(in layout: Layout) -> Int { layout.overlayHeight - headlineHeight(in: layout) }

  package static func headlineHeight(in layout: Layout) -> Int { layout.overlayHeight < 12 ? 1 : 2 }

  package static func steps(_ state: AppState, width: Int, glyphs: Glyphs = .unicode) -> [Line] {
    let running = state.runningStep
    return state.debugger.ladder.enumerated().flatMap { place, row in
      lines(row, place, isRunning: place == running, state, width, glyphs)
    }
  }

  /// The lines of a step.
  package static func block(of step: Int, in lines: [Line]) -> Range<Int>? {
    guard let first = lines.firstIndex(where: { $0.step == step }) else { return nil }
    return first..<(lines[first...].firstIndex { $0.step != step } ?? lines.count)
  }

  private static func lines(
    _ row: LadderRow, _ place: Int, isRunning: Bool, _ state: AppState, _ width: Int, _ glyphs: Glyphs
  ) -> [Line] {
    let words = isRunning ? "running" : row.verdict.words
    let role: Role = isRunning ? .overlayKey : role(row.verdict)
    let symbol = isRunning ? glyphs.spinner(state.frame) : glyphs.symbol(row.verdict)
    let room = max(width - 6 - words.displayWidth - 2, 4)
    let title = Line(
      step: place, isTitle: true,
      pieces: [
        Piece("\(symbol) ", role), Piece(row.step.rawValue.padded(to: 2) + "  ", .overlayMuted),
        Piece(row.step.title.shortened(to: room, ellipsis: glyphs.ellipsis), .overlay),
      ], tail: Piece(words, role))
    let indent = width < 50 ? 2 : 6
    func body(_ text: String, _ role: Role) -> [Line] {
      TextWrap.lines(text, to: width - indent).map { text in
        Line(
          step: place, isTitle: false,
          pieces: [Piece(String(repeating: " ", count: indent), .overlay), Piece(text, role)])
      }
    }
    let detail = body(state.relative(row.detail), row.verdict.isFailure ? .overlay : .overlayMuted)
    let advice = row.advice.map { body("What to do there: " + state.relative($0), .overlayKey) } ?? []
    return [title] + detail + advice
  }

  private static func role(_ verdict: LadderVerdict) -> Role {
    switch verdict {
    case .passed: .match
    case .failed, .incomparable: .mismatch
    case .skipped, .notRun: .overlayMuted
    }
  }

  /// What the ladder comes to, or what is being run, in one line.
  package static func headline(_ state: AppState, glyphs: Glyphs) -> Piece {
    let ladder = state.debugger.ladder
    if state.isBusy {
      return Piece("\(glyphs.spinner(state.frame)) \(WorkText.words(state))", .overlayKey)
    }
    if ladder.isEmpty { return Piece("\(state.debugger.target.name) has no ladder.", .mismatch) }
    if let failing = state.failingStep {
      let words = failing.verdict == .failed ? "failed" : "could not be judged"
      return Piece("Step \(failing.step.rawValue) \(words); Enter opens it.", .mismatch)
    }
    if ladder.contains(where: { $0.verdict == .notRun }) { return Piece("Stopped; r runs it again.", .overlayKey) }
    let passed = ladder.count { $0.verdict == .passed }
    let skipped = ladder.count - passed
    let words = skipped == 0 ? "Every step passed." : "No step failed: \(passed) passed, \(skipped) skipped."
    return Piece(words, passed == 0 ? .overlay : .match)
  }

  /// What to say where a target has no ladder.
  package static let absence =
    "The guide's steps run a model with fixed weights, with aligned random numbers and from a checkpoint; this target "
    + "does not say how. n, s and c compare the run it has."
}

extension LadderVerdict {
  fileprivate var words: String {
    switch self {
    case .notRun: "not run"
    case .incomparable: "not judged"
    case .passed, .failed, .skipped: rawValue
    }
  }
}

extension Glyphs {
  package func symbol(_ verdict: LadderVerdict) -> Character {
    switch verdict {
    case .passed: match
    case .failed: mismatch
    case .incomparable: "?"
    case .skipped: "–"
    case .notRun: notRun
    }
  }

  /// The picture of the spinner at a tick.
  package func spinner(_ frame: Int) -> Character { spinner[(frame % spinner.count + spinner.count) % spinner.count] }
}
