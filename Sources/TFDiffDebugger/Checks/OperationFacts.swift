import TFDiffTensor

/// How what one side says of an operation stands to what the other says.
public enum FactStanding: Sendable, Hashable {
  case same, differs
  /// Written otherwise, and meaning the same.
  case alike
  /// Only one side says it.
  case alone
}

/// One thing that is said of an operation, by both sides or by one.
public struct OperationFact: Sendable, Hashable {
  public let name: String
  /// Nil where the side does not say it.
  public let reference: String?
  public let candidate: String?
  public let standing: FactStanding
}

/// A value that an operation takes, on both sides or on one.
public struct OperationInputPair: Sendable {
  /// Its place among the reference's inputs, or where that has none there among the candidate's.
  public let place: Int
  /// Where it comes from, in words.
  public let source: SidePair<String?>
  /// Nil where no elements are known.
  public let value: SidePair<Tensor?>
  /// Of the elements, where they were known and let go of.
  public let statistics: SidePair<Statistics?>
  /// Of where it comes from; the elements are not compared.
  public let standing: FactStanding
}

extension OperationRow {
  /// The attributes of both sides: those that differ first, then those that one side alone has, then the others, each by name.
  public var attributeFacts: [OperationFact] {
    let left = Self.attributes(of: reference)
    let right = Self.attributes(of: candidate)
    let differing = Set(differences.compactMap { if case .attribute(let name, _, _) = $0 { name } else { nil } })
    let facts = Set(left.keys).union(right.keys).sorted().map { name in
      let (one, other) = (left[name], right[name])
      let standing: FactStanding =
        one == nil || other == nil ? .alone : one == other ? .same : differing.contains(name) ? .differs : .alike
      return OperationFact(name: name, reference: one, candidate: other, standing: standing)
    }
    return facts.filter { $0.standing == .differs } + facts.filter { $0.standing == .alone }
      + facts.filter { $0.standing == .same || $0.standing == .alike }
  }

  private static func attributes(of event: OperationEvent?) -> [String: String] {
    Dictionary((event?.attributes ?? []).map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }
}

extension DebuggerState {
  /// What an operation takes, input by input, with the values as far as they were recorded.
  ///
  /// - Parameter endpoint: the row that the operation is one of.
  public func inputs(of row: OperationRow, in endpoint: EndpointRow) -> [OperationInputPair] {
    let counts = (row.reference?.inputs.count ?? 0, row.candidate?.inputs.count ?? 0)
    let paired: [(Int?, Int?)] =
      if let reference = row.reference, let candidate = row.candidate {
        reference.operandOrder(with: candidate).map { ($0, $1) }
      } else {
        []
      }
    let rest = (paired.count..<max(counts.0, counts.1, paired.count)).map { place -> (Int?, Int?) in
      (place < counts.0 ? place : nil, place < counts.1 ? place : nil)
    }
    let differing = Set(row.differences.compactMap(\.inputPlace))
    return (paired + rest).map { place, other in
      let left = place.flatMap { taken($0, by: row.reference, .reference, endpoint) }
      let right = other.flatMap { taken($0, by: row.candidate, .candidate, endpoint) }
      let isDifferent = place.map { differing.contains($0) } ?? false
      return OperationInputPair(
        place: place ?? other ?? 0, source: SidePair(reference: left?.words, candidate: right?.words),
        value: SidePair(reference: left?.value, candidate: right?.value),
        statistics: SidePair(reference: left?.statistics, candidate: right?.statistics),
        standing: left == nil || right == nil ? .alone : isDifferent ? .differs : .same)
    }
  }

  private struct Taken {
    var words: String
    var value: Tensor?
    var statistics: Statistics?
  }

  private func taken(_ place: Int, by event: OperationEvent?, _ side: Side, _ endpoint: EndpointRow) -> Taken? {
    guard let event, event.inputs.indices.contains(place) else { return nil }
    let operand = event.operands.indices.contains(place) ? event.operands[place] : nil
    var (words, value) = source(of: event.inputs[place], side, near: endpoint)
    value = operand?.tensor ?? value
    if let shape = operand?.shape ?? value?.shape, shape.rank > 0 { words += " \(shape)" }
    return Taken(words: words, value: value, statistics: operand?.statistics)
  }

  /// Where an input comes from, in words, and the value that was recorded there.
  private func source(
    of input: OperationInput, _ side: Side, near endpoint: EndpointRow
  ) -> (words: String, value: Tensor?) {
    switch input {
    case .operation(let id, let output):
      guard let source = operation(id, side, near: endpoint) else { return ("an operation before the layer", nil) }
      let words = "\(source.type) \(source.name)" + (output == 0 ? "" : ":\(output)")
      return (words, output == 0 ? source.output : nil)
    case .variable(let name): return ("variable \(name)", nil)
    case .constant(let constant): return ("constant \(constant)", nil)
    case .modelInput: return ("the model's input", nil)
    case .unknown: return ("not known", nil)
    }
  }

  /// A recorded operation by its id: of the same endpoint, or of one that was looked into as well.
  private func operation(_ id: String, _ side: Side, near endpoint: EndpointRow) -> OperationEvent? {
    let own = endpoint.operations.lazy.compactMap { $0[side] }.first { $0.id == id }
    return own ?? endpoints.lazy.flatMap { $0.operations.lazy.compactMap { $0[side] } }.first { $0.id == id }
  }
}

extension OperationDifference {
  /// The place of the input that it is about; nil where it is about none.
  fileprivate var inputPlace: Int? {
    switch self {
    case .constant(let input, _, _), .variable(let input, _, _): input
    case .attribute, .order, .slope, .bypass, .indices: nil
    }
  }
}
