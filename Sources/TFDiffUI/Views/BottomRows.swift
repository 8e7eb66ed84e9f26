import TFDiffDebugger
import TFDiffTensor

/// The rows of the tabs at the bottom, one at a time, so that only those in the window are made.
package enum BottomRows {
  package static func pieces(
    _ tab: BottomTab, _ index: Int, state: AppState, glyphs: Glyphs, width: Int
  ) -> [Piece] {
    switch tab {
    case .variables: variables(index, state, glyphs)
    case .stack: state.stackLines[index]
    case .random: random(index, state, glyphs)
    case .ops: state.lookedAt.map { operation($0.operations[index], glyphs, width: width) } ?? []
    case .report: report(index, state)
    case .log: log(state.debugger.log[index])
    }
  }

  private static func report(_ index: Int, _ state: AppState) -> [Piece] {
    let text = VerdictText.lines(state)[index]
    guard index == 0 else { return [Piece(text)] }
    return [Piece(text, VerdictText.symbol(state) == .mismatch ? .mismatch : .match)]
  }

  private static func log(_ entry: LogEntry) -> [Piece] {
    guard let side = entry.side else { return [Piece(entry.text)] }
    return [Piece("\(side.rawValue) ", side == .reference ? .reference : .candidate), Piece(entry.text)]
  }

  private static func variables(_ index: Int, _ state: AppState, _ glyphs: Glyphs) -> [Piece] {
    if index == 0 { return variableSummary(state, glyphs) }
    let updates = state.lookedAt?.updates ?? []
    if index - 1 < updates.count { return update(updates[index - 1], glyphs) }
    let row = state.variables[index - 1 - updates.count]
    guard let event = row.candidate ?? row.reference else { return [] }
    var pieces = [symbol(row.isWrong ? .mismatch : row.isPending ? .notRun : .match, glyphs)]
    if let problem = row.problem { pieces.append(Piece("\(problem): ", .mismatch)) }
    pieces.append(Piece(event.name))
    pieces.append(Piece("  \(event.dtype.abbreviation) \(event.shape)", .number))
    if !event.trainable { pieces.append(Piece("  not trainable", .muted)) }
    if row.isWrong, let frame = event.stack.framesIfResolved?.first {
      pieces.append(Piece("  \(frame.file):\(frame.line) in \(frame.function)", .muted))
    }
    return pieces
  }

  private static func variableSummary(_ state: AppState, _ glyphs: Glyphs) -> [Piece] {
    let sides = state.debugger.variables
    let wrong = state.variables.prefix { $0.isWrong }.count
    if sides.reference.isEmpty && sides.candidate.isEmpty {
      return [Piece("No variable has been created yet.", .muted)]
    }
    let pending = state.variables.count(where: \.isPending)
    let verdict =
      wrong == 0
      ? Piece(pending == 0 ? "all paired" : "\(pending) still to be created", pending == 0 ? .match : .muted)
      : Piece(wrong == 1 ? "1 does not pair" : "\(wrong) do not pair", .mismatch)
    return [
      symbol(wrong == 0 ? .match : .mismatch, glyphs),
      Piece("\(sides.reference.count) in the reference, \(sides.candidate.count) in the candidate, "),
      verdict,
    ]
  }

  private static func update(_ row: UpdateRow, _ glyphs: Glyphs) -> [Piece] {
    var pieces = [
      symbol(.init(row.status), glyphs), Piece("updated ", .muted), Piece(row.variable),
      Piece("  \(row.operation.split(separator: "/").last ?? "")", .muted),
    ]
    if let comparison = row.comparison {
      pieces.append(
        Piece("  \(formatShort(comparison.maxAbs))", row.status.isDivergence ? .mismatch : .number))
    }
    return pieces
  }

  private static func random(_ index: Int, _ state: AppState, _ glyphs: Glyphs) -> [Piece] {
    if index == 0 {
      let rows = state.randoms
      if rows.isEmpty { return [Piece("No random operation has been seeded yet.", .muted)] }
      let wrong = rows.count(where: \.isWrong)
      let pending = rows.count(where: \.isPending)
      let alike = pending == 0 ? "seeded alike" : "seeded alike so far, \(pending) still to come"
      let words = wrong == 0 ? alike : "\(wrong) seeded differently"
      return [
        symbol(wrong == 0 ? .match : .mismatch, glyphs), Piece("\(rows.count) random operations, "),
        Piece(words, wrong == 0 ? .match : .mismatch),
      ]
    }
    let row = state.randoms[index - 1]
    guard let event = row.reference ?? row.candidate else { return [] }
    let seeds = [row.reference, row.candidate].map { event in
      event.map { "(\($0.seed), \($0.seed2))" } ?? "none"
    }
    return [
      symbol(row.isWrong ? .mismatch : row.isPending ? .notRun : .match, glyphs),
      Piece("\(event.index) ", .muted), Piece(event.type),
      Piece(" \(event.shape)", .number), Piece("  seeds "), Piece(seeds[0], .reference), Piece(" "),
      Piece(seeds[1], row.isWrong ? .mismatch : .candidate), Piece("  \(event.name)", .muted),
    ]
  }

  private static func symbol(_ symbol: Glyphs.Symbol, _ glyphs: Glyphs) -> Piece {
    Piece("\(glyphs.symbol(symbol)) ", symbol == .match ? .match : symbol == .mismatch ? .mismatch : .notRun)
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
      symbol(row.isFusedAway ? .notRun : .init(row.status), glyphs),
      Piece(difference.padded(to: 8), role), Piece(" "),
      Piece(words(row.reference, row, half).padded(to: half), row.isFusedAway ? .muted : .text), Piece("  "),
      Piece(words(row.candidate, row, half), row.isFusedAway ? .muted : .text),
    ]
  }

  private static func words(_ event: OperationEvent?, _ row: OperationRow, _ width: Int) -> String {
    guard let event else { return row.isFusedAway ? "(fused into a later operation)" : "(none)" }
    let type = event.fused.isEmpty ? event.type : "\(event.type) [\(event.fused.joined(separator: "+"))]"
    let room = width - type.displayWidth - 1
    if room < 6 { return type.shortened(to: width) }
    return type + " " + event.name.shortenedKeepingEnd(to: room)
  }
}

extension Status {
  /// In a few letters, where a number would stand.
  package var shortWords: String {
    switch self {
    case .match: "same"
    case .mismatch: "differs"
    case .shapeMismatch: "shape"
    case .missingReference: "no ref"
    case .missingCandidate: "no cand"
    case .notRun: ""
    }
  }
}

extension Glyphs.Symbol {
  package init(_ status: Status) {
    switch status {
    case .match: self = .match
    case .notRun: self = .notRun
    case .mismatch, .shapeMismatch, .missingReference, .missingCandidate: self = .mismatch
    }
  }
}
