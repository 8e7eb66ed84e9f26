/// What a report needs beside the state of the debugger.
public struct ReportContext: Sendable {
  /// The command line that was given.
  public var command: String
  /// The command line that makes the same comparison again, with all that was changed since.
  public var reproduction: String

  /// - Parameter reproduction: nil where nothing can have been changed since the command was given.
  public init(command: String, reproduction: String? = nil) {
    self.command = command
    self.reproduction = reproduction ?? command
  }
}
