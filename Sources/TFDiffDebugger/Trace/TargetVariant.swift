/// The same target with one change in how it is run: an experiment that whole runs make.
public struct TargetVariant: Sendable {
  public enum Change: Sendable, Hashable {
    /// Each random operation draws by its own seed, in whichever order they come.
    case constantRandomness
    /// On a side, gradients flow through what the program stops them at.
    case passingGradients(Side)
  }
  public var change: Change
  public var open: @Sendable () -> DebugTarget

  public init(_ change: Change, open: @escaping @Sendable () -> DebugTarget) {
    self.change = change
    self.open = open
  }
}
