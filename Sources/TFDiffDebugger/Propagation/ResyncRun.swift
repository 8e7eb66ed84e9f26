import TFDiffTensor

/// A pair of runs in which the candidate is given the reference's value at each endpoint.
///
/// The reference is run first, to its end, and then the candidate, so that no more than one more model is held in memory. What
/// both tell is paired and compared as it is in an ordinary run.
struct ResyncRun {
  let target: DebugTarget
  let control: RunControl
  private var recorder: Recorder
  private var store: ActivationStore

  /// What is called as a run gets on: the words for it.
  typealias Tell = (String) -> Void

  init(_ target: DebugTarget, options: DebuggerOptions, control: RunControl) {
    (self.target, self.control) = (target, control)
    recorder = Recorder(
      state: DebuggerState(target: target.description), plannedEndpoints: target.plannedEndpoints)
    store = ActivationStore(budget: options.memory)
  }

  /// What a layer came to on the reference's values.
  struct Layer {
    /// The row's: both sides' values, and how they compare.
    var row: EndpointRow
    /// Nil where it is not known what flows into it.
    var flow: FlowRecorder.Layer?
    /// Whether both sides' values are one layer's.
    var isShared: Bool
    /// Why the run went on with the candidate's own value; nil where it was given the reference's.
    var obstacle: String?
  }

  /// Runs both sides.
  ///
  /// - Parameters:
  ///   - open: starts a candidate that can be given values.
  ///   - isShared: whether both sides' endpoints of a name are one layer's. What was only guessed to be a pair may not be.
  /// - Returns: the layers that both sides have, in the reference's order.
  /// - Throws: what goes wrong in either run, or `CancellationError`.
  mutating func run(
    open: @Sendable () throws -> any TraceSource, isShared: (String) -> Bool, _ tell: Tell
  ) throws -> [Layer] {
    try drive(target.sides.reference.open) { recorder, event, _ in
      if case .endpoint(let endpoint) = event { tell("running the reference to \(endpoint.name)") }
      recorder.takeLayer(event, of: .reference)
    }
    var flow = FlowRecorder()
    var layers: [String: Layer] = [:]
    try drive(open, deliveringOperations: true) { recorder, event, source in
      switch event {
      case .operation(let operation): flow.add(operation)
      case .variable(let variable): flow.add(variable)
      case .endpoint(let endpoint):
        tell("on the reference's values: \(endpoint.name)")
        recorder.takeLayer(event, of: .candidate)
        let row = recorder.latestRow(of: .candidate)
        let known = flow.reach(row.name, endpoint.value)
        let obstacle = try Self.resync(source, row, isShared: isShared(row.name), &flow)
        layers[row.name] = Layer(row: row, flow: known, isShared: isShared(row.name), obstacle: obstacle)
      default: recorder.takeLayer(event, of: .candidate)
      }
    }
    return recorder.state.endpoints.compactMap { $0.isComplete ? layers[$0.name] : nil }
  }

  /// Gives a candidate that is held at an endpoint the reference's value.
  ///
  /// - Returns: why it was not given; nil where it was.
  private static func resync(
    _ source: any TraceSource, _ row: EndpointRow, isShared: Bool, _ flow: inout FlowRecorder
  ) throws -> String? {
    guard row.reference != nil else { return nil }
    guard isShared else { return "the two sides' values have nothing to do with each other" }
    guard row.spacing == 1, let value = row.reference?.tensor else {
      return "the reference's value was not told as a whole: it is too large for the memory budget"
    }
    do {
      try source.substitute(value)
    } catch let refusal as SubstitutionRefusal {
      return "\(refusal)"
    }
    flow.substitute(value)
    return nil
  }

  /// Runs a side to its end, passing each event with the run that tells it. What is told while the run goes on is passed once it
  /// is held.
  private mutating func drive(
    _ open: () throws -> any TraceSource, deliveringOperations: Bool = false,
    _ take: (inout Recorder, TraceEvent, any TraceSource) throws -> Void
  ) throws {
    try control.checkCancellation()
    let source = try open()
    var goesOn = true
    while goesOn {
      var events: [TraceEvent] = []
      goesOn =
        try control.running(source) {
          try source.advance(.endpoint(deliveringOperations: deliveringOperations)) { events.append($0) }
        }.0
      for event in events { try take(&recorder, event, source) }
      store.add(events.filter { if case .endpoint = $0 { true } else { false } })
      store.fit(&recorder.state)
    }
  }
}

extension Recorder {
  /// Takes in what bears on layers, and nothing of what leads to them.
  fileprivate mutating func takeLayer(_ event: TraceEvent, of side: Side) {
    switch event {
    case .endpoint, .unpaired, .tentative: record(event, from: side)
    case .operation, .free, .variable, .initialValue, .update, .random, .log, .finished: break
    }
  }

  /// The row of the endpoint that a side reached last.
  fileprivate func latestRow(of side: Side) -> EndpointRow {
    let name = runs[side].reached.last ?? Self.unknownName
    return indexByName[name].map { state.endpoints[$0] } ?? EndpointRow(name: name)
  }
}
