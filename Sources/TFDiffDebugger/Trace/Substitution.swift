import TFDiffTensor

/// Whether a side's run can go on with another value in the place of its own at an endpoint.
public enum Substitution: Sendable {
  /// Starts such a run, from the same initial state each time. It is held at each endpoint before anything takes the value.
  case possible(open: @Sendable () throws -> any TraceSource)
  /// Why not, as a part of a sentence: `the candidate cannot be given values: …`.
  case impossible(reason: String)
}

/// Why a value was not taken in the place of a run's own.
public enum SubstitutionRefusal: Error, Sendable, Hashable {
  case impossible(reason: String)
  /// The run is not held at an endpoint that it has just told.
  case notAtEndpoint
  /// The two values are not of one shape and element type.
  case otherKind(endpoint: String, own: String, given: String)
}

extension SubstitutionRefusal: CustomStringConvertible {
  public var description: String {
    switch self {
    case .impossible(let reason): "the run cannot be given values: \(reason)"
    case .notAtEndpoint: "the run is not held at an endpoint that it has just told"
    case .otherKind(let endpoint, let own, let given):
      "\(endpoint) is \(own) in this run, and cannot be given \(given)"
    }
  }
}

extension EndpointEvent {
  /// - Throws: ``SubstitutionRefusal`` where a value cannot stand in the place of this one.
  public func verify(_ given: Tensor) throws(SubstitutionRefusal) {
    let own = "\(value.dtype.rawValue) \(value.shape)"
    guard spacing == 1 else { throw .otherKind(endpoint: name, own: "not told as a whole", given: own) }
    guard given.shape == value.shape, given.dtype == value.dtype else {
      throw .otherKind(endpoint: name, own: own, given: "\(given.dtype.rawValue) \(given.shape)")
    }
  }
}

extension TraceSource {
  public func substitute(_ value: Tensor) throws {
    throw SubstitutionRefusal.impossible(reason: TargetSide.noSubstitution)
  }
}
