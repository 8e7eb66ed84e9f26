/// What a report needs beside the state of the debugger.
public struct ReportContext: Sendable {
  /// The command line that was given.
  public var command: String
  /// The command line that makes the same comparison again, with all that was changed since.
  public var reproduction: String
  /// The text of a file of source code; nil where it cannot be read.
  public var source: @Sendable (String) -> String?

  /// An earlier report to hold this one against.
  public var baseline: BaselineReport?

  /// - Parameters:
  ///   - reproduction: nil where nothing can have been changed since the command was given.
  ///   - source: by default no file can be read.
  public init(
    command: String, reproduction: String? = nil, source: @escaping @Sendable (String) -> String? = { _ in nil }
  ) {
    self.command = command
    self.reproduction = reproduction ?? command
    self.source = source
  }
}
