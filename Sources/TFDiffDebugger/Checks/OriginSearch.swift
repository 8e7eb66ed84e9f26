import TFDiffTensor

/// Follows the data flow backwards through one end point's operations, to where its difference is born.
///
/// What both sides compute, be it by other operations, is followed no further.
struct OriginSearch {
  private let rows: [OperationRow]
  /// Variables that begin with other values, by the reference's names.
  private let differing: Set<String>
  private let places: SidePair<[String: Int]>
  private var values: SharedValues
  /// The operations whose values pairs that agree take.
  private let harmless: SidePair<Set<String>>
  /// What the end point is on each side, where the two differ.
  private let ends: SidePair<Tensor?>

  /// - Parameter row: the end point with its operations.
  init(_ row: EndpointRow, differing: Set<String>, tolerance: @escaping (String) -> Tolerance) {
    rows = row.operations
    self.differing = differing
    let isDifferent = row.activationStatus == .mismatch || row.activationStatus == .shapeMismatch
    ends = SidePair(
      reference: isDifferent ? row.reference?.tensor : nil, candidate: isDifferent ? row.candidate?.tensor : nil)
    places = rows.places
    values = SharedValues(rows, tolerance: tolerance)
    let agreeing = rows.filter { $0.isPair && $0.status == .match && !$0.isFusedAway }
    func taken(_ side: Side) -> Set<String> { Set(agreeing.flatMap { $0[side]?.operationsTaken ?? [] }) }
    harmless = SidePair(reference: taken(.reference), candidate: taken(.candidate))
  }

  mutating func result() -> OperationOrigin? {
    var seen: Set<Int> = []
    // From the end of a loop the way back leads through all its iterations, of which the first that differs is wanted.
    if rows.count <= Self.longest, !rows.contains(where: \.isOfLoop), let left = end(.reference),
      let right = end(.candidate)
    {
      return left == right ? follow(left, &seen) : fromTwoEnds(left, right, &seen)
    }
    let differing = rows.indices.filter { rows[$0].status == .mismatch || rows[$0].status == .shapeMismatch }
    // Operations that stand in each other's place differ and explain nothing.
    if let first = differing.first(where: { !isSharedByBoth($0) }) ?? differing.first { return follow(first, &seen) }
    return lastLone().flatMap { lone($0.index, instead: $0.instead, consumer: nil, &seen) }
  }

  /// How many operations are followed back at most, and of how many an endpoint may be made for its end to be where that
  /// begins.
  private static let longest = 500

  /// The operation that an end point is the value of, which no other takes; nil where none of those recorded is.
  private func end(_ side: Side) -> Int? {
    guard let value = ends[side] else { return nil }
    let taken = Set(rows.flatMap { $0[side]?.operationsTaken ?? [] })
    return rows.indices.last { index in
      guard let event = rows[index][side], let id = event.id, !taken.contains(id) else { return false }
      return values.agree(event.output, value, in: index)
    }
  }

  /// The sides come to the end point by operations that are no pair.
  private mutating func fromTwoEnds(_ left: Int, _ right: Int, _ seen: inout Set<Int>) -> OperationOrigin {
    if let pair = [left, right].first(where: { rows[$0].isPair && rows[$0].status != .match }) {
      return follow(pair, &seen)
    }
    return lone(rows[left].isPair ? right : left, instead: rows[left].isPair ? left : right, consumer: nil, &seen)
  }

  /// No pair differs: what one side computes in another way comes last.
  private mutating func lastLone() -> (index: Int, instead: Int?)? {
    let references = rows.indices.filter { rows[$0].status == .missingCandidate }
    let candidates = rows.indices.filter { rows[$0].status == .missingReference }
    let reference = references.last { !values.isShared($0, .reference) } ?? references.last
    let candidate = candidates.last { !values.isShared($0, .candidate) } ?? candidates.last
    guard let index = reference ?? candidate else { return nil }
    return (index, candidate == index ? nil : candidate)
  }

  private mutating func isSharedByBoth(_ index: Int) -> Bool {
    values.isShared(index, .reference) && values.isShared(index, .candidate)
  }

  /// Where the difference of a pair comes from.
  private mutating func follow(_ index: Int, _ seen: inout Set<Int>) -> OperationOrigin {
    guard seen.insert(index).inserted, seen.count <= Self.longest, let reference = rows[index].reference,
      let candidate = rows[index].candidate
    else { return .operation(index, instead: nil) }
    if rows.crossedInputs(of: rows[index], agree: { values.agree($0, $1, in: index) }) != nil {
      return .operation(index, instead: nil)
    }
    var causes: [OperationOrigin] = []
    for (left, right) in reference.operandOrder(with: candidate) {
      if let cause = cause(reference.inputs[left], candidate.inputs[right], at: index, &seen) { causes.append(cause) }
    }
    // Of several the one that was executed first.
    if let first = causes.min(by: { $0.place < $1.place }) { return first }
    return .operation(rows[index].drawsOtherwise ? firstLoneDraw(before: index) ?? index : index, instead: nil)
  }

  /// A random operation that one side alone has shifts the seeds of all that come after it.
  private func firstLoneDraw(before index: Int) -> Int? {
    rows[..<index].firstIndex { !$0.isPair && ($0.reference ?? $0.candidate)?.draws == true }
  }

  /// Nil where two inputs agree, as far as can be known.
  private mutating func cause(
    _ reference: OperationInput, _ candidate: OperationInput, at index: Int, _ seen: inout Set<Int>
  ) -> OperationOrigin? {
    if case .variable(let name) = reference, case .variable(let other) = candidate {
      return name == other && differing.contains(name) ? .variable(name) : nil
    }
    let (left, right) = (places.row(of: reference, .reference), places.row(of: candidate, .candidate))
    guard left != nil || right != nil else { return nil }
    if let left, left == right, rows[left].status == .match { return nil }
    if let left, let right, reference.isFirstOutput, candidate.isFirstOutput,
      values.agree(rows[left].reference?.output, rows[right].candidate?.output, in: left)
    {
      return nil
    }
    let open = [(left, Side.reference, reference), (right, .candidate, candidate)].compactMap { row, side, input in
      row.flatMap { isSettled($0, side, input) ? nil : $0 }
    }
    if areSteps(reference, candidate, open) { return nil }
    // Both values are computed on both sides, and it is here that others are taken.
    guard !open.isEmpty else { return .operation(index, instead: nil) }
    if let pair = open.first(where: { rows[$0].isPair }) { return follow(pair, &seen) }
    return lone(open[0], instead: open.count > 1 ? open[1] : nil, consumer: index, &seen)
  }

  /// Whether what a side takes from a row is a value that both sides have.
  private mutating func isSettled(_ row: Int, _ side: Side, _ input: OperationInput) -> Bool {
    rows[row].isPair && rows[row].status == .match || hasPartnerElsewhere(row, side) || didNoHarm(row, side)
      || input.isFirstOutput && values.isShared(row, side)
  }

  /// Whether a pair that agrees takes the value of an operation without a partner, as the state that a loop has carried so far.
  private func didNoHarm(_ row: Int, _ side: Side) -> Bool {
    guard !rows[row].isPair, let id = rows[row][side]?.id else { return false }
    return harmless[side].contains(id)
  }

  /// Whether two inputs are a step of a series that a loop of one side reads from a list, and that the other side takes apart
  /// beforehand: as one of several outputs it is not recorded, and cannot be held against the other.
  private func areSteps(_ reference: OperationInput, _ candidate: OperationInput, _ open: [Int]) -> Bool {
    guard !reference.isFirstOutput || !candidate.isFirstOutput else { return false }
    return open.contains { index in
      !rows[index].isPair && Self.readers.contains((rows[index].reference ?? rows[index].candidate)?.type ?? "")
    }
  }

  private static let readers: Set<String> = ["TensorListGetItem", "TensorArrayReadV3"]

  /// Whether the other side executes its partner on the way to another end point, all of which before this one agree.
  private func hasPartnerElsewhere(_ row: Int, _ side: Side) -> Bool {
    guard !rows[row].isPair, case .operation(let id) = rows[row][side]?.partner else { return false }
    return places[side == .reference ? .candidate : .reference][id] == nil
  }

  /// The first of the operations without a partner that lead to one, or a pair that differs before them.
  ///
  /// - Parameters:
  ///   - instead: what the other side has in its place.
  ///   - consumer: the pair that takes what the operation leads to.
  private mutating func lone(
    _ index: Int, instead: Int?, consumer: Int?, _ seen: inout Set<Int>
  ) -> OperationOrigin {
    guard seen.insert(index).inserted, seen.count <= Self.longest else { return .operation(index, instead: instead) }
    let side = rows[index].ownSide
    var found: [OperationOrigin] = []
    for input in rows[index][side]?.inputs ?? [] {
      if case .variable(let name) = input, differing.contains(name) { return .variable(name) }
      // What is made of constants alone, such as an initial state, takes part in no other way than a constant.
      guard let before = places.row(of: input, side), !isConstant(before, side), !isSettled(before, side, input),
        !seen.contains(before)
      else { continue }
      found.append(
        rows[before].isPair ? follow(before, &seen) : lone(before, instead: instead, consumer: consumer, &seen))
    }
    guard let first = found.first else {
      return .operation(index, instead: sharer(of: index) ?? instead.map { self.first($0) } ?? consumer)
    }
    guard let draw = line(ofDraw: first, side) else { return first }
    // A dropout that keeps everything draws all the same: what another line computes tells more.
    return found.first { line(ofDraw: $0, side) == nil && line(of: $0, side) != draw } ?? first
  }

  /// The user's line of an origin that draws random numbers; nil for any other.
  private func line(ofDraw origin: OperationOrigin, _ side: Side) -> StackFrame? {
    guard case .operation(let row, _) = origin, rows[row].draws else { return nil }
    return line(of: origin, side)
  }

  private func line(of origin: OperationOrigin, _ side: Side) -> StackFrame? {
    guard case .operation(let row, _) = origin else { return nil }
    return rows[row][side]?.stack.culprit
  }

  /// The first operation of the other side's own that reads a variable which one without a partner reads: what runs step by
  /// step there what is one loop here.
  private func sharer(of index: Int) -> Int? {
    let own = rows[index].ownSide
    let other: Side = own == .reference ? .candidate : .reference
    let read = rows[index].variables(of: own)
    if read.isEmpty { return nil }
    return rows.indices.first { row in
      rows[row][own] == nil && !rows[row].variables(of: other).isDisjoint(with: read)
    }
  }

  private func isConstant(_ index: Int, _ side: Side) -> Bool {
    guard let event = rows[index][side], !event.draws, !event.inputs.isEmpty else { return false }
    return event.inputs.allSatisfy { input in
      if case .constant = input { true } else { false }
    }
  }

  /// The first operation of the other side's own that leads to one of them, of what is not computed on both.
  private mutating func first(_ index: Int) -> Int {
    var (index, seen): (Int, Set<Int>) = (index, [index])
    let side = rows[index].ownSide
    while let before = before(index, side), seen.insert(before).inserted { index = before }
    return index
  }

  private mutating func before(_ index: Int, _ side: Side) -> Int? {
    for input in rows[index][side]?.inputs ?? [] {
      if let row = places.row(of: input, side), !rows[row].isPair, !isConstant(row, side), !isSettled(row, side, input)
      {
        return row
      }
    }
    return nil
  }
}

extension OperationOrigin {
  /// Where it stands in the order of execution: a variable is there before any operation.
  fileprivate var place: Int { if case .operation(let row, _) = self { row } else { -1 } }
}

extension OperationRow {
  /// Whether it is of a loop: one of its iterations, the loop itself, or what gathers its results.
  fileprivate var isOfLoop: Bool {
    iteration != nil || [reference, candidate].contains { Self.loops.contains($0?.type ?? "") }
  }

  private static let loops: Set<String> = [
    "While", "StatelessWhile", "TensorListStack", "TensorListGetItem", "TensorArrayGatherV3", "TensorArrayReadV3",
    "Exit",
    "RefExit",
  ]

  /// The side of an operation that one side alone has.
  var ownSide: Side { reference != nil ? .reference : .candidate }
}

extension OperationEvent {
  /// The ids of the operations whose values it takes.
  fileprivate var operationsTaken: [String] {
    inputs.compactMap { input in
      if case .operation(let id, output: _) = input { id } else { nil }
    }
  }
}
