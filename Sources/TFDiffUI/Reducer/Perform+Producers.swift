import TFDiffDebugger
import TFDiffTensor

extension Perform {
  /// Whether the cell under the cursor is one that differs, which has a way back to where it comes from.
  static func cannotTrace(_ state: AppState) -> Refusal? {
    guard let subject = state.subject, let pair = subject.pair, let view = state.view,
      pair.isMismatch(at: view.cursor, tolerance: subject.tolerance)
    else { return .noDifferingCell }
    return state.openEndpoint == nil && state.debugger.comparesTraining ? .noOperations : nil
  }

  /// From a cell that differs to the operation that computed what it comes from: at an endpoint the last of its operations,
  /// and from there on back, one each time.
  static func trace(_ state: inout AppState) throws(Refusal) -> [Effect] {
    if let refusal = cannotTrace(state) { throw refusal }
    guard let open = state.openEndpoint else { return try traceInside(&state) }
    let row = state.debugger.endpoints[open]
    switch row.producer(of: state.operationCursor.index) {
    case .operation(let place):
      let from = state.operationLookedAt?.shortName ?? ""
      state.look(atProducer: place)
      let name = state.operationLookedAt?.shortName ?? ""
      state.message = Message("\(name): \(from) has the difference from it", besideHints: true)
    case .itself: state.sayItBeginsHere()
    case .earlier: state.traceBefore(open)
    case .unknown: throw .noProducer(state.operationLookedAt?.shortName ?? row.name)
    }
    return []
  }

  private static func traceInside(_ state: inout AppState) throws(Refusal) -> [Effect] {
    let focus = state.focus
    let effects = try into(&state, state.lookedAt?.name ?? "")
    state.focus = focus
    if let open = state.openEndpoint,
      let last = state.debugger.endpoints[open].operations.lastIndex(where: \.isMismatch)
    {
      state.look(atProducer: last)
    } else {
      state.landsOnOutput = true
    }
    return effects
  }
}

extension AppState {
  fileprivate mutating func sayItBeginsHere() {
    let name = operationLookedAt?.shortName ?? ""
    interface.message = Message("What \(name) takes agrees: the difference begins here", besideHints: true)
  }

  /// An operation takes what an earlier layer has computed: goes to the nearest that differs, where there is one.
  fileprivate mutating func traceBefore(_ endpoint: Int) {
    guard let earlier = facts.mismatches.last(where: { $0 < endpoint }) else { return sayItBeginsHere() }
    let from = operationLookedAt?.shortName ?? ""
    Perform.look(at: earlier, &self)
    normalizeView()
    interface.message = Message(
      "\(debugger.endpoints[earlier].name): the nearest layer before \(from) that differs", besideHints: true)
  }

  /// Looks at an operation: at the element that was looked at before where that differs there too, else at its greatest
  /// difference.
  mutating func look(atProducer row: Int) {
    let before = view
    interface.isFollowing = false
    interface.operationCursor.index = row
    normalizeView()
    guard let subject, let pair = subject.pair else { return }
    let here = before.flatMap { view in
      view.window.shape.elementCount == pair.elementCount ? view.cursor : nil
    }
    if let here, pair.isMismatch(at: here, tolerance: subject.tolerance) {
      goToCell(here)
    } else if let greatest = subject.comparison?.maxAbsPosition {
      goToCell(greatest)
    }
  }
}

extension OperationRow {
  /// Its type, and the end of its name.
  fileprivate var shortName: String {
    let event = reference ?? candidate
    return "\(event?.type ?? "") \(event?.name.split(separator: "/").suffix(2).joined(separator: "/") ?? "")"
  }
}
