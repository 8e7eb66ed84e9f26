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
  /// (after a ``TraceEvent/finished(_:)``).
  ///
  /// - Throws: what went wrong in the run; a source that threw cannot be advanced further.
  func advance(_ request: Advance, deliver: (TraceEvent) -> Void) throws -> Bool

  /// Makes a running ``advance(_:deliver:)`` throw `CancellationError` soon.
  func cancel()
}

/// An error after which nothing can be said about the model, such as a worker that died or an input that cannot be
/// read. Any other error of a candidate counts as its own divergence from a reference that ran.
public protocol IncomparableError: Error {}

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
  /// Starts a run from the same initial state each time.
  public var open: @Sendable (Side) throws -> any TraceSource

  public init(
    name: String, mode: String?, training: Bool, seed: Int, input: String, plannedEndpoints: [String],
    open: @escaping @Sendable (Side) throws -> any TraceSource
  ) {
    self.name = name
    self.mode = mode
    self.training = training
    self.seed = seed
    self.input = input
    self.plannedEndpoints = plannedEndpoints
    self.open = open
  }
}
