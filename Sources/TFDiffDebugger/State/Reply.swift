/// What became of the command or the settings that were carried out last.
public enum Reply: Sendable, Hashable {
  /// What came of it is in the state.
  case done
  /// The runs begin anew with an operation seed, which the words name.
  case seeded(String)
  /// Tensors could not be moved out of memory, and so stay there.
  case keptInMemory(reason: String)
  case refused(DebuggerRefusal)

  /// What a person should be told; nil where the state says it all.
  public var words: String? {
    switch self {
    case .done: nil
    case .seeded(let words): "operation_seed \(words): the run begins anew with it"
    case .keptInMemory(let reason): reason
    case .refused(let refusal): "\(refusal)"
    }
  }
}

/// Why something was not carried out: facts; the words are below, and nowhere else.
public enum DebuggerRefusal: Error, Sendable, Hashable {
  case notInside
  case noEndpoint(index: Int, known: Int)
  case noBreakpoint(id: Int, known: [Int])
  /// What a training step is compared by is told without the operations on the way.
  case noOperations(rung: String)
  case noOperationSeed(target: String)
  /// The target does not understand the words for an operation seed, and says why.
  case badOperationSeed(reason: String)
  /// A file of the target can no longer be read.
  case cannotReadAnew(reason: String)
  case noLadder(target: String)
  case noStep(LadderStep, target: String)
  /// Nil where the target does not say why.
  case nothingToRun(LadderStep, reason: String?)
  case cannotRunAgain(into: String, reason: String)
  /// The candidate cannot be given the reference's values.
  case noResync(reason: String)
  case cannotResync(reason: String)
}

extension DebuggerRefusal: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notInside: "not inside an endpoint: go into one first, or step past the next"
    case .noEndpoint(let index, let known): "there is no endpoint \(index): \(known) are known"
    case .noBreakpoint(let id, let known):
      "no breakpoint \(id); there are: \(known.isEmpty ? "none" : known.map(String.init).joined(separator: ", "))"
    case .noOperations(let rung): "there is nothing inside \(rung): a training step is compared rung by rung"
    case .noOperationSeed(let target): "\(target) has no operation seed to set"
    case .badOperationSeed(let reason): reason
    case .cannotReadAnew(let reason): reason
    case .noLadder(let target): "\(target) has no ladder"
    case .noStep(let step, let target): "\(target) has no step \(step.rawValue)"
    case .nothingToRun(let step, let reason): reason ?? "step \(step.rawValue) runs nothing"
    case .noResync(let reason): "the candidate cannot be given the reference's values: \(reason)"
    case .cannotResync(let reason): "could not run on the reference's values: \(reason)"
    case .cannotRunAgain(let endpoint, let reason): "could not run again into \(endpoint): \(reason)"
    }
  }
}

extension DebuggerState {
  /// Says what became of something, here and in the log.
  mutating func answer(_ reply: Reply) {
    self.reply = reply
    if let words = reply.words { log.append(LogEntry(side: nil, text: words)) }
  }

  mutating func refuse(_ refusal: DebuggerRefusal) { answer(.refused(refusal)) }
}
