/// A program to be run as a child process, to its end or until its time is over.
public struct ChildProgram: Sendable {
  /// Where a program's output goes.
  public enum Output: Sendable {
    /// Kept, up to so many bytes of standard output and as many of standard error; the rest is read and dropped.
    case captured(limit: Int)
    /// To this program's own standard output and error, as it is written.
    case inherited
  }

  public var path: String
  public var arguments: [String]
  public var environment: [String: String]
  public var output: Output
  /// nil where it may take as long as it likes.
  public var timeLimit: Duration?

  public init(
    _ path: String, _ arguments: [String], environment: [String: String], output: Output = .captured(limit: 1 << 20),
    timeLimit: Duration? = nil
  ) {
    self.path = path
    self.arguments = arguments
    self.environment = environment
    self.output = output
    self.timeLimit = timeLimit
  }
}

/// What became of a child process.
public struct ChildResult: Sendable, Equatable {
  public enum Ending: Sendable, Equatable {
    case exited(Int32)
    case signalled(Int32)
    /// It did not end in its time, and was killed.
    case timedOut
    /// It was asked to stop, as ``StopRequest`` said, and killed where it did not.
    case stopped
  }

  public var ending: Ending
  public var output = ""
  public var errors = ""
}
