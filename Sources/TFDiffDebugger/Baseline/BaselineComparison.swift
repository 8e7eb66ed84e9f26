/// What became of an endpoint since a baseline; the raw values are the report's.
public enum BaselineChange: String, Sendable, Hashable, CaseIterable {
  /// It differed and does not any more.
  case fixed
  /// It did not differ and does now.
  case new
  /// It differs by more than ``factor`` times as much as it did, or no longer even in values alone.
  case worse
  /// It matches as it did, or differs about as it did, or less.
  case unchanged

  /// By how much the greatest absolute difference has to grow for an endpoint to be worse.
  static let factor = 2.0
}

/// What has changed since a baseline, endpoint by endpoint. Waivers change nothing of it.
public struct BaselineComparison: Sendable {
  let file: String
  /// The baseline's verdict.
  let verdict: String
  /// By the endpoint's name; without those that are not judged here, or that match and were not judged there.
  let changes: [String: BaselineChange]
  /// The baseline's greatest absolute differences.
  let errors: [String: Double]
  /// In order.
  private let names: [String]
  /// What the baseline has and there is no more; empty while the runs are not over.
  let gone: [String]
  /// Why nothing can be said, as what was run since is something else; nil where it is the same.
  let obstacle: String?

  public init(_ baseline: BaselineReport, _ state: DebuggerState) {
    file = baseline.file
    verdict = baseline.report["verdict"].string ?? ""
    let differences = baseline.differences(from: state.target)
    obstacle = differences.isEmpty ? nil : differences.map(\.description).joined(separator: "; ")
    let rows = baseline.report["endpoints"].items.map { ReportRow($0) }
    let then = Dictionary(rows.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let now = differences.isEmpty ? state.endpoints : []
    let changes = now.compactMap { row in Self.change(then[row.name], row).map { (row.name, $0) } }
    self.changes = Dictionary(changes, uniquingKeysWith: { first, _ in first })
    errors = differences.isEmpty ? then.compactMapValues(\.maxAbs) : [:]
    names = now.map(\.name)
    let here = Set(names)
    gone =
      differences.isEmpty && state.stand.isEnded
      ? rows.filter { $0.isJudged && !here.contains($0.name) }.map(\.name) : []
  }

  /// The endpoints of a change, in order.
  func names(of change: BaselineChange) -> [String] { names.filter { changes[$0] == change } }

  private static func change(_ then: ReportRow?, _ now: EndpointRow) -> BaselineChange? {
    guard now.status == .match || now.status.isDivergence else { return nil }
    let differed = then?.differs ?? false
    if now.status == .match {
      if differed { return .fixed }
      return then?.isJudged == true ? .unchanged : nil
    }
    guard differed, let then else { return .new }
    return isWorse(then, now) ? .worse : .unchanged
  }

  private static func isWorse(_ then: ReportRow, _ now: EndpointRow) -> Bool {
    let (wereValues, areValues) = (then.status == .mismatch, now.status == .mismatch)
    guard wereValues, areValues else { return wereValues && !areValues }
    guard let before = then.maxAbs, let after = now.comparison?.maxAbs else { return false }
    return !(after <= before * BaselineChange.factor) && !(before.isInfinite || before.isNaN)
  }
}

extension ReportRow {
  /// Whether it was compared and judged.
  var isJudged: Bool { status == .match || differs }
}

extension BaselineComparison {
  /// What `check` says of it.
  var lines: [String] {
    if let obstacle { return ["Not held against \(file): \(obstacle)"] }
    let counts = [BaselineChange.fixed, .new, .worse, .unchanged].map { change in
      "\(names(of: change).count) \(change.rawValue)"
    }
    let groups = [("fixed", names(of: .fixed)), ("new", names(of: .new)), ("worse", names(of: .worse)), ("gone", gone)]
    let named = groups.filter { !$0.1.isEmpty }.map { word, names in
      "  \(word): \(names.prefix(8).joined(separator: ", "))" + (names.count > 8 ? " and \(names.count - 8) more" : "")
    }
    return ["Since \(file) (\(verdict)): \(counts.joined(separator: ", "))"] + named
  }
}
