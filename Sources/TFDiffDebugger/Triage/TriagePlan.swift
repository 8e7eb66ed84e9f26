/// A way of running the model, as one of several to be compared with each other.
public struct TriageExecution: Sendable {
  /// What kind of execution it is, for the sentence that follows from the comparison.
  public enum Kind: Sendable, Hashable {
    /// The graph in a session with every rewrite.
    case session
    /// The same with one rewrite off; what the rewrite does, in words, such as `fusion`.
    case sessionWithout(rewrite: String, effect: String)
    /// The same with no rewrite.
    case sessionPlain
    /// The candidate traced by `tf.function`.
    case function
    /// The candidate operation by operation.
    case eager
  }
  public var kind: Kind
  /// Starts it from its initial state.
  public var open: @Sendable () throws -> any TraceSource

  public init(_ kind: Kind, open: @escaping @Sendable () throws -> any TraceSource) {
    self.kind = kind
    self.open = open
  }
}

extension TriageExecution.Kind {
  /// The words for it in the matrix.
  public var title: String {
    switch self {
    case .session: "session"
    case .sessionWithout(let rewrite, _): "session, \(rewrite) off"
    case .sessionPlain: "session, all rewrites off"
    case .function: "function"
    case .eager: "eager"
    }
  }
}
