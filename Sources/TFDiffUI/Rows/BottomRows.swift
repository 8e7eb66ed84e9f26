import TFDiffDebugger
import TFDiffTensor

/// The rows of the tabs at the bottom, one at a time, so that only those in the window are made.
package enum BottomRows {
  /// The rows of a window; a text, which is made as a whole, is made once for all of them.
  package static func rows(
    _ tab: BottomTab, _ window: Range<Int>, state: AppState, glyphs: Glyphs, width: Int
  ) -> [[Piece]] {
    switch tab {
    case .stack: StackLines.lines(state, glyphs)[window].map(\.pieces)
    case .report: Array(state.reportLines[window])
    case .why: Array(state.whyLines(glyphs)[window])
    case .variables, .random, .ops, .log, .attributes, .watch:
      window.map { pieces(tab, $0, state: state, glyphs: glyphs, width: width) }
    }
  }

  package static func pieces(
    _ tab: BottomTab, _ index: Int, state: AppState, glyphs: Glyphs, width: Int
  ) -> [Piece] {
    switch tab {
    case .variables: VariableLines.pieces(index, state, glyphs, width: width)
    case .stack: StackLines.lines(state, glyphs)[index].pieces
    case .random: RandomLines.pieces(index, state, glyphs, width: width)
    case .ops: state.lookedAt.map { operation($0.operations[index], glyphs, width: width) } ?? []
    case .report: state.reportLines[index]
    case .log: state.logLines.lines[index].pieces
    case .why: state.whyLines(glyphs)[index]
    case .attributes: state.attributeRows[index].pieces(glyphs, width: width)
    case .watch: WatchLines.pieces(index, state, glyphs, width: min(width, 1000))
    }
  }

  /// A pair of operations in two columns: status and greatest difference, then each side's type and name.
  package static func operation(_ row: OperationRow, _ glyphs: Glyphs, width: Int) -> [Piece] {
    let half = max((min(width, 400) - 13) / 2, 8)
    let difference: String
    if row.isFusedAway {
      difference = "fused"
    } else {
      difference = row.comparison.map { formatShort($0.maxAbs) } ?? row.status.shortWords
    }
    let role: Role = row.isFusedAway ? .muted : row.status.isDivergence ? .mismatch : .number
    return [
      .symbol(row.isFusedAway ? .notRun : .init(row.status), glyphs),
      Piece(difference.padded(to: 8), role), Piece(" "),
      Piece(words(row.reference, row, half).padded(to: half), row.isFusedAway ? .muted : .text), Piece("  "),
      Piece(words(row.candidate, row, half), row.isFusedAway ? .muted : .text),
    ]
  }

  private static func words(_ event: OperationEvent?, _ row: OperationRow, _ width: Int) -> String {
    guard let event else { return row.isFusedAway ? "(fused into a later operation)" : "(none)" }
    let plain = row.iteration.map { "\(event.type) \($0.shortDescription)" } ?? event.type
    let type = event.fused.isEmpty ? plain : "\(plain) [\(event.fused.joined(separator: "+"))]"
    let room = width - type.displayWidth - 1
    if room < 6 { return type.shortened(to: width) }
    return type + " " + event.name.shortenedKeepingEnd(to: room)
  }
}

extension Piece {
  /// A symbol and a blank after it.
  package static func symbol(_ symbol: Glyphs.Symbol, _ glyphs: Glyphs) -> Piece {
    Piece(
      "\(glyphs.symbol(symbol)) ",
      symbol == .match ? .match : symbol == .mismatch ? .mismatch : symbol == .waived ? .warning : .notRun)
  }
}

extension Status {
  /// In a few letters, where a number would stand.
  package var shortWords: String {
    switch self {
    case .match: "same"
    case .mismatch: "differs"
    case .shapeMismatch: "shape"
    case .missingReference, .candidateOnly: "no ref"
    case .missingCandidate, .referenceOnly: "no cand"
    case .unpaired: "no pair"
    case .outside: "outside"
    case .unjudged: "noise"
    case .notRun: ""
    }
  }
}

extension Glyphs.Symbol {
  package init(_ status: Status) {
    switch status {
    case .match: self = .match
    case .notRun, .referenceOnly, .candidateOnly, .unpaired, .outside, .unjudged: self = .notRun
    case .mismatch, .shapeMismatch, .missingReference, .missingCandidate: self = .mismatch
    }
  }
}
