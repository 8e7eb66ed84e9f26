/// How a child process ended.
public enum ProcessExit: Sendable, Hashable {
  case status(Int32)
  case signal(Int32)

  /// - Parameter status: what `waitpid` reports.
  public init(waitStatus status: Int32) {
    let signal = status & 0x7f
    self = signal == 0 ? .status((status >> 8) & 0xff) : .signal(signal)
  }
}
