import TFDiffTensor

/// Where the two sides part, as a value of each, and what each computes it by from what both have.
struct Regions {
  var reference: RegionProgram
  var candidate: RegionProgram
  /// The value of each side.
  var values: SidePair<Tensor>
  /// The pair that takes the two values, or makes them.
  var row: Int?

  /// How far the two sides' values are apart.
  var gap: Double { values.reference.distance(to: values.candidate) }
}

/// Cuts out of an endpoint's operations what lies between the values that both sides have and one where they part.
struct RegionFinder {
  /// How many operations a region has at most.
  private static let largest = 200

  let flow: RecordedFlow
  private var shared: SharedValues
  private let ends: SidePair<Tensor?>

  init(_ row: EndpointRow, tolerance: @escaping (String) -> Tolerance) {
    flow = RecordedFlow(row.operations)
    shared = SharedValues(row.operations, tolerance: tolerance)
    ends = SidePair(reference: row.reference?.tensor, candidate: row.candidate?.tensor)
  }

  /// A value of a side.
  private enum Place {
    /// The first output of the operation in a row.
    case output(Int)
    /// What the operation in a row takes.
    case input(Int, Int)
  }

  /// The cuts that an origin leads to, nearest first: at what first takes it on both sides, then further on.
  ///
  /// - Parameter limit: how many at most.
  mutating func regions(from origin: Int, limit: Int = 6) throws -> [Regions] {
    var found: [Regions] = []
    var row = origin
    if !flow.rows[origin].isPair {
      guard let (consumer, input) = flow.rows.consumer(of: origin, flow.rows[origin].ownSide) else {
        return try atEnd().map { [$0] } ?? []
      }
      if flow.rows[consumer].differences.isEmpty,
        let cut = try cut(consumer: consumer, input, of: flow.rows[origin].ownSide)
      {
        found.append(cut)
      }
      row = consumer
    }
    while found.count < limit {
      if flow.rows[row].status != .match, let cut = try cut(.output(row), .output(row), row) { found.append(cut) }
      guard let (next, _) = flow.rows.consumer(ofPair: row), next > row else { break }
      row = next
    }
    // The operations that lead to it may be too many, or not all told: there are the others.
    if !found.contains(where: isEnd), let end = try? atEnd() { found.append(end) }
    return found
  }

  private mutating func cut(consumer: Int, _ input: Int, of side: Side) throws -> Regions? {
    guard let reference = flow.rows[consumer].reference, let candidate = flow.rows[consumer].candidate,
      let pair = reference.operandOrder(with: candidate).first(where: { (side == .reference ? $0.0 : $0.1) == input })
    else { return nil }
    return try cut(.input(consumer, pair.0), .input(consumer, pair.1), consumer)
  }

  private mutating func cut(_ reference: Place, _ candidate: Place, _ row: Int?) throws -> Regions? {
    guard let left = value(reference, .reference), let right = value(candidate, .candidate) else { return nil }
    return Regions(
      reference: try program(reference, .reference, left.shape),
      candidate: try program(candidate, .candidate, right.shape),
      values: SidePair(reference: left, candidate: right), row: row)
  }

  /// Whether it is where both sides give the endpoint's value: one that a side alone does is paired with what the other computes
  /// on the way.
  private func isEnd(_ cut: Regions) -> Bool {
    Side.allCases.allSatisfy { side in
      guard let end = ends[side], cut.values[side].elementCount == end.elementCount else { return false }
      return cut.values[side].distance(to: end) == 0
    }
  }

  /// Where nothing takes both sides' values, the endpoint itself.
  private mutating func atEnd() throws -> Regions? {
    guard let left = ends.reference, let right = ends.candidate else { return nil }
    return Regions(
      reference: try endProgram(.reference, left), candidate: try endProgram(.candidate, right),
      values: SidePair(reference: left, candidate: right), row: nil)
  }

  /// What a side computes the endpoint's value by: where none of its operations gives it, it is handed on from before.
  private mutating func endProgram(_ side: Side, _ value: Tensor) throws -> RegionProgram {
    if let row = end(side) { return try program(.output(row), side, value.shape) }
    return RegionProgram(
      side: side, values: [.init(tensor: value, origin: .shared(row: nil))],
      result: .init(source: .value(0), shape: value.shape))
  }

  /// The last operation whose output is the endpoint's value.
  private func end(_ side: Side) -> Int? {
    guard let value = ends[side] else { return nil }
    return flow.rows.indices.last { index in
      guard let output = flow.rows[index][side]?.output, output.elementCount == value.elementCount else { return false }
      return output.distance(to: value) == 0
    }
  }

  private func value(_ place: Place, _ side: Side) -> Tensor? {
    switch place {
    case .output(let row): flow.rows[row][side]?.output
    case .input(let row, let input): flow.rows[row][side].flatMap { flow.value(input, of: $0, side) }
    }
  }

  /// What a side computes a value by.
  private mutating func program(_ place: Place, _ side: Side, _ shape: Shape) throws -> RegionProgram {
    var builder = Builder(program: RegionProgram(side: side))
    switch place {
    case .output(let row):
      if isShared(row, side), let output = flow.rows[row][side]?.output {
        builder.program.values = [.init(tensor: output, origin: .shared(row: row))]
        builder.program.result = .init(source: .value(0), shape: shape)
        break
      }
      let step = try add(row, to: &builder)
      builder.program.result = .init(source: .step(step, output: 0), shape: shape)
    case .input(let row, let input):
      guard let event = flow.rows[row][side] else { throw ExperimentError.noResult }
      builder.program.result = try operand(input, of: event, in: &builder)
    }
    return builder.program
  }

  private struct Builder {
    var program: RegionProgram
    var steps: [Int: Int] = [:]
  }

  /// Adds an operation and all that leads to it from what both sides have.
  private mutating func add(_ row: Int, to builder: inout Builder) throws -> Int {
    if let known = builder.steps[row] { return known }
    guard builder.steps.count < Self.largest else { throw ExperimentError.tooLarge }
    guard let event = flow.rows[row][builder.program.side] else { throw ExperimentError.noResult }
    var operands: [RegionProgram.Operand] = []
    for input in event.inputs.indices { operands.append(try operand(input, of: event, in: &builder)) }
    builder.program.steps.append(
      .init(
        row: row, name: event.name, type: event.type, attributes: event.attributes, operands: operands,
        outputType: event.output?.dtype))
    let index = builder.program.steps.count - 1
    builder.steps[row] = index
    return index
  }

  private mutating func operand(
    _ input: Int, of event: OperationEvent, in builder: inout Builder
  ) throws -> RegionProgram.Operand {
    let side = builder.program.side
    let row = flow.places.row(of: event.inputs[input], side)
    if let row, case .operation(_, let output) = event.inputs[input], !isShared(row, side) {
      let step = try add(row, to: &builder)
      let told = event.operands.indices.contains(input) ? event.operands[input]?.shape : nil
      guard let shape = told ?? (output == 0 ? flow.rows[row][side]?.output?.shape : nil) else {
        throw ExperimentError.unknownValue(operation: event.name, input: input)
      }
      return .init(source: .step(step, output: output), shape: shape)
    }
    guard let value = flow.value(input, of: event, side) else {
      throw ExperimentError.unknownValue(operation: event.name, input: input)
    }
    let origin: RegionProgram.Value.Origin =
      switch event.inputs[input] {
      case .constant: .constant
      case .variable(let name): .variable(name)
      case .operation, .modelInput, .unknown: .shared(row: row)
      }
    builder.program.values.append(.init(tensor: value, origin: origin))
    return .init(source: .value(builder.program.values.count - 1), shape: value.shape)
  }

  private mutating func isShared(_ row: Int, _ side: Side) -> Bool {
    let pair = flow.rows[row]
    if pair.isPair, pair.status == .match, !pair.isFusedAway { return true }
    // An operation that the two sides execute with other results is where they part, though one of them may all but hand on its
    // input, and so give what the other has elsewhere: a batch normalization with fresh moving averages does.
    if pair.isOneOperation, pair.status == .mismatch { return false }
    return shared.isShared(row, side)
  }
}

extension OperationRow {
  /// Whether both sides execute an operation of one type.
  fileprivate var isOneOperation: Bool {
    guard let reference, let candidate else { return false }
    return canonicalOperationType(reference.type) == canonicalOperationType(candidate.type)
  }
}
