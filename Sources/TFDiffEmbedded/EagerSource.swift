import TFDiffDebugger
import TFDiffEngine

/// The candidate: the same model called eagerly as a tracked layer, held inside its forward pass between requests.
final class EagerSource: TraceSource {
  private let generator: EventGenerator

  init(_ settings: EmbeddedSettings) {
    generator = EventGenerator { emitter in try EagerProgram(settings, emitter).run() }
  }

  deinit { generator.cancel() }

  func advance(_ request: Advance, deliver: (TraceEvent) -> Void) throws -> Bool {
    let wantsOperations = request != .endpoint(deliveringOperations: false)
    while let event = try generator.next(wantsOperations: wantsOperations, wantsOperands: request == .operands) {
      deliver(event)
      switch event {
      case .endpoint, .variable: return true
      case .operation where request == .operation: return true
      case .finished: return false
      default: break
      }
    }
    return false
  }

  func cancel() { generator.cancel() }
}
