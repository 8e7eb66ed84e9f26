import TFDiffDebugger
import TFDiffProcesses
import TFDiffTensor

/// What keeps a side from being run at all, as facts; ``LiveError/description`` words them.
public enum LiveError: Error, Sendable {
  case unreadableFile(String, reason: String)
  case unreadableMap(String, reason: String)
  case unwritableMap(String, WriteObstacle)
  case map(file: String, LiveMapFault)
  case malformedLaunch(option: String, String)
  /// Two options of which one makes the other pointless.
  case contradiction(String, String)
  case cannotStart(Side, command: [String], code: Int32)
  case workerDied(Side, ProcessExit?, isInFrame: Bool, log: [String])
  case neverGreeted(Side, command: [String], ProcessExit?, log: [String])
  case protocolBroken(Side, ProtocolFault)
  /// No TensorFlow, or one that lacks what is needed.
  case environment(Side, interpreter: String, message: String)
  /// What is to be run is not there, or cannot be imported.
  case target(Side, message: String, frames: [LiveFrame])
}

extension LiveError: IncomparableError {}

extension LiveError: TracedError {
  /// Where an import came to its end; of what is no exception of the program, nothing.
  public var traceback: CallStack {
    guard case .target(_, _, let frames) = self, !frames.isEmpty else { return .none }
    return CallStack(frames.map { StackFrame(function: $0.function, file: $0.file, line: $0.line) })
  }
}

/// The user's program raised an exception: a failure of that side's run.
public struct LiveFailure: Error, Sendable {
  public var message: String
  /// The user's frames it came through, innermost first.
  public var frames: [LiveFrame]
  /// All frames, the user's before the libraries'.
  public var traceback: CallStack = .none
}

extension LiveFailure: TracedError {}

/// A line of the user's code that an exception came through.
public struct LiveFrame: Sendable, Hashable {
  public var function: String
  public var file: String
  public var line: Int
  /// The line's text; empty where it is not known.
  public var source: String
}

extension LiveFrame {
  init(_ frame: WorkerMessage.TracebackFrame) {
    self.init(function: frame.function, file: frame.file, line: frame.line, source: frame.source)
  }
}
