import Foundation
import Synchronization
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
    let starter = LiveStarter(settings, probe)
    return DebugTarget(
      name: settings.program.name, mode: settings.mode.name, training: settings.training, seed: settings.seed,
      input: settings.inputName, plannedEndpoints: [], checkpoint: settings.checkpoint?.description,
      ladder: ladder
    ) { side in
      starter.open(side)
    }
  }
}

/// Starts a target's runs, both sides' workers at once, so that neither waits for the other's imports.
private final class LiveStarter: Sendable {
  private let settings: LiveSettings
  private let probe: Probe
  private let discoveries = LiveDiscoveries()
  private let waiting = Mutex<LiveWorker?>(nil)

  init(_ settings: LiveSettings, _ probe: Probe) {
    self.settings = settings
    self.probe = probe
  }

  func open(_ side: Side) -> LiveSource {
    let prepared = side == .candidate ? waiting.withLock { $0.take() } : prepare(.reference)
    if side == .reference {
      // The candidate's turn comes once the reference has reached its first end point.
      let candidate = prepare(.candidate)
      waiting.withLock { $0 = candidate }
    }
    return LiveSource(settings, side: side, discoveries: discoveries, probe: probe, prepared: prepared)
  }

  /// A worker that is getting ready; nil where it cannot be started, which the run will then say.
  private func prepare(_ side: Side) -> LiveWorker? {
    let plan = LiveWorker.Plan(layout: discoveries.layout)
    let worker = try? LiveWorker(settings, side: side, plan: plan, discoveries: discoveries, probe: probe)
    if let worker { DispatchQueue.global().async { try? worker.greet() } }
    return worker
  }
}
