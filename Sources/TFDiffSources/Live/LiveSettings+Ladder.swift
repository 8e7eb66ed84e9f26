import TFDiffDebugger

extension LiveSettings: LadderSettings {
  var withoutGivenWeights: Self {
    var settings = self
    settings.checkpoint = nil
    settings.copiesWeights = false
    return settings
  }

  func target(ladder: @escaping @Sendable () -> LadderPlan) -> DebugTarget { .live(self, ladder: ladder) }
}
