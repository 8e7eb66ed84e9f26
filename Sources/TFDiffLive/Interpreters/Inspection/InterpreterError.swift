import Foundation

/// Why an interpreter did not say what it is, as facts.
public enum InterpreterError: Error, Sendable, Equatable {
  case cannotStart(path: String, code: Int32)
  case timedOut(path: String, limit: Duration)
  case failed(path: String, status: Int32, lastWords: String)
  case killed(path: String, signal: Int32)
  /// It ended well and did not answer.
  case noAnswer(path: String, output: String)
  case stopped(path: String)
}

extension InterpreterError: CustomStringConvertible {
  public var description: String { "\(path): \(reason)" }

  public var path: String {
    switch self {
    case .cannotStart(let path, _), .timedOut(let path, _), .failed(let path, _, _), .killed(let path, _),
      .noAnswer(let path, _), .stopped(let path):
      path
    }
  }

  /// What went wrong and what to do, without the path.
  public var reason: String {
    switch self {
    case .cannotStart(_, let code):
      "cannot be started: \(String(cString: strerror(code))). Name a Python interpreter."
    case .timedOut(_, let limit):
      "did not say what it is within \(limit.components.seconds) s. Run it by hand to see what it waits for."
    case .failed(_, let status, let lastWords):
      "ended with status \(status)" + (lastWords.isEmpty ? "." : ": \(lastWords)")
    case .killed(_, let signal):
      "was killed by signal \(signal) (\(String(cString: strsignal(signal)))). Run it by hand to see why."
    case .noAnswer(_, let output):
      "does not answer as Python does" + (output.isEmpty ? "." : "; it prints '\(output)'.")
        + " Name a Python interpreter."
    case .stopped: "was stopped before it said what it is."
    }
  }
}
