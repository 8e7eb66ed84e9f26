import TFDiffDebugger
import TFDiffTensor

/// The lines of the Variables tab.
enum VariableLines {
  static func pieces(_ index: Int, _ state: AppState, _ glyphs: Glyphs, width: Int) -> [Piece] {
    if index == 0 { return summary(state, glyphs, width: width) }
    if index == 1, let line = checkpoint(state) { return line }
    let updates = state.lookedAt?.updates ?? []
    let firstUpdate = state.firstVariableLine - state.shownUpdates
    if index < state.firstVariableLine { return update(updates[index - firstUpdate], glyphs) }
    return row(state.variables[index - state.firstVariableLine], state, glyphs)
  }

  // MARK: Summary

  private static func summary(_ state: AppState, _ glyphs: Glyphs, width: Int) -> [Piece] {
    let sides = state.debugger.variables
    if sides.reference.isEmpty && sides.candidate.isEmpty {
      return [Piece("No variable has been created yet.", .muted)]
    }
    let begun = beginnings(state)
    // What begins differently is no problem where nothing computed differs.
    let problems = problems(state.variables) + (state.conclusion.verdict == .diverged ? begun : [])
    let (reference, candidate) = (sides.reference.count, sides.candidate.count)
    let counts = width < 100 ? "\(reference) and \(candidate): " : "reference \(reference), candidate \(candidate): "
    let pieces = [Piece.symbol(problems.isEmpty ? .match : .mismatch, glyphs), Piece(counts)]
    let isOfPart = state.debugger.target.part != nil
    if !problems.isEmpty, !isOfPart { return pieces + [Piece(problems.joined(separator: ", "), .mismatch)] }
    if state.debugger.failure != nil || isOfPart {
      let words = state.debugger.variablesComparison.unjudgedWords
      return [Piece.symbol(.notRun, glyphs), Piece(counts), Piece(words, .muted)]
    }
    let pending = state.variables.count(where: \.isPending)
    return pieces
      + [Piece(pending == 0 ? "all paired" : "\(pending) still to be created", pending == 0 ? .match : .muted)]
      + begun.map { Piece(", \($0)", .muted) }
  }

  /// How many variables the sides begin with different values, in words; nothing where there are none.
  private static func beginnings(_ state: AppState) -> [String] {
    let rows = state.debugger.differingInitialValues
    guard let first = rows.first else { return [] }
    return [rows.count == 1 ? first.words : "\(rows.count) begin differently"]
  }

  /// How many of each kind of problem there are, in words.
  private static func problems(_ rows: [VariableRow]) -> [String] {
    func count(_ kinds: VariableRow.Kind...) -> Int { rows.count { kinds.contains($0.kind) } }
    let again = rows.reduce(0) { sum, row in
      if case .createdAgain(let count) = row.kind { sum + count } else { sum }
    }
    return [
      (VariablesComparison.createdAgainWords, again), ("renamed", count(.renamed)), ("missing", count(.missing)),
      ("extra", count(.extra)), ("different", count(.differing)), ("not tracked", count(.untracked)),
      ("restored on one side", count(.restoredOnOneSide)),
    ].filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
  }

  /// What the checkpoint gave; nil where none was loaded.
  private static func checkpoint(_ state: AppState) -> [Piece]? {
    guard let checkpoint = state.debugger.target.checkpoint else { return nil }
    let marked = state.variables.filter(\.hasRestoreMark).compactMap(\.isRestoredWhereItIs)
    let restored = marked.count { $0 }
    let unused = state.variables.count { $0.kind == .unused }
    return [
      Piece("  checkpoint \(checkpoint.path.split(separator: "/").last ?? "")", .muted),
      Piece(" (\(checkpoint.style)): ", .muted), Piece("\(restored) restored, \(marked.count - restored) left initial"),
      Piece(unused == 0 ? "" : ", \(unused) of the file not used"),
    ]
  }

  // MARK: Rows

  private static func row(_ row: VariableRow, _ state: AppState, _ glyphs: Glyphs) -> [Piece] {
    let symbol: Glyphs.Symbol = row.isWrong ? .mismatch : row.kind == .matched ? .match : .notRun
    var pieces = [Piece.symbol(symbol, glyphs)]
    if let problem = problem(row) { pieces.append(Piece("\(problem): ", row.isWrong ? .mismatch : .muted)) }
    pieces.append(Piece(row.name))
    pieces += kinds(row)
    if row.kind == .renamed, let candidate = row.candidate {
      pieces += [Piece("  probably renamed to ", .mismatch), Piece(candidate.name)]
    }
    pieces += restoreMark(row, glyphs)
    if row.isWrong, let event = row.event, let frame = state.stacks[event.stack]?.culprit {
      pieces.append(Piece("  \(state.relative(frame.file)):\(frame.line) in \(frame.function)", .muted))
    }
    return pieces
  }

  private static func problem(_ row: VariableRow) -> String? {
    switch row.kind {
    case .createdAgain(let count):
      "created on call \(row.candidate?.call ?? 0)" + (count > 1 ? " (\(count) at one place)" : "")
    case .renamed, .missing: "missing"
    case .extra: "only in the candidate"
    case .differing: "differs"
    case .untracked: "used but not tracked, assign it to an attribute of the model"
    case .restoredOnOneSide:
      row.isRestored?.reference == true ? "restored in the reference only" : "restored in the candidate only"
    case .unused: "in the checkpoint, not used"
    case .pending, .matched: nil
    }
  }

  /// Shape, element type and flag; of both sides where they are not the same.
  private static func kinds(_ row: VariableRow) -> [Piece] {
    if row.kind == .differing, let reference = row.reference, let candidate = row.candidate {
      return [
        Piece("  \(kind(reference))", .reference), Piece(" and ", .muted), Piece(kind(candidate), .candidate),
      ]
    }
    guard let event = row.event else { return [] }
    return [Piece("  \(event.dtype.abbreviation) \(event.shape)", .number)]
      + (event.trainable ? [] : [Piece("  not trainable", .muted)])
  }

  private static func kind(_ event: VariableEvent) -> String {
    "\(event.dtype.abbreviation) \(event.shape) \(event.trainable ? "trainable" : "not trainable")"
  }

  private static func restoreMark(_ row: VariableRow, _ glyphs: Glyphs) -> [Piece] {
    guard row.hasRestoreMark, let isRestored = row.isRestoredWhereItIs else { return [] }
    return isRestored
      ? [Piece("  \(glyphs.match) restored", .match)] : [Piece("  \(glyphs.notRun) initial", .notRun)]
  }

  private static func update(_ row: UpdateRow, _ glyphs: Glyphs) -> [Piece] {
    var pieces = [
      Piece.symbol(.init(row.status), glyphs), Piece("updated ", .muted), Piece(row.variable),
      Piece("  \(row.operation.split(separator: "/").last ?? "")", .muted),
    ]
    if let comparison = row.comparison {
      pieces.append(
        Piece("  \(formatShort(comparison.maxAbs))", row.status.isDivergence ? .mismatch : .number))
    }
    return pieces
  }
}
