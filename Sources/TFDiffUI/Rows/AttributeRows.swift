import TFDiffDebugger
import TFDiffTensor

/// A row of the Attributes tab: something that both sides say of an operation, or one does.
package struct AttributeRow: Sendable, Hashable {
  var name: String
  var reference: String
  var candidate: String
  /// Nil of a row that only parts others.
  var standing: FactStanding?
}

/// The rows of the Attributes tab: of the operation that is looked at, or that a difference comes from, its attributes, then what
/// it takes and gives with the statistics of each value; what differs is marked.
enum AttributeRows {
  /// The operation that the tab is about, with the row it is one of.
  private static func subject(_ state: AppState) -> (operation: OperationRow, endpoint: EndpointRow)? {
    guard let endpoint = state.lookedAt else { return nil }
    if let operation = state.operationLookedAt { return (operation, endpoint) }
    guard state.openEndpoint == nil, let origin = state.debugger.originRow(of: endpoint) else { return nil }
    return (endpoint.operations[origin], endpoint)
  }

  /// The tensors whose statistics are shown.
  static func tensors(_ state: AppState) -> [Tensor] {
    guard let (operation, endpoint) = subject(state) else { return [] }
    let inputs = state.debugger.inputs(of: operation, in: endpoint).flatMap {
      [$0.value.reference, $0.value.candidate]
    }
    return (inputs + [operation.reference?.output, operation.candidate?.output]).compactMap(\.self)
  }

  static func rows(_ state: AppState) -> [AttributeRow] {
    guard let (operation, endpoint) = subject(state) else { return ofEndpoint(state) }
    let tolerance = state.debugger.judging.tolerance(for: operation.reference?.name ?? "", endpoint.name)
    let attributes = operation.attributeFacts.map {
      AttributeRow(
        name: $0.name, reference: $0.reference ?? missing, candidate: $0.candidate ?? missing, standing: $0.standing)
    }
    let inputs = state.debugger.inputs(of: operation, in: endpoint).flatMap { pair in
      [
        AttributeRow(
          name: "input \(pair.place)", reference: pair.source.reference ?? missing,
          candidate: pair.source.candidate ?? missing, standing: pair.standing)
      ] + statistics(pair.value, known: pair.statistics, state, tolerance)
    }
    let outputs = SidePair(reference: operation.reference?.output, candidate: operation.candidate?.output)
    return [title(operation)] + attributes + inputs
      + [AttributeRow(name: "output", reference: kind(outputs.reference), candidate: kind(outputs.candidate))]
      + statistics(outputs, state, tolerance)
  }

  private static let missing = "–"

  private static func title(_ row: OperationRow) -> AttributeRow {
    func words(_ event: OperationEvent?) -> String { event.map { "\($0.type) \($0.name)" } ?? "(none)" }
    return AttributeRow(name: "operation", reference: words(row.reference), candidate: words(row.candidate))
  }

  private static func kind(_ tensor: Tensor?) -> String {
    tensor.map { "\($0.dtype.abbreviation) \($0.shape)" } ?? missing
  }

  /// Of an endpoint whose operations are not known, what it gives.
  private static func ofEndpoint(_ state: AppState) -> [AttributeRow] {
    guard let subject = state.subject, subject.halves.reference != nil || subject.halves.candidate != nil else {
      return []
    }
    func kind(_ half: Subject.Half?) -> String { half.map { "\($0.dtype.abbreviation) \($0.shape)" } ?? missing }
    let halves = subject.halves
    return [AttributeRow(name: "output", reference: kind(halves.reference), candidate: kind(halves.candidate))]
      + compared(halves.reference?.statistics, halves.candidate?.statistics, subject.tolerance)
  }

  // MARK: Statistics

  private static func statistics(
    _ values: SidePair<Tensor?>, known: SidePair<Statistics?> = SidePair(reference: nil, candidate: nil),
    _ state: AppState, _ tolerance: Tolerance
  ) -> [AttributeRow] {
    func of(_ side: Side) -> Statistics? { known[side] ?? values[side].flatMap { state.tensorStatistics?[$0] } }
    return compared(of(.reference), of(.candidate), tolerance)
  }

  /// A row a number; one that both sides have alike within the tolerance is not marked, and counts only where there are any.
  private static func compared(_ left: Statistics?, _ right: Statistics?, _ tolerance: Tolerance) -> [AttributeRow] {
    if left == nil, right == nil { return [] }
    let numbers: [(String, (Statistics) -> Double)] = [
      ("min", \.min), ("max", \.max), ("mean", \.mean), ("std", \.std),
    ]
    let counts: [(String, (Statistics) -> Int)] = [("NaN", \.nan), ("infinite", \.inf)]
    return numbers.map { row($0, left.map($1), right.map($1), tolerance) }
      + counts.compactMap { name, count in
        let (one, other) = (left.map(count), right.map(count))
        return one ?? 0 == 0 && other ?? 0 == 0
          ? nil : row(name, one.map(Double.init), other.map(Double.init), Tolerance(rtol: 0, atol: 0))
      }
  }

  private static func row(_ name: String, _ left: Double?, _ right: Double?, _ tolerance: Tolerance) -> AttributeRow {
    AttributeRow(
      name: "  \(name)", reference: left.map(NumberText.statistic) ?? missing,
      candidate: right.map(NumberText.statistic) ?? missing, standing: standing(left, right, tolerance))
  }

  private static func standing(_ left: Double?, _ right: Double?, _ tolerance: Tolerance) -> FactStanding {
    guard let left, let right else { return .alone }
    return tolerance.accepts(reference: left, candidate: right) ? .same : .differs
  }
}

extension AttributeRow {
  init(name: String, reference: String, candidate: String) {
    self.init(name: name, reference: reference, candidate: candidate, standing: nil)
  }

  /// The row in three columns.
  func pieces(_ glyphs: Glyphs, width: Int) -> [Piece] {
    let width = min(width, 400)
    let name = min(20, max(width / 5, 8))
    let half = max((width - 2 - name - 2) / 2, 4)
    let isMarked = standing == .differs
    let symbol =
      switch standing {
      case nil: Piece("  ")
      case .differs: Piece.symbol(.mismatch, glyphs)
      case .alone, .alike: Piece.symbol(.notRun, glyphs)
      case .same: Piece.symbol(.match, glyphs)
      }
    let role: Role = isMarked ? .mismatch : standing == nil ? .muted : .text
    let values = Self.fitted(reference, candidate, half, isMarked: isMarked)
    return [symbol, Piece(self.name.shortened(to: name - 1, ellipsis: glyphs.ellipsis).padded(to: name), role)]
      + values.reference.pieces(standing == nil ? .reference : .text)
      + [Piece(String(repeating: " ", count: max(half - values.reference.text.displayWidth, 0) + 2))]
      + values.candidate.pieces(isMarked ? .mismatch : standing == nil ? .candidate : .text)
  }

  /// Both texts in their columns; of longer ones their beginnings and their ends. Of marked ones the place where they part is
  /// emphasised.
  private static func fitted(
    _ left: String, _ right: String, _ room: Int, isMarked: Bool
  ) -> (reference: CellText, candidate: CellText) {
    let texts = (left.visible.shortenedInTheMiddle(to: room), right.visible.shortenedInTheMiddle(to: room))
    let places = isMarked ? DigitAlignment.firstDifference(texts.0, texts.1) : nil
    return (
      CellText(text: texts.0, difference: places?.reference), CellText(text: texts.1, difference: places?.candidate)
    )
  }
}
