import TFDiffDebugger
import TFDiffTensor

/// The pair of tensors that is looked at: an endpoint's, or an operation's outputs.
package struct Subject: Sendable {
  package struct Half: Sendable {
    package var name: String
    package var type: String?
    package var shape: Shape
    package var dtype: DType
    /// Nil where the values were not kept.
    package var tensor: Tensor?
    package var statistics: Statistics?
  }
  package var name: String
  package var status: Status
  package var comparison: Comparison?
  /// An endpoint's, made when it was compared; an operation's come with its ``Analysis``.
  package var measures: ErrorMeasures?
  package var tolerance: Tolerance
  package var halves: SidePair<Half?>
  package var isFusedAway = false
  /// What else is wrong where the values agree; of an operation, which attributes and inputs differ.
  package var explanation: String?
  /// Whether it is an operation inside an endpoint.
  package var isOperation: Bool

  package init(_ row: EndpointRow, tolerance: Tolerance) {
    name = row.name
    // A pair that is a guess may not be judged by its values alone.
    status = row.activationStatus == .mismatch || row.status == .unjudged ? row.status : row.activationStatus
    comparison = row.comparison
    measures = row.measures
    self.tolerance = tolerance
    isOperation = false
    explanation = row.explanation
    func half(_ activation: Activation?) -> Half? {
      activation.map {
        Half(
          name: row.name, type: nil, shape: $0.shape, dtype: $0.dtype, tensor: $0.tensor,
          statistics: $0.statistics)
      }
    }
    halves = SidePair(reference: half(row.reference), candidate: half(row.candidate))
  }

  package init(_ row: OperationRow, tolerance: Tolerance) {
    name = row.name
    status = row.status
    comparison = row.comparison
    self.tolerance = tolerance
    isFusedAway = row.isFusedAway
    isOperation = true
    if !row.differences.isEmpty { explanation = row.differences.map(\.description).joined(separator: "; ") }
    func half(_ event: OperationEvent?) -> Half? {
      guard let event, let output = event.output else { return nil }
      return Half(
        name: event.name, type: event.type, shape: output.shape, dtype: output.dtype, tensor: output)
    }
    halves = SidePair(reference: half(row.reference), candidate: half(row.candidate))
  }

  /// The shape the panes' slice is made for: the reference's, or the candidate's where it stands alone.
  package var shape: Shape? { (halves.reference ?? halves.candidate)?.shape }

  /// Both tensors, where both are there and can be compared element by element.
  package var pair: TensorPair? {
    guard let reference = halves.reference?.tensor, let candidate = halves.candidate?.tensor else {
      return nil
    }
    return try? TensorPair(reference: reference, candidate: candidate)
  }
}
