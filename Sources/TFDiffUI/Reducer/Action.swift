import TFDiffDebugger

/// What can happen to the state.
public enum Action: Sendable {
  case input(InputEvent)
  /// A line as if typed after `:`, from a script.
  case command(String)
  /// What the debugger knows now; dropped where a newer run has been heard of.
  case snapshot(runID: Int, DebuggerState)
  /// A report or a slice was written to the path, or could not be.
  case exported(Result<String, ExportFailure>)
  /// The editor could not be run, or ended badly; the words say why.
  case edited(String)
  /// The files of ``AppState/watchedFiles`` that are not what they were when the run began.
  case changedOnDisk([String])
  /// The command line that compares the same.
  case reproduced(String)
  /// The theme of that name is in use from now on.
  case themeLoaded(name: String, warnings: [ConfigurationWarning])
  case analyzed(Analysis)
  case summarized(TensorStatistics)
  case resolved(StackDetail)
  /// Show the ladder and, where it has not been climbed or all of it is asked for, climb it.
  case openLadder(keepsGoing: Bool)
  /// Time for the next picture of the spinner, counted up, so many seconds after the program's start.
  case tick(frame: Int, seconds: Int = 0)
  /// The program was asked from outside to end (SIGTERM, SIGHUP).
  case terminate
}

/// Why a report could not be written, in words that name the file and the remedy.
public struct ExportFailure: Error, Sendable, Hashable {
  public let message: String
  public init(message: String) { self.message = message }
}
