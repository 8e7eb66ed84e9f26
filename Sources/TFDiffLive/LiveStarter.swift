import Foundation
import TFDiffDebugger

/// Starts a pair's runs, both sides' workers at once, so that neither waits for the other's imports.
final class LiveStarter: Sendable {
  private let settings: LiveSettings
  private let probe: Probe
  private let discoveries: LiveDiscoveries

  init(_ settings: LiveSettings, _ discoveries: LiveDiscoveries, _ probe: Probe = .standard) {
    self.settings = settings
    self.discoveries = discoveries
    self.probe = probe
  }

  func side(_ side: Side) -> TargetSide {
    var found = TargetSide(
      runtime: settings.candidate.runtime(of: side), anticipate: { self.anticipate(side) },
      substitution: substitution(of: side)
    ) { self.open(side) }
    found.stages = .tensorFlow
    // A training step's rungs have tolerances of their own.
    if settings.steps == 0 { found.rerun = { isMoved in self.openAgain(side, isMoved: isMoved) } }
    return found
  }

  /// A run beside those that are compared, which knows by now what they have found out.
  private func openAgain(_ side: Side, isMoved: Bool) -> LiveSource {
    var settings = settings
    settings.movesInput = isMoved
    return LiveSource(settings, side: side, discoveries: discoveries, probe: probe)
  }

  /// What TensorFlow executes operation by operation can be given values on the way.
  private func substitution(of side: Side) -> Substitution {
    if settings.steps > 0 { return .impossible(reason: "a training step is compared rung by rung") }
    if side == .reference {
      return .impossible(reason: "a session computes a layer's value and what takes it in one run")
    }
    if settings.candidate == .function {
      return .impossible(
        reason: "a traced function tells its endpoints when it is over; run the candidate with --candidate eager")
    }
    return .possible(open: {
      LiveSource(
        self.settings, side: side, discoveries: self.discoveries, probe: self.probe, takesValues: true)
    })
  }

  func open(_ side: Side) -> LiveSource {
    // The reference's run comes first.
    if side == .reference {
      discoveries.beginTraining()
      for side in Side.allCases { prepare(side) }
    }
    return LiveSource(settings, side: side, discoveries: discoveries, probe: probe)
  }

  /// Sees to it that a side has a worker to spare, as that of a run that is held cannot serve another.
  func anticipate(_ side: Side) {
    guard WarmWorkers.shared.isWanted(.init(settings, side: side, probe: probe)) else { return }
    let plan = LivePlan(side, settings, discoveries)
    guard
      let worker = try? LiveWorker(settings, side: side, plan: plan, discoveries: discoveries, probe: probe)
    else { return }
    DispatchQueue.global().async {
      try? worker.greet()
      worker.release(within: WarmWorkers.importing)
    }
  }

  /// Starts a worker; where that cannot be done, the run will say why.
  private func prepare(_ side: Side) {
    let plan = LivePlan(side, settings, discoveries)
    // Nothing can be cancelled yet: what takes longer is left to later runs.
    let end = ContinuousClock.now + WarmWorkers.ending
    guard
      let worker = try? LiveWorker(
        settings, side: side, plan: plan, discoveries: discoveries, probe: probe, isWanted: { .now < end })
    else { return }
    discoveries.prepare(side, plan, worker)
    DispatchQueue.global().async { try? worker.greet() }
  }
}

extension StartStages {
  /// TensorFlow is imported and says its version; then the program's model is built and run up to its first endpoint.
  static let tensorFlow = StartStages(first: "starting TensorFlow") { log in
    log.hasPrefix("TensorFlow ") ? "building the model in \(log)" : nil
  }
}
