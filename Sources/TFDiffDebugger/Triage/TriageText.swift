import TFDiffTensor

/// A triage as text and as a document.
public struct TriageText: Sendable {
  public var symbols: SymbolSet

  public init(symbols: SymbolSet = .unicode) { self.symbols = symbols }

  /// The matrix of greatest absolute differences, what is out of tolerance marked, and the sentence that follows.
  public func lines(_ result: TriageResult) -> [String] {
    let titles = result.kinds.enumerated().map { "\($0 + 1) \($1.title)" }
    let width = titles.map(\.count).max() ?? 0
    let header = String(repeating: " ", count: width) + result.kinds.indices.map { cell("\($0 + 1)") }.joined()
    let rows = result.kinds.indices.map { row in
      titles[row] + String(repeating: " ", count: width - titles[row].count)
        + result.kinds.indices.map { cell(words(result, row, $0)) }.joined()
    }
    let failures = result.kinds.compactMap { kind in
      result.failures[kind].map { "\(kind.title) failed: \($0)" }
    }
    let legend =
      "Greatest absolute differences over all \(result.hasSteps ? "rungs" : "endpoints"); \(symbols.symbol(for: Status.mismatch)) is out of tolerance."
    return ([header] + rows + [legend] + failures + ["", result.sentence]).map { symbols.plain($0) }
  }

  private static let cellWidth = 11

  private func cell(_ text: String) -> String {
    String(repeating: " ", count: max(Self.cellWidth - text.count, 1)) + text
  }

  private func words(_ result: TriageResult, _ row: Int, _ column: Int) -> String {
    if row == column { return "-" }
    if result.failures[result.kinds[row]] != nil || result.failures[result.kinds[column]] != nil { return "failed" }
    let difference = result.matrix[row][column]
    let mark = difference.isMatch ? "" : symbols.symbol(for: Status.mismatch) + " "
    return mark + formatShort(difference.maxAbs)
  }

  /// The document for programs.
  public static func document(_ result: TriageResult, target: String, tolerance: TolerancePolicy, command: String)
    -> JSONValue
  {
    let rows = result.kinds.indices.map { row -> JSONValue in
      .array(result.kinds.indices.map { cell(result, row, $0) })
    }
    return .object([
      .init("format", .string("tfdiff-triage")),
      .init("version", .int(1)),
      .init("verdict", .string(result.verdict.rawValue)),
      .init("target", .string(target)),
      .init(
        "tolerance",
        .object([
          .init("rtol", .double(tolerance.standard.rtol)), .init("atol", .double(tolerance.standard.atol)),
          .init("formula", .string(Tolerance.formula)),
        ])),
      .init("executions", .array(result.kinds.map { .string($0.title) })),
      .init("matrix", .array(rows)),
      .init(
        "failures",
        .array(
          result.kinds.compactMap { kind in
            result.failures[kind].map {
              .object([.init("execution", .string(kind.title)), .init("message", .string($0))])
            }
          })),
      .init("sentence", .string(result.sentence)),
      .init("command", .string(command)),
    ])
  }

  /// Null where either of the two failed.
  private static func cell(_ result: TriageResult, _ row: Int, _ column: Int) -> JSONValue {
    guard result.failures[result.kinds[row]] == nil, result.failures[result.kinds[column]] == nil else { return .null }
    let difference = result.matrix[row][column]
    return .object([
      .init("max_abs", .double(difference.maxAbs)),
      .init("endpoint", JSONValue(difference.endpoint) { .string($0) }),
      .init("first_divergence", JSONValue(difference.firstDivergence) { .string($0) }),
    ])
  }
}
