/// What each layer adds to the difference of the two sides, and what it only hands on.
///
/// The candidate is run once more and given the reference's value at each endpoint (a *resync*), so that what a layer's value
/// still differs by is that layer's own.
public struct Propagation: Sendable, Hashable {
  /// The layers that both sides have, in the reference's order.
  public var rows: [PropagationRow]

  public init(rows: [PropagationRow]) { self.rows = rows }

  /// Where the difference is born: the first layer whose own error is above noise.
  public var origin: PropagationRow? { rows.first(where: \.isOrigin) }
}

/// How one layer stands in a ``Propagation``. Errors are greatest absolute differences.
public struct PropagationRow: Sendable, Hashable {
  /// How it is known which endpoints' values a layer takes.
  public enum Flow: String, Sendable, Hashable, CaseIterable {
    /// From the operations that were executed.
    case recorded
    /// It is not, and the endpoint before it in order of execution is taken.
    case order
  }

  public var endpoint: String
  /// The endpoints whose values flow into it; empty where it takes nothing but what the model is given.
  public var inputs: [String]
  public var flow: Flow
  /// The greatest of the ordinary run's errors of what flows in; nil where one of them is not known.
  public var errorIn: Double?
  /// In the ordinary run, in which each side goes on from its own values; nil where it did not come there.
  public var errorOut: Double?
  /// On the reference's values; nil where it could not be computed, of which ``note`` says why.
  public var ownError: Double?
  /// What rounding alone may make of ``ownError``: an estimate, see ``RoundingEstimate``; nil where there is none.
  public var noise: Double?
  /// Whether it is the first whose own error is above noise.
  public var isOrigin = false
  /// What bears on its own error besides.
  public var note: String?

  public init(endpoint: String, inputs: [String] = [], flow: Flow = .order) {
    (self.endpoint, self.inputs, self.flow) = (endpoint, inputs, flow)
  }

  /// How much greater the error is after the layer than before it; nil where there is none before, or it is not known.
  public var gain: Double? {
    guard let errorIn, let errorOut, errorIn > 0, errorIn.isFinite else { return nil }
    return errorOut / errorIn
  }

  /// Whether what it adds is more than rounding.
  public var isAboveNoise: Bool {
    guard let ownError, let noise else { return false }
    return !(ownError <= noise)
  }
}
