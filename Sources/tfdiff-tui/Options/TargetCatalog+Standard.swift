import TFDiffEmbedded
import TFDiffLive
import TFDiffTargets

extension TargetCatalog {
  /// The kinds of target that the program has, in the order in which they are asked whether arguments are theirs.
  static let standard = TargetCatalog([PairTarget.self] + runnable.kinds)

  /// Those that have two sides of their own, which can be run.
  static let runnable = TargetCatalog([
    LiveSettings.self,
    EmbeddedSettings.self,
  ])
}
