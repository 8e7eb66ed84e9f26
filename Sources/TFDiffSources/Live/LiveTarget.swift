import Foundation
import TFDiffDebugger

extension DebugTarget {
  /// The user's own Python: their TF1 code in a session against their TF2 code run eagerly, each in a process of its own.
  public static func live(_ settings: LiveSettings) -> DebugTarget {
    live(settings, probe: .standard, ladder: settings.ladder)
  }

  /// - Parameter ladder: the steps of the whole target, also where this is what one of them runs.
  static func live(
    _ settings: LiveSettings, probe: Probe = .standard, ladder: @escaping @Sendable () -> LadderPlan
  ) -> DebugTarget {
    let starter = LiveStarter(settings, LiveDiscoveries(settings.map), probe)
    var target = DebugTarget(
      name: settings.program.name, mode: settings.mode.name, training: settings.training, seed: settings.seed,
      input: settings.inputName, plannedEndpoints: [], checkpoint: settings.checkpoint?.description,
      ladder: ladder
    ) { side in
      starter.open(side)
    }
    // What TF-Slim's networks, and those ported from them, call what they give.
    target.outputs = ["Logits", "Predictions"]
    target.anticipate = { starter.anticipate() }
    return target
  }
}

/// Starts a target's runs, both sides' workers at once, so that neither waits for the other's imports.
final class LiveStarter: Sendable {
  private let settings: LiveSettings
  private let probe: Probe
  private let discoveries: LiveDiscoveries

  init(_ settings: LiveSettings, _ discoveries: LiveDiscoveries, _ probe: Probe = .standard) {
    self.settings = settings
    self.discoveries = discoveries
    self.probe = probe
  }

  func open(_ side: Side) -> LiveSource {
    // The reference's run comes first.
    if side == .reference { for side in Side.allCases { prepare(side) } }
    return LiveSource(settings, side: side, discoveries: discoveries, probe: probe)
  }

  /// Sees to it that each side has a worker to spare, as those of a run that is held cannot serve another.
  func anticipate() {
    for side in Side.allCases where WarmWorkers.shared.isWanted(.init(settings, side: side, probe: probe)) {
      let plan = LivePlan(side, settings, discoveries)
      guard
        let worker = try? LiveWorker(settings, side: side, plan: plan, discoveries: discoveries, probe: probe)
      else { continue }
      DispatchQueue.global().async {
        try? worker.greet()
        worker.release(within: WarmWorkers.importing)
      }
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
