import TFDiffTensor

/// How far a source is asked to run.
public enum Advance: Sendable, Hashable {
  /// Until one more operation has been executed (or an endpoint reached, or the run has ended).
  case operation
  /// Until the next endpoint has been reached, or the run has ended; `deliveringOperations` says whether
  /// the operations on the way are told of. Where they are not, the source may run them in any order and in parallel.
  case endpoint(deliveringOperations: Bool)
}

/// One run of a model, pulled by the debugger: it executes only as far as it is asked.
///
/// Calls come from one thread at a time, and block; ``cancel()`` may come from any thread.
public protocol TraceSource: AnyObject, Sendable {
  /// The words for the runtime: `TF1 graph`, `TF2 eager`, …
  var runtime: String { get }

  /// Runs as far as asked, telling each event as it happens, and returns false once the run has ended
  /// (after a ``TraceEvent/finished(_:)``). It may return earlier after telling of a variable's creation, so that
  /// a breakpoint can hold the run there.
  ///
  /// - Throws: what went wrong in the run; a source that threw cannot be advanced further.
  func advance(_ request: Advance, deliver: (TraceEvent) -> Void) throws -> Bool

  /// Makes a running ``advance(_:deliver:)`` throw `CancellationError` soon.
  func cancel()
}

/// An error after which nothing can be said about the model, such as a worker that died or an input that cannot be
/// read.
public protocol IncomparableError: Error {}

/// An error of the program that is run, which knows where it came from.
public protocol TracedError: Error {
  /// Innermost first, the user's frames before the libraries'.
  var traceback: CallStack { get }
}

/// What is compared with what: the words for it, and how to start each side's run from its initial state.
public struct DebugTarget: Sendable {
  public var name: String
  /// `fixed-weights`, `constant` or `num_random_ops`; nil where the question does not arise.
  public var mode: String?
  public var training: Bool
  public var seed: Int
  /// The words for the input: `ones`, or a file's path.
  public var input: String
  /// The endpoints in execution order, where they are known before the run; else empty.
  public var plannedEndpoints: [String]
  /// What is loaded into both sides' variables.
  public var checkpoint: CheckpointDescription?
  /// ``TargetDescription/outputs``; not all need be reached.
  public var outputs: [String] = []
  /// The migration guide's steps for this target; nil where it has none.
  public var ladder: (@Sendable () -> LadderPlan)?
  /// The same target with the candidate's operation seed set at one more place, which the words name; `none` takes
  /// back all of them. Nil where there is no such seed.
  public var seeding: (@Sendable (String) throws -> DebugTarget)?
  /// Readies what a further run would wait for, without waiting; called while a person looks at a run that is held. Nil
  /// where nothing takes time.
  public var anticipate: (@Sendable () -> Void)?
  /// Starts a run from the same initial state each time.
  public var open: @Sendable (Side) throws -> any TraceSource

  public init(
    name: String, mode: String?, training: Bool, seed: Int, input: String, plannedEndpoints: [String],
    checkpoint: CheckpointDescription? = nil, ladder: (@Sendable () -> LadderPlan)? = nil,
    seeding: (@Sendable (String) throws -> DebugTarget)? = nil,
    open: @escaping @Sendable (Side) throws -> any TraceSource
  ) {
    self.name = name
    self.mode = mode
    self.training = training
    self.seed = seed
    self.input = input
    self.plannedEndpoints = plannedEndpoints
    self.checkpoint = checkpoint
    self.ladder = ladder
    self.seeding = seeding
    self.open = open
  }
}

/// A checkpoint as the words for it: where it is, and what it holds.
public struct CheckpointDescription: Sendable, Hashable {
  public var path: String
  /// The words for its kind: `name-based` or `object-based`.
  public var style: String
  /// The names of what can be restored from it.
  public var variables: [String]

  public init(path: String, style: String, variables: [String]) {
    self.path = path
    self.style = style
    self.variables = variables
  }
}
