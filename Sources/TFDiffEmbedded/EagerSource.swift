import Synchronization
import TFDiffDebugger
import TFDiffEngine
import TFDiffTensor

/// The candidate: the same model called eagerly as a tracked layer, held inside its forward pass between requests.
final class EagerSource: TraceSource {
  private let generator: EventGenerator
  /// The endpoint at which the run is held; nil elsewhere.
  private let held = Mutex<EndpointEvent?>(nil)

  init(_ settings: EmbeddedSettings) {
    generator = EventGenerator { emitter in try EagerProgram(settings, emitter).run() }
  }

  deinit { generator.cancel() }

  func advance(_ request: Advance, deliver: (TraceEvent) -> Void) throws -> Bool {
    held.withLock { $0 = nil }
    let wantsOperations = request != .endpoint(deliveringOperations: false)
    while let event = try generator.next(wantsOperations: wantsOperations, wantsOperands: request == .operands) {
      deliver(event)
      switch event {
      case .endpoint(let endpoint):
        held.withLock { $0 = endpoint }
        return true
      case .variable: return true
      case .operation where request == .operation: return true
      case .finished: return false
      default: break
      }
    }
    return false
  }

  func substitute(_ value: Tensor) throws {
    guard let held = held.withLock({ $0 }) else { throw SubstitutionRefusal.notAtEndpoint }
    try held.verify(value)
    generator.give(value)
  }

  func cancel() { generator.cancel() }
}
