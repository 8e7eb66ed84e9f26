import TFDiffTensor

/// The variables of both sides, paired by name.
public struct VariablesComparison: Sendable, Hashable {
  /// A variable that both sides have, but not alike.
  public struct Mismatch: Sendable, Hashable {
    public var name: String
    public var reference: VariableEvent
    public var candidate: VariableEvent
  }
  public var referenceCount: Int
  public var candidateCount: Int
  /// What the reference has and the candidate has not, in the reference's order of creation.
  public var missing: [VariableEvent]
  /// What the candidate has and the reference has not, but for ``unexpectedCreations``.
  public var extra: [VariableEvent]
  /// Differing shape, element type or trainable flag.
  public var mismatched: [Mismatch]
  /// What the candidate created when the model was called again, though it should have been reused.
  public var unexpectedCreations: [VariableEvent]

  public init(reference: [VariableEvent], candidate: [VariableEvent]) {
    referenceCount = reference.count
    candidateCount = candidate.count
    let references = Dictionary(reference.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let candidates = Dictionary(candidate.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    missing = reference.filter { candidates[$0.name] == nil }
    // A reference that makes variables on its later calls too is the measure of what is expected.
    let latestCall = reference.map(\.call).max() ?? 1
    unexpectedCreations = candidate.filter { $0.call > latestCall }
    extra = candidate.filter { references[$0.name] == nil && $0.call <= latestCall }
    mismatched = reference.compactMap { variable in
      guard let other = candidates[variable.name], !variable.isLike(other) else { return nil }
      return Mismatch(name: variable.name, reference: variable, candidate: other)
    }
  }

  /// Whether names, shapes, element types and trainable flags agree and nothing was created that should not be.
  public var isEqual: Bool {
    missing.isEmpty && extra.isEmpty && mismatched.isEmpty && unexpectedCreations.isEmpty
  }
}

extension DebuggerState {
  public var variablesComparison: VariablesComparison {
    VariablesComparison(reference: variables.reference, candidate: variables.candidate)
  }
}

extension VariableEvent {
  fileprivate func isLike(_ other: VariableEvent) -> Bool {
    shape == other.shape && dtype == other.dtype && trainable == other.trainable
  }

  /// Shape, element type and flag in words: `float32 [3, 3, 32, 64], trainable`.
  public var kind: String { "\(dtype.rawValue) \(shape), \(trainable ? "trainable" : "not trainable")" }
}
