import TFDiffDebugger

extension DebugTarget {
  /// The user's own Python: their TF1 code in a session against their TF2 code run eagerly, each in a process of its own.
  public static func live(_ settings: LiveSettings) -> DebugTarget {
    live(settings, probe: .standard)
  }

  static func live(_ settings: LiveSettings, probe: Probe) -> DebugTarget {
    let discoveries = LiveDiscoveries()
    return DebugTarget(
      name: settings.program.name, mode: settings.mode.name, training: settings.training, seed: settings.seed,
      input: settings.inputName, plannedEndpoints: []
    ) { side in
      LiveSource(settings, side: side, discoveries: discoveries, probe: probe)
    }
  }
}
