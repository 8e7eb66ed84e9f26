import TFDiffEngine

/// Plants faults in a run through its ``Hooks``, each in the code between the end point before its own and its own.
///
/// Used from the thread of the run.
final class FaultPlanter {
  /// Those that can show in this run.
  private let faults: [Fault]
  private let endpoints: [String]
  private var call = 0
  private var passed = 0
  private var planted: Set<Fault> = []
  /// Those that have been planted in a reading in the call under way.
  private var readInCall: Set<Fault> = []
  /// The variables that the checkpoint must not reach.
  private var unrestored: Set<String> = []

  init(_ settings: EmbeddedSettings) {
    faults = settings.faults.filter { $0.kind.liesBeforeEndpoint && $0.kind.obstacle(settings) == nil }
    endpoints = settings.model.endpoints
  }

  /// The run calls its model (again): which call it is, from 1.
  func beginCall(_ call: Int) {
    self.call = call
    passed = 0
    readInCall = []
  }

  /// The run has passed an end point.
  func pass(_ endpoint: String) { passed = (endpoints.firstIndex(of: endpoint) ?? passed) + 1 }

  /// - Throws: ``EmbeddedError/faultNotPlanted(_:)`` where a fault found nothing to change.
  func verifyPlanted() throws(EmbeddedError) {
    if let idle = faults.first(where: { !planted.contains($0) }) { throw .faultNotPlanted(idle) }
  }

  var hooks: Hooks {
    guard !faults.isEmpty else { return Hooks() }
    var hooks = Hooks()
    hooks.changeArguments = { [unowned self] kind, _, arguments in change(kind, &arguments) }
    hooks.changeRequest = { [unowned self] request in change(&request) }
    hooks.changeRead = { [unowned self] context, variable, value in try read(variable, value, context) }
    hooks.changeEndpoint = { [unowned self] context, name, value in try mark(name, value, context) }
    return hooks
  }

  /// The faults whose span of code the run is in.
  private var active: [Fault] {
    guard passed < endpoints.count else { return [] }
    return faults.filter { $0.endpoint == endpoints[passed] }
  }

  private func site(of fault: Fault) -> FaultSite {
    FaultSite(fault: fault, call: call, isPlanted: planted.contains(fault))
  }

  private func change(_ kind: LayerKind, _ arguments: inout LayerArguments) {
    for fault in active {
      guard case .arguments(let change) = fault.kind.hook else { continue }
      let before = arguments
      change(site(of: fault), kind, &arguments)
      if arguments != before { planted.insert(fault) }
    }
  }

  private func change(_ request: inout VariableRequest) {
    for fault in active {
      guard case .request(let change) = fault.kind.hook else { continue }
      if change(site(of: fault), &request) { planted.insert(fault) }
    }
  }

  /// Whether a variable of this run is kept from being loaded from the checkpoint. Asked about a variable when it is made.
  func leavesInitial(_ variable: String) -> Bool {
    if unrestored.contains(variable) { return true }
    for fault in active {
      guard case .restoring(let isMeant) = fault.kind.hook, isMeant(site(of: fault), variable) else { continue }
      planted.insert(fault)
      unrestored.insert(variable)
    }
    return unrestored.contains(variable)
  }

  private func read(
    _ variable: Variable, _ value: Value, _ context: any ExecutionContext
  ) throws -> Value {
    var value = value
    for fault in active where !readInCall.contains(fault) {
      guard case .reading(let read) = fault.kind.hook,
        let changed = try read(site(of: fault), variable, value, context)
      else { continue }
      value = changed
      planted.insert(fault)
      readInCall.insert(fault)
    }
    return value
  }

  private func mark(_ name: String, _ value: Value, _ context: any ExecutionContext) throws -> Value {
    var value = value
    for fault in faults where fault.endpoint == name {
      guard case .endpoint(let change) = fault.kind.hook,
        let changed = try change(site(of: fault), value, context)
      else { continue }
      value = changed
      planted.insert(fault)
    }
    return value
  }
}
