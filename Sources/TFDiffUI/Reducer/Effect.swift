import TFDiffDebugger
import TFDiffTensor

/// What the program is to do besides drawing; one place outside this module performs it.
public enum Effect: Sendable, Hashable {
  case run(RunCommand)
  case set(DebuggerSetting)
  /// Stop the command that is being carried out.
  case cancelRun
  /// Write a report; the file's ending says which kind. Answered by ``Action/exported(_:)``.
  case export(path: String)
  /// Write a slice of ``AppState/tensors(of:)``. Answered by ``Action/exported(_:)``.
  case write(SliceExport)
  /// Give the terminal to the person's editor, at a line. Answered by ``Action/edited(_:)`` where that went wrong.
  case edit(file: String, line: Int)
  /// Say which command compares the same. Answered by ``Action/reproduced(_:)``.
  case reproduce
  /// Put text on the terminal's clipboard (OSC 52).
  case copy(VisibleText)
  case setMouse(Bool)
  /// Answered by ``Action/themeLoaded(name:warnings:)``.
  case loadTheme(String)
  /// Compute away from the input thread what the difference pane draws: call ``AnalysisRequest/run()`` and answer
  /// with ``Action/analyzed(_:)``.
  case analyze(AnalysisRequest)
  /// Compute away from the input thread what the Attributes tab says of tensors: call ``StatisticsRequest/run()`` and answer with
  /// ``Action/summarized(_:)``.
  case summarize(StatisticsRequest)
  /// Name a stack's frames away from the input thread: call ``StackRequest/run(reading:)`` and answer with
  /// ``Action/resolved(_:)``.
  case resolve(StackRequest)
  /// Paint every cell anew.
  case redraw
  /// Give the terminal back to the shell until it is wanted again (SIGTSTP).
  case suspend
  /// Remember ``AppState/settings``.
  case saveSettings
  case quit(status: Int)
  /// Leave for the start screen, with the status that the program would end with.
  case showStart(status: Int)

  var isOfTolerance: Bool {
    if case .set(.setTolerance) = self { true } else { false }
  }
}
