import TFDiffDebugger
import TFDiffEngine

extension DebugTarget {
  /// A built-in model in the embedded engine: a graph in a session against an eager run of the same code.
  ///
  /// - Throws: ``SourceError`` where a fault does not fit the model or the run.
  public static func embedded(_ settings: EmbeddedSettings) throws(SourceError) -> DebugTarget {
    for fault in settings.faults { try fault.validate(against: settings) }
    return DebugTarget(
      name: settings.model.name, mode: settings.mode.name, training: settings.training, seed: settings.seed,
      input: settings.inputName, plannedEndpoints: settings.model.endpoints
    ) { side in
      switch side {
      case .reference: SessionSource(settings)
      case .candidate: EagerSource(settings)
      }
    }
  }
}
