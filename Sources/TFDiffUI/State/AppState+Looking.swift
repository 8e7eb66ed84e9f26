import TFDiffDebugger
import TFDiffTensor

extension AppState {
  /// Whether the model is running, or was told to.
  package var isBusy: Bool {
    if case .running = debugger.phase { return true }
    return interface.isAwaiting
  }

  /// Whether nothing runs and nothing waits to be run.
  public var isIdle: Bool { !isBusy && interface.queue.isEmpty }

  /// Which keys hold, the first that has one before the others.
  package var contexts: [Command.Context] {
    if let overlay = interface.overlay { return [overlay.context] }
    return (past.isFresh ? [.changed] : []) + (interface.search == nil ? [] : [.found]) + [.main]
  }

  package var layout: Layout {
    Layout(
      size: interface.size, focus: interface.focus, hasCause: HintLine.cause(self) != nil,
      isZoomed: interface.isZoomed, sizes: interface.paneSizes)
  }

  package var lookedAt: EndpointRow? {
    let index = interface.openEndpoint ?? interface.endpointCursor.index
    return debugger.endpoints.indices.contains(index) ? debugger.endpoints[index] : nil
  }

  /// The operation that is looked at: the one under the cursor of an open endpoint.
  package var operationLookedAt: OperationRow? {
    guard let open = interface.openEndpoint, debugger.endpoints.indices.contains(open) else { return nil }
    let operations = debugger.endpoints[open].operations
    let index = interface.operationCursor.index
    return operations.indices.contains(index) ? operations[index] : nil
  }

  /// What the tensor panes and the difference pane show.
  package var subject: Subject? {
    if let operation = operationLookedAt {
      return Subject(
        operation, tolerance: debugger.judging.tolerance(for: operation.name, lookedAt?.name ?? ""))
    }
    return lookedAt.map { Subject($0, tolerance: debugger.judging.tolerance(for: $0)) }
  }

  /// What the ladder comes to where one of its steps failed, else what the present runs come to.
  public var verdict: Verdict { failingStep == nil ? conclusion.verdict : debugger.ladderVerdict ?? conclusion.verdict }

  /// The exit status the program would end with now.
  package var exitStatus: Int { Int(verdict.exitStatus) }

  /// Where a run that is over first diverged: an assigned variable may be found to differ only then.
  private var endOfRun: Int? { debugger.phase == .finished ? firstDivergence : nil }

  /// Puts the cursor on the endpoint the run has reached, or at the end on its first divergence, and opens it while the run
  /// is inside.
  mutating func follow() {
    guard interface.isFollowing else { return }
    if debugger.isInside {
      interface.endpointCursor.index = debugger.position
      interface.openEndpoint = debugger.position
      if debugger.endpoints.indices.contains(debugger.position) {
        interface.operationCursor.index = debugger.endpoints[debugger.position].operations.count - 1
      }
    } else {
      interface.endpointCursor.index = endOfRun ?? failedEndpoint ?? debugger.position - 1
      interface.openEndpoint = nil
    }
  }

  /// Brings every cursor into its list and every window to its cursor.
  mutating func normalize() {
    let layout = layout
    let listHeight = layout.listHeight
    if let open = interface.openEndpoint, !debugger.endpoints.indices.contains(open) {
      interface.openEndpoint = nil
    }
    if interface.openEndpoint != nil {
      interface.endpointCursor.reveal(count: debugger.endpoints.count, height: listHeight)
    }
    normalizeOrder()
    order.reveal(&listCursor, height: listHeight)
    normalizeUpdates()
    normalizeParting()
    normalizeLog()
    normalizeAttributes()
    // The log and the attributes are searched by what they show.
    normalizeSearch()
    let rows = layout.bottomHeight - TabRows.headings(self).count
    interface.tabCursors[interface.tab, default: ListCursor()].reveal(
      count: bottomCount(interface.tab), height: rows)
    if case .breakpoints(var cursor) = interface.overlay {
      cursor.reveal(count: debugger.breakpoints.count, height: layout.overlayHeight)
      interface.overlay = .breakpoints(cursor)
    }
    normalizeLadder()
    normalizeHelp()
    normalizeView()
  }
}

extension DebuggerState {
  /// The row of an endpoint's operations at which a look inside begins: what the difference comes from, or where that is
  /// no operation, or one that has nothing to be compared with, the first that differs.
  func firstDifference(inside row: EndpointRow) -> Int? {
    let origin = originRow(of: row)
    if let origin, row.operations[origin].isMismatch { return origin }
    return row.operations.firstIndex(where: \.isMismatch) ?? origin
  }
}

extension AppState {
  /// The same of the endpoint whose operations are listed.
  var firstDifferenceInside: Int? {
    interface.openEndpoint.flatMap { debugger.firstDifference(inside: debugger.endpoints[$0]) }
  }

  /// Whether the cursor is where the first divergence is, of the endpoints or of the operations that are listed.
  var isAtDivergence: Bool {
    if let inside = firstDifferenceInside { return interface.operationCursor.index == inside }
    return interface.openEndpoint == nil && interface.endpointCursor.index == firstDivergence
  }

  /// Puts the cursor where the operations part that were recorded to be looked at, unless the person went elsewhere.
  mutating func landInside() {
    guard let target = interface.landing else { return }
    let landsOnOutput = interface.landsOnOutput
    (interface.landing, interface.landsOnOutput) = (nil, false)
    guard interface.openEndpoint == target, interface.operationCursor.index == 0, !interface.isFollowing else { return }
    let last = debugger.endpoints[target].operations.lastIndex(where: \.isMismatch)
    interface.operationCursor.index = (landsOnOutput ? last : nil) ?? firstDifferenceInside ?? 0
  }
}
