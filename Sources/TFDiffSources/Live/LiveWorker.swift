import Foundation
import Synchronization
import TFDiffDebugger
import TFDiffTensor

/// A worker that runs one side from its initial state, asked on step by step; its process may have served other runs.
final class LiveWorker: Sendable {
  let plan: LivePlan
  /// What it has said of itself.
  private let learned = Mutex(Learned())
  private let settings: LiveSettings
  private let side: Side
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

  private struct Learned {
    var names: [String]?
    var structure: LiveStructure?
    var digests: [String: String] = [:]
  }

  /// - Parameter isWanted: false once nobody waits for a process that is getting ready.
  /// - Throws: ``LiveError/cannotStart(_:command:code:)``.
  init(
    _ settings: LiveSettings, side: Side, plan: LivePlan, discoveries: LiveDiscoveries, probe: Probe,
    isWanted: () -> Bool = { true }
  ) throws(LiveError) {
    let interpreter = settings.interpreters[side]
    command = interpreter.launch + [interpreter.python] + Probe.interpreterArguments
    key = WarmWorkers.Key(settings, side: side, probe: probe)
    let warm = WarmWorkers.shared.take(key, isWanted: isWanted)
    isFresh = warm == nil
    do throws(SpawnError) {
      if let warm { connection = warm } else { connection = try WorkerConnection(command: command) }
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
    connection.send(Data(#"{"abandon":true}"#.utf8))
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
      connection.send(try JSONEncoder().encode(["modules": probe.modules]))
    }
    let setup = LiveSetup(settings, side: side, plan: plan)
    connection.send(try setup.encoded(), payload: settings.input)
  }

  /// - Returns: false once the run has ended.
  func advance(_ request: Advance, deliver: (TraceEvent) -> Void) throws -> Bool {
    connection.send(try JSONEncoder().encode(["advance": request.word]))
    return try converse(deliver)
  }

  /// The names of the end points that the program itself returns, once it has said them and waits to be asked on.
  var names: [String]? { learned.withLock { $0.names } }

  /// Asks one that waits for what its forward pass is made of.
  func structure(_ deliver: (TraceEvent) -> Void) throws -> LiveStructure {
    connection.send(try JSONEncoder().encode(["ask": "structure"]))
    _ = try converse(deliver)
    guard let structure = learned.withLock({ $0.structure }) else {
      throw LiveError.protocolBroken(side, .malformedHead("structure"))
    }
    return structure
  }

  /// Asks one that waits what tells its variables' initial values from others, by name.
  func initialDigests() throws -> [String: String] {
    connection.send(try JSONEncoder().encode(["ask": "initial"]))
    _ = try converse { _ in }
    return learned.withLock { $0.digests }
  }

  /// Asks one that waits for the initial values of variables, by name; what it does not have is not there.
  func initialValues(of names: [String]) throws -> [String: Tensor] {
    connection.send(try JSONEncoder().encode(["values": names]))
    _ = try converse { _ in }
    return told.withLock { told in
      defer { told = [:] }
      return told
    }
  }

  /// Tells a reference that waits which layers are compared.
  func choose(_ layers: [LivePlan.Layer], _ deliver: (TraceEvent) -> Void) throws {
    connection.send(try JSONEncoder().encode(["layers": layers]))
    _ = try converse(deliver)
  }

  private func converse(_ deliver: (TraceEvent) -> Void) throws -> Bool {
    while true {
      let (message, tensor) = try receive(deliver)
      switch message.event {
      case "done": return message.more ?? false
      case "error": throw failure(message)
      case "hello": deliver(.log("Python \(message.python ?? "") \(message.executable ?? "")"))
      case "layout":
        if let entries = message.endpoints { discoveries.learn(LiveLayout(entries: entries)) }
        learned.withLock { $0.names = message.names }
      case "structure":
        learned.withLock {
          $0.structure = LiveStructure(
            operations: message.operations ?? [], layers: message.layers ?? [], outputs: message.outputs ?? [])
        }
      case "restore": try restore(message.variables ?? [], deliver)
      case "weight": if let name = message.name, let tensor { told.withLock { $0[name] = tensor } }
      case "initial":
        let digests = (message.digests ?? []).map { ($0.name, $0.digest) }
        learned.withLock { $0.digests = Dictionary(digests, uniquingKeysWith: { first, _ in first }) }
      default:
        let name = message.name ?? ""
        let laidOut = side == .candidate ? discoveries.variables.names.laidOut[name]?.references.first?.name : nil
        let origin = weights.origin(of: laidOut ?? reference(name))
        guard let event = message.traceEvent(tensor, origin: origin) else {
          throw LiveError.protocolBroken(side, .malformedHead(message.event))
        }
        deliver(event)
        if let words = event.observerEffect { deliver(.log(words)) }
      }
    }
  }

  private func receive(_ deliver: (TraceEvent) -> Void) throws -> (WorkerMessage, Tensor?) {
    let message: WorkerMessage
    let payload: TensorStorage
    do throws(WorkerConnection.Failure) {
      (message, payload) = try connection.receive { deliver(.log($0)) }
    } catch {
      throw wording(error)
    }
    // A variable's shape and element type are told without its value.
    if message.event == "variable" || message.event == "random" { return (message, nil) }
    do throws(FrameFault) {
      return (message, try message.tensor(payload))
    } catch {
      throw LiveError.protocolBroken(side, error)
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

  private func failure(_ message: WorkerMessage) -> any Error {
    let words = message.message ?? ""
    let all = message.frames ?? []
    let frames = all.filter(\.user).map { LiveFrame($0) }
    switch message.kind {
    case "environment":
      return LiveError.environment(side, interpreter: settings.interpreters[side].python, message: words)
    case "target": return LiveError.target(side, message: words, frames: frames)
    default:
      let ordered = all.filter(\.user) + all.filter { !$0.user }
      return LiveFailure(
        message: words, frames: frames, traceback: CallStack(ordered.map { StackFrame($0) }))
    }
  }
}

extension LiveWorker {
  private var weights: LiveWeights {
    if let checkpoint = settings.checkpoint { return .checkpoint(checkpoint) }
    return settings.copiesWeights && side == .candidate ? .reference(discoveries.variables.weights) : .drawn
  }

  /// The name under which a variable is compared.
  private func reference(_ variable: String) -> String {
    side == .candidate ? discoveries.variables.names.reference(of: variable) : variable
  }

  /// Sends what variables are to have as their values.
  private func restore(_ variables: [WorkerMessage.Variable], _ deliver: (TraceEvent) -> Void) throws {
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
      let answer = WorkerAnswer(value)
      connection.send(try JSONEncoder().encode(answer), payload: value)
    }
  }
}

extension TraceEvent {
  /// The words for an outcome of capturing that a person should know of.
  fileprivate var observerEffect: String? {
    guard case .finished(let summary) = self, let effect = summary.observerEffect, effect.maxAbs != 0 else {
      return nil
    }
    return effect.description
  }
}

extension Advance {
  /// The probe's word for it.
  fileprivate var word: String {
    switch self {
    case .operation: "operation"
    case .endpoint(deliveringOperations: true): "operations"
    case .endpoint(deliveringOperations: false): "endpoint"
    }
  }
}
