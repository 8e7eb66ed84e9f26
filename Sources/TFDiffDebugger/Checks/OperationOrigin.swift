import TFDiffTensor

/// What an end point's difference comes from, found in the data flow.
///
/// From the first pair of operations whose outputs differ the way leads back to what they take: it ends at the first
/// whose inputs agree and whose output does not, at an operation that one side has instead, or at a variable that
/// began with another value. An operation without a partner whose consumers agree did no harm and is never reached.
public enum OperationOrigin: Sendable, Hashable {
  /// A row of the end point's operations; where one side lacks it, the row of what the other has instead, if anything.
  case operation(Int, instead: Int?)
  /// A variable, by the reference's name.
  case variable(String)
}

extension DebuggerState {
  /// Nil where the end point's operations are not recorded, or none of them differs.
  public func origin(of row: EndpointRow) -> OperationOrigin? {
    guard !row.operations.isEmpty else { return nil }
    guard row.operations.contains(where: { $0.reference?.id != nil || $0.candidate?.id != nil }) else {
      return row.firstDivergingOperation.map { .operation($0, instead: nil) }
    }
    return OriginSearch(
      rows: row.operations, differing: Set(differingInitialValues.flatMap { [$0.variable] + $0.sources }),
      tolerance: { tolerance.tolerance(for: row.name, $0) }
    ).result
  }
}

extension DebuggerState {
  /// The row of an end point's operations that its difference comes from; nil where no operation is to blame.
  public func originRow(of row: EndpointRow) -> Int? {
    if case .operation(let index, _) = origin(of: row) { index } else { nil }
  }
}

/// Follows the data flow backwards through one end point's operations.
private struct OriginSearch {
  let rows: [OperationRow]
  /// Variables that begin with other values, by the reference's names.
  let differing: Set<String>
  let tolerance: (String) -> Tolerance
  private let places: SidePair<[String: Int]>
  /// The operations whose values pairs that agree take.
  private let harmless: SidePair<Set<String>>

  init(rows: [OperationRow], differing: Set<String>, tolerance: @escaping (String) -> Tolerance) {
    self.rows = rows
    self.differing = differing
    self.tolerance = tolerance
    func places(_ side: Side) -> [String: Int] {
      Dictionary(
        rows.indices.compactMap { index in rows[index][side]?.id.map { ($0, index) } },
        uniquingKeysWith: { first, _ in first })
    }
    self.places = SidePair(reference: places(.reference), candidate: places(.candidate))
    let agreeing = rows.filter { $0.isPair && $0.status == .match && !$0.isFusedAway }
    func taken(_ side: Side) -> Set<String> { Set(agreeing.flatMap { $0[side]?.operationsTaken ?? [] }) }
    harmless = SidePair(reference: taken(.reference), candidate: taken(.candidate))
  }

  var result: OperationOrigin? {
    var seen: Set<Int> = []
    if let first = rows.firstIndex(where: { $0.status == .mismatch || $0.status == .shapeMismatch }) {
      return follow(first, &seen)
    }
    // No pair differs: what one side computes in another way comes last.
    guard
      let reference = rows.lastIndex(where: { $0.status == .missingCandidate })
        ?? rows.lastIndex(where: { $0.status == .missingReference })
    else { return nil }
    let candidate = rows.lastIndex { $0.status == .missingReference }
    return lone(reference, instead: candidate == reference ? nil : candidate, &seen)
  }

  /// Where the difference of a pair comes from.
  private func follow(_ index: Int, _ seen: inout Set<Int>) -> OperationOrigin {
    guard seen.insert(index).inserted, let reference = rows[index].reference, let candidate = rows[index].candidate
    else { return .operation(index, instead: nil) }
    for (left, right) in reference.operandOrder(with: candidate) {
      if let cause = cause(reference.inputs[left], candidate.inputs[right], at: index, &seen) { return cause }
    }
    return .operation(rows[index].drawsOtherwise ? firstLoneDraw(before: index) ?? index : index, instead: nil)
  }

  /// A random operation that one side alone has shifts the seeds of all that come after it.
  private func firstLoneDraw(before index: Int) -> Int? {
    rows[..<index].firstIndex { !$0.isPair && ($0.reference ?? $0.candidate)?.draws == true }
  }

  /// Nil where two inputs agree, as far as can be known.
  private func cause(
    _ reference: OperationInput, _ candidate: OperationInput, at index: Int, _ seen: inout Set<Int>
  ) -> OperationOrigin? {
    if case .variable(let name) = reference, case .variable(let other) = candidate {
      return name == other && differing.contains(name) ? .variable(name) : nil
    }
    let (left, right) = (place(reference, .reference), place(candidate, .candidate))
    guard left != nil || right != nil else { return nil }
    if let left, left == right { return rows[left].status == .match ? nil : follow(left, &seen) }
    if isFirst(reference), isFirst(candidate), agree(left, right) { return nil }
    // What takes another's value in one place alone takes it from one that has no partner, or from a pair that differs.
    if let left, rows[left].isPair, rows[left].status != .match { return follow(left, &seen) }
    if let right, rows[right].isPair, rows[right].status != .match { return follow(right, &seen) }
    let lonely = [left, right].compactMap { $0 }.filter { !rows[$0].isPair }
    if areSteps(reference, candidate, lonely) { return nil }
    guard let first = lonely.first else { return .operation(index, instead: nil) }
    return lone(first, instead: lonely.count > 1 ? lonely[1] : nil, &seen)
  }

  private func place(_ input: OperationInput, _ side: Side) -> Int? {
    guard case .operation(let id, output: _) = input else { return nil }
    return places[side][id]
  }

  /// Whether the value is an operation's first output, which is the one that is recorded.
  private func isFirst(_ input: OperationInput) -> Bool {
    if case .operation(id: _, output: let output) = input { output == 0 } else { false }
  }

  /// Whether two inputs are a step of a series that a loop of one side reads from a list, and that the other side takes apart
  /// beforehand: as one of several outputs it is not recorded, and cannot be held against the other.
  private func areSteps(_ reference: OperationInput, _ candidate: OperationInput, _ lonely: [Int]) -> Bool {
    guard !isFirst(reference) || !isFirst(candidate) else { return false }
    return lonely.contains { index in
      (rows[index].reference ?? rows[index].candidate).map { Self.readers.contains($0.type) } ?? false
    }
  }

  private static let readers: Set<String> = ["TensorListGetItem", "TensorArrayReadV3"]

  private func agree(_ left: Int?, _ right: Int?) -> Bool {
    guard let left, let right, let reference = rows[left].reference?.output,
      let candidate = rows[right].candidate?.output
    else { return false }
    return Judgement(reference: reference, candidate: candidate, tolerance: tolerance(rows[left].name)).status == .match
  }

  /// The first of the operations without a partner that lead to one, or a pair that differs before them.
  private func lone(_ start: Int, instead: Int?, _ seen: inout Set<Int>) -> OperationOrigin {
    var index = start
    // No recursion: a loop may lead back through thousands of iterations.
    back: while seen.insert(index).inserted {
      let side: Side = rows[index].reference != nil ? .reference : .candidate
      for input in rows[index][side]?.inputs ?? [] {
        if case .variable(let name) = input, differing.contains(name) { return .variable(name) }
        // What is made of constants alone, such as an initial state, takes part in no other way than a constant.
        guard let before = place(input, side), !isConstant(before, side) else { continue }
        if rows[before].isPair {
          if rows[before].status != .match { return follow(before, &seen) }
        } else if !didNoHarm(input, side) {
          index = before
          continue back
        }
      }
      return .operation(index, instead: sharer(of: index) ?? instead.map { first($0) })
    }
    return .operation(index, instead: instead)
  }

  /// Whether a pair that agrees takes a value, as the state that a loop has carried so far.
  private func didNoHarm(_ input: OperationInput, _ side: Side) -> Bool {
    guard case .operation(let id, output: _) = input else { return false }
    return harmless[side].contains(id)
  }

  /// The first operation of the other side's own that reads a variable which one without a partner reads: what runs step by
  /// step there what is one loop here.
  private func sharer(of index: Int) -> Int? {
    let sides: (own: Side, other: Side) =
      rows[index].reference != nil ? (.reference, .candidate) : (.candidate, .reference)
    let read = rows[index].variables(of: sides.own)
    if read.isEmpty { return nil }
    return rows.indices.first { other in
      rows[other][sides.own] == nil && !rows[other].variables(of: sides.other).isDisjoint(with: read)
    }
  }

  private func isConstant(_ index: Int, _ side: Side) -> Bool {
    guard let event = rows[index][side], !event.draws, !event.inputs.isEmpty else { return false }
    return event.inputs.allSatisfy { input in
      if case .constant = input { true } else { false }
    }
  }

  /// The first operation of the other side's own that leads to one of them.
  private func first(_ index: Int) -> Int {
    var (index, seen): (Int, Set<Int>) = (index, [index])
    let side: Side = rows[index].reference != nil ? .reference : .candidate
    while let before = rows[index][side]?.inputs.lazy.compactMap({ place($0, side) }).first(where: {
      !rows[$0].isPair && !isConstant($0, side)
    }), seen.insert(before).inserted { index = before }
    return index
  }
}

extension OperationEvent {
  /// The ids of the operations whose values it takes.
  fileprivate var operationsTaken: [String] {
    inputs.compactMap { input in
      if case .operation(let id, output: _) = input { id } else { nil }
    }
  }

  /// Whether it draws random numbers.
  fileprivate var draws: Bool { attributes.contains { $0.name == "seed2" } }
}

extension OperationRow {
  /// Whether it draws random numbers, on the side that has it.
  var draws: Bool { (reference ?? candidate)?.draws == true }

  /// Whether both sides draw here, from other seeds.
  fileprivate var drawsOtherwise: Bool {
    differences.contains { difference in
      if case .attribute(let name, _, _) = difference { name == "seed" || name == "seed2" } else { false }
    }
  }

  fileprivate var isPair: Bool { reference != nil && candidate != nil }

  /// The variables that a side's operation takes, by the reference's names.
  fileprivate func variables(of side: Side) -> Set<String> {
    Set(
      (self[side]?.inputs ?? []).compactMap { input in
        if case .variable(let name) = input { name } else { nil }
      })
  }
}
