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
    // By index, and the status alone first: a row that is taken out of the list is a copy of all its parts.
    for index in endpoints.indices {
      let status = endpoints[index].status
      let isWaived = status == .mismatch && endpoints[index].waived != nil
      let isMismatch = status.isDivergence && !isWaived
      if isMismatch { mismatches.append(index) }
      errors.append(AppState.error(of: endpoints[index].comparison, isMismatch: isMismatch))
      if let error = endpoints[index].comparison?.maxAbs { known.append(error) }
      count(status)
      if isWaived { waived += 1 }
    }
    firstDivergence = mismatches.first
    scale = ErrorScale(known)
  }

  /// Whether a row is a mismatch.
  ///
  /// - Complexity: O(log of the mismatches).
  func isMismatch(_ row: Int) -> Bool {
    var (low, high) = (0, mismatches.count)
    while low < high {
      let middle = (low + high) / 2
      if mismatches[middle] < row { low = middle + 1 } else { high = middle }
    }
    return low < mismatches.count && mismatches[low] == row
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
