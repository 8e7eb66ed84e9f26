import Synchronization
import TFDiffDebugger

/// What the runs of a target have found out for each other.
final class LiveDiscoveries: Sendable {
  /// How the two sides' layers belong together.
  enum Layers: Sendable, Hashable {
    /// Each by the name that both programs give it.
    case asNamed
    case paired(LivePairing)
  }

  /// A candidate that the reference's run began, because its names were needed, and that waits within its run.
  struct Begun: Sendable {
    var worker: LiveWorker?
    /// What it told, advance by advance, up to where it waits.
    var advances: [[TraceEvent]] = []
    /// What ended it.
    var failure: (any Error)?
  }

  private struct Known {
    var layout: LiveLayout?
    var spans: [LivePlan.Span]?
    /// By the id of a side's operation, that of the other's.
    var partners: SidePair<[String: String]?> = SidePair(reference: nil, candidate: nil)
    var outputs: [String: String] = [:]
    var layers: Layers?
    var begun: Begun?
    var training = TrainingExchange()
    var prepared = SidePair<(plan: LivePlan, worker: LiveWorker)?>(reference: nil, candidate: nil)
  }
  let variables: VariableDiscoveries
  private let known = Mutex(Known())

  /// - Parameter variables: what is known of them, which every way of running the candidate shares.
  init(_ variables: VariableDiscoveries) { self.variables = variables }

  convenience init(_ map: LiveMap) { self.init(VariableDiscoveries(map)) }

  /// What the two sides of a run of training steps hand each other.
  var training: TrainingExchange { known.withLock { $0.training } }

  /// A pair's run of training steps begins, which knows nothing of any before it.
  func beginTraining() { known.withLock { $0.training = TrainingExchange() } }

  var spans: [LivePlan.Span]? { known.withLock { $0.spans } }
  var layout: LiveLayout? { known.withLock { $0.layout } }
  var layers: Layers? { known.withLock { $0.layers } }

  /// What an unpaired run says of itself gives way to a pairing.
  func learn(_ layout: LiveLayout) {
    known.withLock { known in
      if case .paired = known.layers { return }
      known.layout = layout
    }
  }

  func learn(_ layers: Layers) {
    known.withLock { known in
      known.layers = layers
      if case .paired(let pairing) = layers { known.layout = pairing.layout }
    }
  }

  func learn(_ spans: [LivePlan.Span]) { known.withLock { $0.spans = spans } }

  /// - Parameter partners: by the id of the candidate's operation, that of the reference's which it stands for.
  func learn(partners: [String: String]) {
    let candidates = Dictionary(partners.map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    known.withLock { $0.partners = SidePair(reference: candidates, candidate: partners) }
  }

  /// - Parameter outputs: by the candidate's name of what it returns, the reference's for the same value.
  func learn(outputs: [String: String]) { known.withLock { $0.outputs = outputs } }

  /// What the candidate tells, in terms of the reference's variables and operations.
  func inTermsOfReference(_ event: TraceEvent) -> TraceEvent {
    if case .endpoint(let endpoint) = event, let name = known.withLock({ $0.outputs[endpoint.name] }) {
      return .endpoint(EndpointEvent(name: name, value: endpoint.value, spacing: endpoint.spacing))
    }
    if event.isRung { return variables.names.named(event, of: .candidate) }
    guard case .operation(let operation) = event else { return variables.names.renamed(event) }
    let inputs = variables.names.renamed(operation.inputs)
    return .operation(operation.with(inputs: inputs, partner: partner(of: operation, .candidate)))
  }

  /// What the reference tells, each operation with the candidate's that stands for it.
  func withPartner(_ event: TraceEvent) -> TraceEvent {
    if event.isRung { return variables.names.named(event, of: .reference) }
    guard case .operation(let operation) = event else { return event }
    return .operation(operation.with(inputs: operation.inputs, partner: partner(of: operation, .reference)))
  }

  private func partner(of operation: OperationEvent, _ side: Side) -> OperationPartner {
    guard let partners = known.withLock({ $0.partners[side] }) else { return .unknown }
    return operation.id.flatMap { partners[$0] }.map { .operation(id: $0) } ?? .none
  }

  func keep(_ begun: Begun) { known.withLock { $0.begun = begun } }

  /// Keeps a worker that has been started beforehand.
  func prepare(_ side: Side, _ plan: LivePlan, _ worker: LiveWorker) {
    known.withLock { $0.prepared[side] = (plan, worker) }
  }

  /// Hands over a side's worker that has been started beforehand, once; nil where there is none that fits.
  func takePrepared(_ side: Side, _ plan: LivePlan) -> LiveWorker? {
    let prepared = known.withLock { known in
      defer { known.prepared[side] = nil }
      return known.prepared[side]
    }
    return prepared?.plan == plan ? prepared?.worker : nil
  }

  /// Hands over the candidate that has been begun; once.
  func takeBegun() -> Begun? {
    known.withLock { known in
      defer { known.begun = nil }
      return known.begun
    }
  }
}

extension LivePairing {
  /// What an eager candidate is told.
  var layout: LiveLayout {
    LiveLayout(
      entries: pairs.compactMap { pair in
        pair.candidate.ordinal.map {
          .init(name: pair.name, ordinal: $0, type: pair.candidate.type, output: pair.candidate.output)
        }
      })
  }

  /// What a side that runs a graph is told.
  func layers(of side: Side) -> [LivePlan.Layer] {
    pairs.map { pair in
      let place = side == .reference ? pair.reference : pair.candidate
      return .init(name: pair.name, operation: place.operation, output: place.output)
    }
  }
}
