/// How a debugger is set up.
public struct DebuggerOptions: Sendable {
  public var tolerance: TolerancePolicy
  /// The breakpoints to begin with; by default `continue` stops where the two sides part.
  public var breakpoints: [Breakpoint.Condition]
  /// Those of them that are switched off to begin with.
  public var disabledBreakpoints: Set<Breakpoint.Condition> = []
  public var memory: ActivationBudget
  /// Whether the values of a training step's rungs stay to be looked at once they have been judged; else only those that differ do.
  public var keepsRungs = true
  /// The differences that are known and accepted.
  public var waivers = Waivers.none
  /// How remedies are asked for where the debugger runs.
  public var remedies: RemedyWords

  public init(
    tolerance: TolerancePolicy = .init(), breakpoints: [Breakpoint.Condition] = [.mismatch],
    memory: ActivationBudget = .init(), remedies: RemedyWords = .init()
  ) {
    self.tolerance = tolerance
    self.breakpoints = breakpoints
    self.memory = memory
    self.remedies = remedies
  }
}
