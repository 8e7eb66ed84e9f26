import TFDiffDebugger

/// One side's training steps in the embedded engine, held at each rung between requests.
final class TrainingSource: TraceSource {
  /// The gradients of a large model: they are there all at once in any case, and with less than these the update waits for them to be
  /// compared.
  private static let lead = 64 << 20

  private let generator: EventGenerator

  init(_ settings: EmbeddedSettings, _ plan: TrainingPlan, _ role: TrainingProgram.Role, _ exchange: TrainingExchange) {
    // The reference waits for nothing; the others take each step from what the reference has come to.
    generator = EventGenerator(lead: role == .reference ? Self.lead : nil) { emitter in
      try TrainingProgram(settings, plan, role, exchange, emitter).run()
    }
  }

  deinit { generator.cancel() }

  func advance(_ request: Advance, deliver: (TraceEvent) -> Void) throws -> Bool {
    while let event = try generator.next(wantsOperations: false) {
      deliver(event)
      switch event {
      case .endpoint, .variable: return true
      case .finished: return false
      default: break
      }
    }
    return false
  }

  func cancel() { generator.cancel() }
}
