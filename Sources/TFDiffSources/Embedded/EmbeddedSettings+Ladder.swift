import TFDiffDebugger

extension EmbeddedSettings: LadderSettings {
  var withoutGivenWeights: Self {
    var settings = self
    settings.checkpoint = nil
    return settings
  }

  func target(ladder: @escaping @Sendable () -> LadderPlan) -> DebugTarget { .embedded(self, ladder: ladder) }
}
