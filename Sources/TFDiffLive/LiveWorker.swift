import Foundation
import Synchronization
import TFDiffDebugger
import TFDiffProcesses
import TFDiffTensor

/// A worker that runs one side from its initial state, asked on step by step; its process may have served other runs.
final class LiveWorker: Sendable {
  let plan: LivePlan
  /// What it has said of itself.
  private let learned = Mutex(Learned())
  private let settings: LiveSettings
  let side: Side
  private let discoveries: LiveDiscoveries
  private let probe: Probe
  private let connection: WorkerConnection
  private let key: WarmWorkers.Key
  /// Whether the process has yet to be given the probe.
  private let isFresh: Bool
  private let isGone = Atomic(false)
  private let command: [String]
  private let greeting = Mutex<Result<Void, any Error>?>(nil)
  private let told = Mutex<[String: Tensor]>([:])
  private let operands = SpanOperands()

  private struct Learned {
    var names: [String]?
    var structure: LiveStructure?
    var ahead: WorkerMessage.Preflight?
    var digests: [String: String] = [:]
  }

  /// - Parameter isWanted: false once nobody waits for a process that is getting ready.
  /// - Throws: ``LiveError/cannotStart(_:command:code:)``.
  init(
    _ settings: LiveSettings, side: Side, plan: LivePlan, discoveries: LiveDiscoveries, probe: Probe,
    isWanted: () -> Bool = { true }
  ) throws(LiveError) {
    let interpreter = settings.interpreters[side]
    command = interpreter.command
    let own = WarmWorkers.Key(settings, side: side, probe: probe)
    // A process that has the program imported can calculate as well as one that has TensorFlow alone.
    let keys = plan.calculates ? [own, own.withoutProgram] : [own]
    let (warm, taken) = WarmWorkers.shared.take(firstOf: keys, isWanted: isWanted)
    key = taken ?? keys.last ?? own
    isFresh = warm == nil
    do throws(ProcessLaunchError) {
      if let warm {
        connection = warm
      } else {
        connection = try WorkerConnection(command: command, forkedBy: ForkServers.shared.server(of: interpreter))
      }
    } catch {
      throw .cannotStart(side, command: command, code: error.code)
    }
    self.settings = settings
    self.side = side
    self.plan = plan
    self.discoveries = discoveries
    self.probe = probe
  }

  deinit { release() }

  func cancel() {
    isGone.store(true, ordering: .sequentiallyConsistent)
    connection.cancel()
  }

  /// Gives its process up for another run, wherever this one is; asked again, it has nothing more to do.
  ///
  /// - Parameter limit: how long the run may take to end.
  func release(within limit: Duration = WarmWorkers.ending) {
    let isGreeted = greeting.withLock { if case .success = $0 { true } else { false } }
    guard !isGone.exchange(true, ordering: .sequentiallyConsistent), isGreeted else { return }
    try? connection.send(.abandon)
    WarmWorkers.shared.give(connection, key, within: limit)
  }

  /// Brings the probe there and says what to run, where that has not been done; the worker then gets ready, up to where
  /// it has to be asked.
  func greet() throws {
    try greeting.withLock { greeting in
      let outcome = greeting ?? Result { try sendProbe() }
      greeting = outcome
      try outcome.get()
    }
  }

  private func sendProbe() throws {
    if isFresh {
      do throws(WorkerConnection.Failure) {
        try connection.greet(Probe.bootstrap)
      } catch {
        throw wording(error)
      }
      try connection.send(.hello(modules: probe.modules))
    }
    try connection.send(.run(RunSetup(settings, side: side, plan: plan)))
  }

  /// - Returns: false once the run has ended.
  func advance(_ request: Advance, deliver: (TraceEvent) -> Void) throws -> Bool {
    try connection.send(.advance(request))
    return try converse(deliver)
  }

  /// The names of the end points that the program itself returns, once it has said them and waits to be asked on.
  var names: [String]? { learned.withLock { $0.names } }

  /// What it has said before any run, where it was told to.
  var ahead: WorkerMessage.Preflight? { learned.withLock { $0.ahead } }

  /// Asks one that waits for what its forward pass is made of.
  func structure(_ deliver: (TraceEvent) -> Void) throws -> LiveStructure {
    try connection.send(.structure)
    _ = try converse(deliver)
    guard let structure = learned.withLock({ $0.structure }) else {
      throw LiveError.protocolBroken(side, .unanswered(request: WorkerRequest.Name.structure.rawValue))
    }
    return structure
  }

  /// Asks one that waits what tells its variables' initial values from others, by name.
  func initialDigests() throws -> [String: String] {
    try connection.send(.initialDigests)
    _ = try converse { _ in }
    return learned.withLock { $0.digests }
  }

  /// Asks one that waits for the initial values of variables, by name; what it does not have is not there.
  func initialValues(of names: [String]) throws -> [String: Tensor] {
    try connection.send(.initialValues(names: names))
    _ = try converse { _ in }
    return told.withLock { told in
      defer { told = [:] }
      return told
    }
  }

  /// Has one that is held at an end point go on with a value in the place of its own.
  func substitute(_ value: Tensor) throws {
    try connection.send(.substitute(value))
    _ = try converse { _ in }
  }

  /// Tells a reference that waits which layers are compared.
  func choose(_ layers: [LivePlan.Layer], _ deliver: (TraceEvent) -> Void) throws {
    try connection.send(.layers(layers))
    _ = try converse(deliver)
  }

  private func converse(_ deliver: (TraceEvent) -> Void) throws -> Bool {
    while true {
      let message = try receive(deliver)
      if case .done(let done) = message { return done.more }
      try take(message, deliver)
    }
  }

  /// Takes in what it says while a request is answered.
  func take(_ message: WorkerMessage, _ deliver: (TraceEvent) -> Void) throws {
    switch message {
    case .hello(let hello): deliver(.log("Python \(hello.python) \(hello.executable)"))
    case .log(let log): deliver(.log(log.text))
    case .variable(let variable): deliver(.variable(variable.event(origin(of: variable.name))))
    case .random(let random): deliver(.random(random.event))
    case .operation(let operation): deliver(.operation(try event(operation)))
    case .operand(let operand): operands.take(operand)
    case .endpoint(let endpoint):
      operands.forget()
      deliver(.endpoint(endpoint.event))
    case .update(let update): deliver(.update(update.event))
    case .restore(let restore): try self.restore(restore.variables, deliver)
    case .initialValue(let value): told.withLock { $0[value.name] = value.tensor.value }
    case .initialDigests(let initial): learn { $0.digests = initial.byName }
    case .layout(let layout):
      if let entries = layout.endpoints { discoveries.learn(LiveLayout(entries: entries)) }
      learn { $0.names = layout.names }
    case .preflight(let ahead): learn { $0.ahead = ahead }
    case .structure(let structure): learn { $0.structure = structure }
    case .finished(let finished): finish(finished.summary, deliver)
    case .error(let failure): throw error(failure)
    case .rung(let rung): deliver(try event(rung))
    case .done, .output, .refused, .ended, .ready, .stale:
      throw LiveError.protocolBroken(side, .unexpectedMessage(message.name.rawValue))
    }
  }

  private func event(_ operation: WorkerMessage.Operation) throws(LiveError) -> OperationEvent {
    do throws(ProtocolFault) {
      return try operands.event(operation)
    } catch {
      throw .protocolBroken(side, error)
    }
  }

  private func event(_ rung: WorkerMessage.Rung) throws(LiveError) -> TraceEvent {
    guard let event = rung.event else {
      throw .protocolBroken(side, .malformedField(message: WorkerMessage.Name.rung.rawValue, field: "kind"))
    }
    return event
  }

  private func learn(_ change: (inout Learned) -> Void) { learned.withLock { change(&$0) } }

  private func finish(_ summary: RunSummary, _ deliver: (TraceEvent) -> Void) {
    deliver(.finished(summary))
    // A person should know of an outcome of capturing.
    if let effect = summary.observerEffect, effect.maxAbs != 0 { deliver(.log(effect.description)) }
  }

  func send(_ request: WorkerRequest) throws { try connection.send(request) }

  func receive(_ deliver: (TraceEvent) -> Void) throws -> WorkerMessage {
    do throws(WorkerConnection.Failure) {
      return try connection.receive { deliver(.log($0)) }
    } catch {
      throw wording(error)
    }
  }

  private func wording(_ failure: WorkerConnection.Failure) -> any Error {
    switch failure {
    // A run may take as long as it likes: only what is given up has a limit.
    case .cancelled, .late: CancellationError()
    case .fault(let fault): LiveError.protocolBroken(side, fault)
    case .ended(let exit, _, hasGreeted: false, let log):
      LiveError.neverGreeted(side, command: command, exit, log: log)
    case .ended(let exit, let isInFrame, hasGreeted: true, let log):
      LiveError.workerDied(side, exit, isInFrame: isInFrame, log: log)
    }
  }

  private func error(_ failure: WorkerMessage.Failure) -> any Error {
    let users = failure.frames.filter(\.user)
    let frames = users.map { LiveFrame($0) }
    switch failure.kind {
    case .environment:
      return LiveError.environment(
        side, interpreter: settings.interpreters[side].python, message: failure.message)
    case .target: return LiveError.target(side, message: failure.message, frames: frames)
    case .protocol: return LiveError.protocolBroken(side, .refused(failure.message))
    case .program:
      let ordered = users + failure.frames.filter { !$0.user }
      return LiveFailure(
        message: failure.message, frames: frames, traceback: CallStack(ordered.map { StackFrame($0) }))
    }
  }
}

extension LiveWorker {
  private var weights: LiveWeights {
    if let checkpoint = settings.checkpoint { return .checkpoint(checkpoint) }
    return settings.copiesWeights && side == .candidate ? .reference(discoveries.variables.weights) : .drawn
  }

  /// Where a variable's value comes from.
  private func origin(of variable: String) -> VariableOrigin {
    let laidOut =
      side == .candidate ? discoveries.variables.names.laidOut[variable]?.references.first?.name : nil
    return weights.origin(of: laidOut ?? reference(variable))
  }

  /// The name under which a variable is compared.
  private func reference(_ variable: String) -> String {
    side == .candidate ? discoveries.variables.names.reference(of: variable) : variable
  }

  /// Sends what variables are to have as their values.
  private func restore(_ variables: [WorkerMessage.WantedVariable], _ deliver: (TraceEvent) -> Void) throws {
    if side == .candidate, discoveries.training.givesState {
      return try restoreState(variables)
    }
    if side == .reference { try weights.verifyFits(variables.map(\.name)) }
    for variable in variables {
      var wanted = variable.wanted
      wanted?.name = reference(variable.name)
      let laidOut = side == .candidate ? discoveries.variables.names.laidOut[variable.name] : nil
      let value =
        if let laidOut { try weights.value(for: laidOut) } else { try wanted.flatMap { try weights.value(for: $0) } }
      if value == nil, settings.copiesWeights {
        deliver(.log("\(variable.name) keeps its own value: no variable of the reference is paired with it"))
      }
      try connection.send(.value(value))
    }
  }
}

extension LiveWorker {
  /// Sends what variables and slots have in the reference, from whose state a training step begins.
  private func restoreState(_ variables: [WorkerMessage.WantedVariable]) throws {
    for variable in variables {
      let value = variable.wanted.flatMap { wanted in
        discoveries.training.value(
          for: variable.name, shape: wanted.shape, dtype: wanted.dtype, discoveries.variables.names)
      }
      try connection.send(.value(value))
    }
  }
}

extension WorkerMessage.InitialDigests {
  fileprivate var byName: [String: String] {
    Dictionary(digests.map { ($0.name, $0.digest) }, uniquingKeysWith: { first, _ in first })
  }
}
