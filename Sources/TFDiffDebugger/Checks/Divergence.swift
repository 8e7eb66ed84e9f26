import TFDiffTensor

/// Where two runs first part, and by how much: what a report says of it.
public struct Divergence: Sendable {
  /// One element of both sides.
  public struct Element: Sendable, Hashable {
    public var index: [Int]
    public var reference: Double
    public var candidate: Double
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
  /// The first element of that operation's output that is out of tolerance.
  public var operationMismatch: Element?
  /// The first assigned variable that differs, where the activation matches.
  public var update: UpdateRow?
}

extension DebuggerState {
  /// The first divergence of the two runs, nil where every endpoint that was reached matches.
  public var divergence: Divergence? {
    guard let index = firstDivergence else { return nil }
    let row = endpoints[index]
    let (reference, candidate) = (row.reference?.tensor, row.candidate?.tensor)
    let operation = row.firstDivergingOperation.map { row.operations[$0] }
    let isDifferent = row.activationStatus == .mismatch
    return Divergence(
      endpoint: row, tolerance: tolerance.tolerance(for: row.name),
      firstMismatch: isDifferent
        ? .init(reference, candidate, at: row.comparison?.firstMismatch) : nil,
      greatest: isDifferent ? .init(reference, candidate, at: row.comparison?.maxAbsPosition) : nil,
      operation: operation,
      operationMismatch: .init(
        operation?.reference?.output, operation?.candidate?.output, at: operation?.comparison?.firstMismatch),
      update: row.activationStatus == .match ? row.divergingUpdates.first : nil)
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
