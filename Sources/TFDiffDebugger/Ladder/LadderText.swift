/// The ladder as lines of plain text.
public struct LadderText: Sendable {
  public var symbols: SymbolSet

  public init(symbols: SymbolSet = .unicode) { self.symbols = symbols }

  /// A line for each step.
  public func lines(_ rows: [LadderRow]) -> [String] { rows.map { line($0) } }

  public func line(_ row: LadderRow) -> String {
    let width = LadderStep.allCases.map(\.title.count).max() ?? 0
    let title = row.step.title + String(repeating: " ", count: width - row.step.title.count)
    let step = row.step.rawValue + (row.step.rawValue.count < 2 ? " " : "")
    let detail = row.detail.isEmpty ? "" : "  \(row.detail)"
    return symbols.plain("\(symbols.symbol(for: row.verdict)) \(step)  \(title)  \(row.verdict.rawValue)\(detail)")
  }

  /// What the ladder comes to, in a line.
  public func verdict(_ state: DebuggerState) -> String {
    let counts = [LadderVerdict.passed, .failed, .incomparable, .skipped, .notRun].compactMap { verdict in
      let count = state.ladder.count { $0.verdict == verdict }
      return count == 0 ? nil : "\(count) \(verdict.rawValue)"
    }
    return "Ladder: \((state.ladderVerdict ?? .incomparable).rawValue) (steps: \(counts.joined(separator: ", ")))"
  }

  /// What to do about the failures.
  public func advice(_ rows: [LadderRow]) -> [String] {
    rows.filter { $0.verdict.isFailure }.compactMap { row in
      row.advice.map { symbols.plain("Step \(row.step.rawValue): \($0)") }
    }
  }
}

extension DebuggerState {
  /// What the ladder comes to: the verdict of its first failing step, else `equal`; `incomparable` where it was broken off
  /// or nothing was judged; nil where it was not climbed.
  public var ladderVerdict: Verdict? {
    if ladder.isEmpty { return nil }
    if let failing = ladder.first(where: { $0.verdict.isFailure }) {
      return failing.verdict == .failed ? .diverged : .incomparable
    }
    let isComplete = !ladder.contains { $0.verdict == .notRun }
    return isComplete && ladder.contains { $0.verdict == .passed } ? .equal : .incomparable
  }
}
