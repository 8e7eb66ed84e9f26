/// One of the two that are compared: the words for it, and how to start its run. Any two make a ``DebugTarget``.
public struct TargetSide: Sendable {
  /// The words for the runtime: `TF1 graph`, `TF2 eager`, …
  public var runtime: String
  /// The end points in execution order, where they are known before the run; else empty.
  public var plannedEndpoints: [String]
  /// Readies what a further run would wait for, without waiting; nil where nothing takes time.
  public var anticipate: (@Sendable () -> Void)?
  /// What it does before its first endpoint; nil where that takes no time.
  public var stages: StartStages?
  /// Starts a run of its own beside those that are compared, with the input as it is or with each element moved by one unit in the
  /// last place; nil where there is no such run. Called once a run of the pair has reached its first endpoint.
  public var rerun: (@Sendable (_ isMoved: Bool) throws -> any TraceSource)?
  /// Starts a run from the same initial state each time.
  public var open: @Sendable () throws -> any TraceSource

  /// Runs that can be given values in the place of their own.
  public var substitution: Substitution

  /// Why a run of most kinds cannot.
  static let noSubstitution = "its source only tells what it computes"

  public init(
    runtime: String, plannedEndpoints: [String] = [], anticipate: (@Sendable () -> Void)? = nil,
    substitution: Substitution? = nil, rerun: (@Sendable (_ isMoved: Bool) throws -> any TraceSource)? = nil,
    open: @escaping @Sendable () throws -> any TraceSource
  ) {
    self.substitution = substitution ?? .impossible(reason: Self.noSubstitution)
    self.runtime = runtime
    self.plannedEndpoints = plannedEndpoints
    self.anticipate = anticipate
    self.rerun = rerun
    self.open = open
  }
}
