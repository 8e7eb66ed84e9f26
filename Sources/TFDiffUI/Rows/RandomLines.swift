import TFDiffDebugger

/// The lines of the Random tab: the nth random operation of each side, in two columns where there is room.
enum RandomLines {
  /// The least columns in which two stand side by side.
  private static let widestSingle = 70

  static func hasColumns(_ width: Int) -> Bool { width >= widestSingle }

  // MARK: Headings

  /// What stands above the rows: where the two sides part and why, or that they do not; then the columns' titles.
  static func headings(_ state: AppState, _ glyphs: Glyphs, width: Int, height: Int) -> [[Piece]] {
    if state.randoms.isEmpty { return [[Piece("No random operation has been seeded yet.", .muted)]] }
    let words = verdict(state, glyphs, width: width, limit: max(height * 2 / 5, 1))
    guard hasColumns(width), height > words.count + 2 else { return words }
    let runtimes = state.debugger.target.runtimes
    let half = half(width, state)
    let titles = [
      Piece(String(repeating: " ", count: numberWidth(state) + 4)),
      Piece("\(runtimes.reference): type, shape, seed, name".shortened(to: half).padded(to: half + 2), .reference),
      Piece("\(runtimes.candidate): type, shape, seed, name".shortened(to: half), .candidate),
    ]
    return words + [titles]
  }

  private static func verdict(_ state: AppState, _ glyphs: Glyphs, width: Int, limit: Int) -> [[Piece]] {
    guard let parting = state.parting else { return [agreement(state, glyphs)] }
    let whole = TextWrap.lines("\(parting)".capitalizedFirst, to: width - 2)
    let fitting = whole.count <= limit ? whole : TextWrap.lines(parting.shortWords.capitalizedFirst, to: width - 2)
    return fitting.prefix(limit).enumerated().map { line, text in
      let isCut = line == limit - 1 && fitting.count > limit
      let shown = isCut ? (text + glyphs.ellipsis).shortened(to: width - 2, ellipsis: glyphs.ellipsis) : text
      return [line == 0 ? Piece.symbol(.mismatch, glyphs) : Piece("  "), Piece(shown, .mismatch)]
    }
  }

  private static func agreement(_ state: AppState, _ glyphs: Glyphs) -> [Piece] {
    let wrong = state.randoms.count(where: \.isWrong)
    if wrong > 0 {
      return [
        Piece.symbol(.mismatch, glyphs), Piece("\(state.randoms.count) random operations, "),
        Piece("\(wrong) on one side only or seeded differently", .mismatch),
      ]
    }
    let pending = state.randoms.count(where: \.isPending)
    let words =
      pending == 0
      ? "seeded alike"
      : "seeded alike so far, \(pending) \(state.debugger.failure == nil ? "still to come" : "not reached")"
    return [
      Piece.symbol(.match, glyphs), Piece("\(state.randoms.count) random operations, "), Piece(words, .match),
    ]
  }

  // MARK: Rows

  static func pieces(_ index: Int, _ state: AppState, _ glyphs: Glyphs, width: Int) -> [Piece] {
    let row = state.randoms[index]
    let isParting = index == state.parting?.index
    let start = [
      Piece(isParting ? String(glyphs.current) : " ", .mismatch),
      Piece.symbol(row.isWrong ? .mismatch : row.isPending ? .notRun : .match, glyphs),
      Piece(String(index).leftPadded(to: numberWidth(state)) + " ", .muted),
    ]
    return start + (hasColumns(width) ? columns(row, state, width) : single(row))
  }

  private static func numberWidth(_ state: AppState) -> Int { String(max(state.randoms.count - 1, 0)).count }

  private static func half(_ width: Int, _ state: AppState) -> Int {
    max((min(width, 400) - numberWidth(state) - 6) / 2, 8)
  }

  private static func columns(_ row: RandomRow, _ state: AppState, _ width: Int) -> [Piece] {
    let half = half(width, state)
    let role: Role = row.isWrong ? .mismatch : .text
    return [
      Piece(words(row.reference, row, half).padded(to: half), .text), Piece("  "),
      Piece(words(row.candidate, row, half), role),
    ]
  }

  /// Type, shape, seeds and as much of the name's end as there is room for.
  private static func words(_ event: RandomEvent?, _ row: RandomRow, _ width: Int) -> String {
    guard let event else { return row.isPending ? "" : "(none)" }
    let draw = "\(event.type) \(event.shape)"
    let seeds = seeds(event, row)
    let room = width - draw.displayWidth - seeds.displayWidth - 3
    if room < 4 { return draw.shortened(to: max(width - seeds.displayWidth - 1, 4)) + " " + seeds }
    return "\(draw) \(seeds)  \(event.tellingName.shortenedKeepingEnd(to: room))"
  }

  private static func single(_ row: RandomRow) -> [Piece] {
    guard let event = row.reference ?? row.candidate else { return [] }
    let reference = row.reference.map { seeds($0, row) } ?? "none"
    let candidate = row.candidate.map { seeds($0, row) } ?? "none"
    var pieces = [Piece(event.type), Piece(" \(event.shape)", .number)]
    if let reference = row.reference, let candidate = row.candidate, row.isOtherDraw {
      pieces = [
        Piece("\(reference.type) \(reference.shape)", .reference), Piece(" and ", .muted),
        Piece("\(candidate.type) \(candidate.shape)", .candidate),
      ]
    }
    return [
      Piece("seeds ", .muted), Piece(reference, .reference), Piece(" "),
      Piece("\(candidate)  ", row.isWrong ? .mismatch : .candidate),
    ] + pieces + [Piece("  \(event.tellingName)", .muted)]
  }

  /// The operation's seed; with the graph's where that is not the same on both sides.
  private static func seeds(_ event: RandomEvent, _ row: RandomRow) -> String {
    let isShared = row.reference?.seed == row.candidate?.seed || row.reference == nil || row.candidate == nil
    return isShared ? "\(event.seed2)" : "(\(event.seed), \(event.seed2))"
  }
}

extension RandomEvent {
  /// The name of the variable that an initializer draws for, else the operation's own. Source of the scope's name:
  /// TensorFlow's `VariableScope` puts a variable's initializer under `<variable>/Initializer`.
  fileprivate var tellingName: String {
    guard let end = name.firstRange(of: "/Initializer/")?.lowerBound else { return name }
    return String(name[..<end])
  }
}

extension RandomParting {
  /// What happens there and what to do, for where there is little room.
  fileprivate var shortWords: String {
    switch cause {
    case .seeds: "op \(index) has other seeds: set operation_seed to the same on both sides"
    case .order(let place): "op \(index) comes as \(place) in the candidate: compare with \(remedies.constantMode)"
    case .extra: "op \(index) is one more in the candidate: \(remedies.constantMode)"
    case .replaced:
      "op \(index) is \(reference?.type ?? "") in the reference and \(candidate?.type ?? "") in the candidate"
    case .lacking: "op \(index) is lacking in the candidate: look for a layer it does not run"
    }
  }
}
