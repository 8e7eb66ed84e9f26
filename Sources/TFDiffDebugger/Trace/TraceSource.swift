import TFDiffTensor

/// How far a source is asked to run.
public enum Advance: Sendable, Hashable {
  /// Until one more operation has been executed (or an endpoint reached, or the run has ended).
  case operation
  /// Until the next endpoint has been reached, or the run has ended; `deliveringOperations` says whether
  /// the operations on the way are told of. Where they are not, the source may run them in any order and in parallel.
  case endpoint(deliveringOperations: Bool)
  /// Until the next endpoint has been reached, or the run has ended, telling the operations on the way with
  /// ``OperationEvent/operands``: the values that each takes.
  case operands
}

/// What works for as long as it takes, and may be told to stop.
public protocol Cancellable: AnyObject, Sendable {
  /// Makes what is running throw `CancellationError` soon.
  func cancel()
}

/// One run of a model, pulled by the debugger: it executes only as far as it is asked.
///
/// Calls come from one thread at a time, and block; ``Cancellable/cancel()`` may come from any thread.
public protocol TraceSource: Cancellable {
  /// Runs as far as asked, telling each event as it happens, and returns false once the run has ended
  /// (after a ``TraceEvent/finished(_:)``). It may return earlier after telling of a variable's creation, so that
  /// a breakpoint can hold the run there.
  ///
  /// - Throws: what went wrong in the run; a source that threw cannot be advanced further.
  func advance(_ request: Advance, deliver: (TraceEvent) -> Void) throws -> Bool

  /// Has the run go on with a value in the place of its own at the endpoint that it has just told; for runs that
  /// ``TargetSide/substitution`` opens.
  ///
  /// - Throws: ``SubstitutionRefusal``; the run then goes on with its own.
  func substitute(_ value: Tensor) throws
}

/// An error after which nothing can be said about the model, such as a worker that died or an input that cannot be
/// read.
public protocol IncomparableError: Error {}

/// An error of the program that is run, which knows where it came from.
public protocol TracedError: Error {
  /// Innermost first, the user's frames before the libraries'.
  var traceback: CallStack { get }
}
