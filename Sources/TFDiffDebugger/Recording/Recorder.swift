import TFDiffTensor

/// Takes in what the two runs tell, pairs it, judges it and keeps the outcome as a ``DebuggerState``.
///
/// A value with no effects: whoever runs the sources passes their events to ``record(_:from:)`` and calls
/// ``settle()`` when both sides stand at the same place.
///
/// Rows of `state.endpoints` stand in three stretches: `..<position` are passed by both sides, `..<frontier` are
/// reached by at least one, the rest are planned.
public struct Recorder: Sendable {
  public package(set) var state: DebuggerState
  let planned: [String: Int]
  /// Rows that at least one side has reached; they come first.
  var frontier = 0
  var indexByName: [String: Int] = [:]
  var runs = SidePair(reference: SideRecord(), candidate: SideRecord())
  /// The operations of both sides on the way to an endpoint, until both are there.
  var spans: [String: SidePair<[OperationEvent]>] = [:]
  var inside: InsideSpan?
  /// What became known of rows since ``takeChanges()``.
  private var changes: [StatusChange] = []
  /// What the candidate created since ``takeCreations()``.
  private var creations: [VariableEvent] = []

  public init(state: DebuggerState, plannedEndpoints: [String]) {
    self.state = state
    planned = Dictionary(
      zip(plannedEndpoints, plannedEndpoints.indices), uniquingKeysWith: { first, _ in first })
    self.state.endpoints = []
    let part = state.target.part.map { PartProgress($0) }
    (runs.reference.part, runs.candidate.part) = (part, part)
    var ahead = part
    for name in plannedEndpoints where indexByName[name] == nil {
      indexByName[name] = self.state.endpoints.count
      var row = EndpointRow(name: name)
      row.isExpected = true
      // Where it is planned to be, until it is reached.
      row.outside = ahead?.pass(name).words(in: ahead?.part)
      if row.outside != nil { row.status = .outside }
      self.state.endpoints.append(row)
    }
  }

  /// Takes in an event of a side.
  public mutating func record(_ event: TraceEvent, from side: Side) {
    switch event {
    case .operation(let operation): record(operation, from: side)
    case .endpoint(let endpoint): record(endpoint, from: side)
    case .free(let free): state.record(free)
    case .variable(let variable): record(variable, from: side)
    case .initialValue(let value):
      var row = InitialValueRow(value)
      row.judge(under: state.tolerance)
      state.initialValues.append(row)
    case .update(let update): record(update, from: side)
    case .random(let random): state.randomOperations[side].append(random)
    case .unpaired(let layers): state.unpairedLayers = layers
    case .tentative(let pairs, let certain): (state.tentativePairs, state.certainPairs) = (pairs, certain)
    case .log(let text): state.log.append(LogEntry(side: side, text: text))
    case .finished(let summary):
      if side == .reference { state.referenceSummary = summary } else { state.candidateSummary = summary }
    }
  }

  /// A side's run is over.
  public mutating func end(_ side: Side) { runs[side].hasEnded = true }

  /// A side's run failed; what it told before stays.
  public mutating func fail(
    _ side: Side, message: String, isIncomparable: Bool, traceback: CallStack = .none
  ) {
    runs[side].hasEnded = true
    runs[side].hasFailed = true
    // The first failure is the cause; the other side may fail for want of this one.
    if state.failure == nil {
      state.failure = RunFailure(
        side: side, message: message, isIncomparable: isIncomparable, traceback: traceback)
    }
    state.log.append(LogEntry(side: side, text: message))
  }

  private mutating func record(_ operation: OperationEvent, from side: Side) {
    guard OperationKind(of: operation) == .compute else { return }
    runs[side].operations.append(operation)
  }

  private mutating func record(_ variable: VariableEvent, from side: Side) {
    var variable = variable
    variable.stack = variable.stack.settled
    state.variables[side].append(variable)
    if side == .candidate { creations.append(variable) }
  }

  /// The candidate's creations since the last call, in order.
  mutating func takeCreations() -> [VariableEvent] {
    defer { creations = [] }
    return creations
  }

  mutating func setStatus(_ status: Status, at index: Int) {
    let before = state.endpoints[index].status
    guard before != status else { return }
    state.endpoints[index].status = status
    changes.append(StatusChange(endpoint: state.endpoints[index].name, before: before, after: status))
  }

  /// The changes since the last call, in the order in which they came about.
  mutating func takeChanges() -> [StatusChange] {
    defer { changes = [] }
    return changes
  }

  /// Brings the changes that no breakpoint has been held against yet up to a new tolerance, which by itself is no
  /// news to a breakpoint.
  mutating func rejudgeChanges() {
    for index in changes.indices {
      guard let row = indexByName[changes[index].endpoint] else { continue }
      changes[index].after = state.endpoints[row].status
    }
  }
}

/// A row's status became another.
struct StatusChange: Sendable, Hashable {
  var endpoint: String
  var before: Status
  var after: Status
}

/// How far one side has come.
struct SideRecord: Sendable {
  /// The rows it reached, by name, in its own order.
  var reached: [String] = []
  /// The last rung of a training step that it came to.
  var rung: Rung?
  var names = OccurrenceNames()
  /// The compute operations since the last endpoint it reached.
  var operations: [OperationEvent] = []
  var hasEnded = false
  var hasFailed = false
  /// Where it is in the part of the model that is compared; nil where the whole is.
  var part: PartProgress?
}
