import TFDiffEmbedded
import TFDiffLive
import TFDiffTargets

extension TargetCatalog {
  /// The kinds of target that the program has, in the order in which they are asked whether arguments are theirs.
  static let standard = TargetCatalog([
    LiveSettings.self,
    EmbeddedSettings.self,
  ])
}
