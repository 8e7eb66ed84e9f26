/// What a report needs beside the state of the debugger.
public struct ReportContext: Sendable {
  /// The command line that makes the same comparison again.
  public var command: String

  public init(command: String) { self.command = command }
}
