import TFDiffDebugger

/// What the screen asks of all endpoints at once. It is found out when they change, and not at each key and each drawing: there
/// may be ten thousand, and each row is large.
package struct EndpointFacts: Sendable {
  /// As ``DebuggerState/firstDivergence``.
  package private(set) var firstDivergence: Int?
  /// The rows that are mismatches, in order.
  package private(set) var mismatches: [Int] = []
  /// The errors from the smallest that is one to the greatest.
  package private(set) var scale = ErrorScale([])
  /// What the rows are sorted by, as ``AppState/error(of:isMismatch:)`` has it.
  private(set) var errors: [Double] = []
  private(set) var matching = 0
  private(set) var waived = 0
  private(set) var waiting = 0
  private(set) var outside = 0

  init(_ endpoints: [EndpointRow]) {
    errors.reserveCapacity(endpoints.count)
    var known: [Double] = []
    // By index: a row that is taken out of the list is a copy of all its parts.
    for index in endpoints.indices {
      let isMismatch = endpoints[index].diverges
      if isMismatch { mismatches.append(index) }
      errors.append(AppState.error(of: endpoints[index].comparison, isMismatch: isMismatch))
      if let error = endpoints[index].comparison?.maxAbs { known.append(error) }
      count(endpoints[index].status)
      if endpoints[index].waived != nil { waived += 1 }
    }
    firstDivergence = mismatches.first
    scale = ErrorScale(known)
  }

  private mutating func count(_ status: Status) {
    switch status {
    case .match: matching += 1
    case .notRun: waiting += 1
    case .outside: outside += 1
    default: break
    }
  }
}

extension AppState {
  /// The earliest endpoint, in execution order, that diverges.
  package var firstDivergence: Int? { facts.firstDivergence }
}
