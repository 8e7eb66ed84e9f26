import TFDiffTensor

/// Where two runs first part, and by how much: what a report says of it.
public struct Divergence: Sendable {
  /// One element of both sides.
  public struct Element: Sendable, Hashable {
    public var index: [Int]
    public var reference: Double
    public var candidate: Double
  }
  /// The code of one side that a divergence is blamed on.
  public struct Place: Sendable {
    public var stack: CallStack
    /// The op type of what a side does in the place of an operation that it lacks.
    public var instead: String?

    public init(stack: CallStack, instead: String? = nil) {
      self.stack = stack
      self.instead = instead
    }
  }
  public var endpoint: EndpointRow
  /// The tolerance that the endpoint was held to.
  public var tolerance: Tolerance
  /// The first element of the endpoint that is out of tolerance; nil where there is nothing to compare, or where the
  /// activation matches and only assigned variables differ.
  public var firstMismatch: Element?
  /// The element that differs most, where ``firstMismatch`` is known.
  public var greatest: Element?
  /// The operation that explains it, where the endpoint's operations are recorded.
  public var operation: OperationRow?
  /// Of each side, which code it is: what made ``operation``, what comes next where the side lacks that, or what assigned
  /// ``update``.
  public var places: SidePair<Place?> = SidePair(reference: nil, candidate: nil)
  /// In what the two sides' operations differ besides the values that others hand them.
  public var differences: [OperationDifference] = []
  /// The first element of that operation's output that is out of tolerance.
  public var operationMismatch: Element?
  /// The first assigned variable that differs, where the activation matches.
  public var update: UpdateRow?
  /// The variable that the two sides begin with different values, where that explains it.
  public var initialValue: InitialValueRow?
  /// Where the sides have each other's values under other names, where no operation explains the difference.
  public var elsewhere: ValueElsewhere?
  /// A variable without a partner that the operation reads, where that explains it: its value is not the other side's.
  public var unpaired: UnpairedVariable?
  /// Where the two sides' random operations part, where the operation draws.
  public var randomParting: RandomParting?
  /// What each side told of that variable when it made it.
  public var creations: SidePair<VariableEvent?> = SidePair(reference: nil, candidate: nil)
  public var remedies = RemedyWords()
}

extension DebuggerState {
  /// The first divergence of the two runs, nil where every endpoint that was reached matches.
  public var divergence: Divergence? {
    guard let index = firstDivergence else { return nil }
    let row = endpoints[index]
    let (reference, candidate) = (row.reference?.tensor, row.candidate?.tensor)
    let update = row.activationStatus == .match ? row.divergingUpdates.first : nil
    let origin = origin(of: row)
    let initialValue = initialValue(behind: origin)
    let first = origin?.row.flatMap { row.explains($0, update) ? $0 : nil }
    let operation = initialValue == nil ? first.map { joinedOperation(at: $0, instead: origin?.instead, of: row) } : nil
    let differences = operation.flatMap { operation in
      first.map { self.differences(of: operation, at: $0, instead: origin?.instead, in: row) }
    }
    let unpaired = operation.flatMap { unpairedVariable(of: $0, instead: origin?.instead.map { row.operations[$0] }) }
    let isDifferent = row.activationStatus == .mismatch
    return Divergence(
      endpoint: row, tolerance: judging.tolerance(for: row),
      firstMismatch: isDifferent
        ? .init(reference, candidate, at: row.comparison?.firstMismatch) : nil,
      greatest: isDifferent ? .init(reference, candidate, at: row.comparison?.maxAbsPosition) : nil,
      operation: operation,
      places: initialValue.map { places(of: $0) } ?? first.map { row.places(of: $0, instead: origin?.instead) }
        ?? update?.places ?? row.rungPlaces,
      differences: differences ?? [],
      operationMismatch: .init(
        operation?.reference?.output, operation?.candidate?.output, at: operation?.comparison?.firstMismatch),
      update: update, initialValue: initialValue,
      elsewhere: operation == nil && initialValue == nil ? valueElsewhere(of: row) : nil, unpaired: unpaired,
      randomParting: operation?.draws == true ? randomParting : nil,
      creations: initialValue.map { creations(of: $0) } ?? SidePair(reference: nil, candidate: nil), remedies: remedies)
  }

  /// The variable that an origin names; where no operations say what the difference comes from, the first that begins with
  /// other values.
  ///
  /// Where the inputs differ, nothing that is computed of them can be blamed.
  private func initialValue(behind origin: OperationOrigin?) -> InitialValueRow? {
    if let input = differingInitialValues.first(where: \.isInput) { return input }
    return switch origin {
    case .variable(let name): differingInitialValues.first { $0.isOf(name) }
    case nil: differingInitialValues.first
    case .operation: nil
    }
  }

  /// The operation at an index of a row's; where one side alone has it, together with what the other does in its place if that
  /// is of the same type, so that its attributes and shapes can be held against each other.
  private func joinedOperation(at index: Int, instead: Int?, of row: EndpointRow) -> OperationRow {
    var joined = row.operations[index]
    guard let other = instead.map({ row.operations[$0] }), !joined.isPair, !other.isPair else { return joined }
    (joined.reference, joined.candidate) = (joined.reference ?? other.reference, joined.candidate ?? other.candidate)
    guard let reference = joined.reference, let candidate = joined.candidate,
      canonicalOperationType(reference.type) == canonicalOperationType(candidate.type)
    else { return row.operations[index] }
    let judgement = Judgement(
      reference: reference.output, candidate: candidate.output,
      tolerance: judging.tolerance(for: row.name, joined.name))
    guard judgement.status.isDivergence else { return row.operations[index] }
    (joined.status, joined.comparison) = (judgement.status, judgement.comparison)
    return joined
  }

  /// In what an operation differs from the other side's, or takes what that takes in another order.
  private func differences(
    of operation: OperationRow, at index: Int, instead: Int?, in row: EndpointRow
  ) -> [OperationDifference] {
    let tolerance = judging.tolerance(for: row.name, operation.name)
    let crossed = row.operations.crossedInputs(of: operation) { left, right in
      guard let left, let right else { return false }
      return Judgement.agree(left, right, tolerance: tolerance)
    }
    let order = crossed.map { [OperationDifference.order(first: $0.0, second: $0.1)] } ?? []
    let own = row.differences(of: operation, at: index, instead: instead)
    let around = [row.operations.bypass(of: index), row.operations.otherIndices(from: index)].compactMap { $0 }
    return order + own + around
  }

  /// The code that made a variable.
  private func places(of row: InitialValueRow) -> SidePair<Divergence.Place?> {
    let creations = creations(of: row)
    return SidePair(
      reference: creations.reference.map { .init(stack: $0.stack) },
      candidate: creations.candidate.map { .init(stack: $0.stack) })
  }
}

extension OperationOrigin {
  fileprivate var row: Int? { if case .operation(let row, _) = self { row } else { nil } }
  fileprivate var instead: Int? { if case .operation(_, let instead) = self { instead } else { nil } }
}

extension EndpointRow {
  /// Whether an operation says why a variable was assigned another value: one that both sides have does; where a side
  /// lacks it, the activation that matches all the same shows that the side computes in another way.
  fileprivate func explains(_ index: Int, _ update: UpdateRow?) -> Bool {
    update == nil || operations[index].status == .mismatch || operations[index].status == .shapeMismatch
  }

  /// The code of each side's operation at an index, or where a side lacks it of what it has instead, else of the next
  /// that it has.
  public func places(of index: Int, instead: Int? = nil) -> SidePair<Divergence.Place?> {
    func place(_ side: Side) -> Divergence.Place? {
      let other = instead.flatMap { operations[$0][side] }
      guard
        let event = operations[index][side] ?? other ?? operations[index...].lazy.compactMap({ $0[side] }).first
      else { return nil }
      return Divergence.Place(stack: event.stack, instead: operations[index][side] == nil ? event.type : nil)
    }
    return SidePair(reference: place(.reference), candidate: place(.candidate))
  }
}

extension UpdateRow {
  /// The code that assigned the variable.
  public var places: SidePair<Divergence.Place?> {
    SidePair(reference: .init(stack: stacks.reference), candidate: .init(stack: stacks.candidate))
  }
}

extension Divergence.Element {
  fileprivate init?(_ reference: Tensor?, _ candidate: Tensor?, at position: Int?) {
    guard let reference, let candidate, let position else { return nil }
    self.init(
      index: reference.shape.index(at: position), reference: reference.value(at: position),
      candidate: candidate.value(at: position))
  }
}
