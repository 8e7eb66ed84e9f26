import TFDiffDebugger
import TFDiffTargets
import TFDiffTensor

extension LiveSettings {
  /// Asks a worker of each side; neither computes anything of its forward pass.
  ///
  /// - Throws: ``LiveError`` where a side cannot be asked at all.
  public func preflight() throws -> Preflight { try preflight(probe: .standard) }

  func preflight(probe: Probe) throws -> Preflight { Preflight(try lookAhead(probe), description) }

  /// What is known of both sides before they run.
  func lookAhead(_ probe: Probe) throws -> SidePair<SidePreflight> {
    var plan = LivePlan()
    plan.isAhead = true
    // Both import at once, so that neither waits for the other.
    let workers = try SidePair(
      reference: worker(.reference, plan, probe), candidate: worker(.candidate, plan, probe))
    for side in Side.allCases { try workers[side].greet() }
    return try SidePair(reference: workers.reference.lookAhead(), candidate: workers.candidate.lookAhead())
  }

  private func worker(_ side: Side, _ plan: LivePlan, _ probe: Probe) throws -> LiveWorker {
    try LiveWorker(self, side: side, plan: plan, discoveries: LiveDiscoveries(map), probe: probe)
  }
}

extension LiveWorker {
  /// What is known of its side before it runs, of a worker that was told to find out.
  fileprivate func lookAhead() throws -> SidePreflight {
    defer { release() }
    var variables: [VariableEvent] = []
    var random: [RandomEvent] = []
    _ = try advance(.endpoint(deliveringOperations: false)) { event in
      switch event {
      case .variable(let variable): variables.append(variable)
      case .random(let event): random.append(event)
      default: break
      }
    }
    guard let told = ahead else {
      throw LiveError.protocolBroken(side, .unanswered(request: WorkerRequest.Name.run.rawValue))
    }
    var found = told.preflight
    (found.variables, found.random) = (variables, random)
    return found
  }
}

extension WorkerMessage.Preflight {
  fileprivate var preflight: SidePreflight {
    var side = SidePreflight()
    side.facts = facts.map { .init($0.name, $0.value) }
    side.inputs = inputs.map { .init($0.name, $0.digest) }
    side.operations = operations?.map { .init(type: $0.type, attributes: $0.attributes, count: $0.count) }
    (side.decays, side.obstacle) = (decays, obstacle)
    side.exclusions = exclusions.map { .init(optimizer: $0.optimizer, pattern: $0.pattern, matches: $0.matches) }
    return side
  }
}
