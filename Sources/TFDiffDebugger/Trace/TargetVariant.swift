/// The same target with one change in how it is run: an experiment that whole runs make.
public struct TargetVariant: Sendable {
  public enum Change: Sendable, Hashable {
    /// Each random operation draws by its own seed, in whichever order they come.
    case constantRandomness
    /// On a side, gradients flow through what the program stops them at.
    case passingGradients(Side)
    /// Graphs are run without a kind of rewrite; without all of them where none is named.
    case withoutRewrites(named: String?)
    /// The candidate runs with a switch as the reference has it.
    case numericSwitch(name: String, value: String)
  }
  public var change: Change
  /// Parts of the change, which tell where it is a cause what of it is.
  public var refinements: [TargetVariant] = []
  public var open: @Sendable () -> DebugTarget

  public init(_ change: Change, open: @escaping @Sendable () -> DebugTarget) {
    self.change = change
    self.open = open
  }
}
