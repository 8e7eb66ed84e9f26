import Foundation
import TFDiffDebugger
import TFDiffProcesses

extension LiveError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadableFile(let path, let reason): "\(path): \(reason). Name a Python file that can be read."
    case .unreadableMap(let path, let reason): "--map \(path): \(reason). Name a TOML file that can be read."
    case .unwritableMap(let path, let obstacle): "--write-map \(path): \(obstacle)."
    case .map(let file, let fault): "--map \(file): \(fault)."
    case .malformedLaunch(let option, let text):
      "--\(option) '\(text)' has a quote that is not closed. Write it as a command, such as \"ssh gpu-box\"."
    case .contradiction(let option, let reason): "\(option) has nothing to do here: \(reason). Leave one of them out."
    case .cannotStart(let side, let command, let code): Self.cannotStart(side, command, code)
    case .workerDied(let side, let exit, let isInFrame, let log):
      "The \(side.rawValue)'s Python process \(Self.words(exit))"
        + (isInFrame ? " in the middle of telling a tensor" : "") + ". " + Self.tail(log)
    case .neverGreeted(let side, let command, let exit, let log):
      "The \(side.rawValue)'s command is no Python interpreter that can be spoken to: "
        + "\(command.joined(separator: " ")) \(Self.words(exit)). \(Self.tail(log))"
    case .protocolBroken(let side, .otherVersion(let version)):
      "The \(side.rawValue)'s Python process speaks \(ProtocolFault.otherVersion(version)). "
        + ProtocolFault.otherVersion(version).remedy
    case .protocolBroken(let side, .refused(let reason)):
      "The \(side.rawValue)'s Python process cannot read what it is told: \(reason). "
        + ProtocolFault.refused(reason).remedy
    case .protocolBroken(let side, let fault):
      "The \(side.rawValue)'s Python process sent what cannot be read: \(fault). \(fault.remedy)"
    case .environment(let side, let interpreter, let message):
      "The \(side.rawValue) cannot run in \(interpreter): \(message) with \(Self.option(side))."
    case .target(let side, let message, let frames):
      "The \(side.rawValue)'s program cannot be run: \(message).\(LiveFailure.places(frames))"
    }
  }

  private static func cannotStart(_ side: Side, _ command: [String], _ code: Int32) -> String {
    let reason = code == ENOENT ? "there is no such program" : String(cString: strerror(code))
    return "The \(side.rawValue)'s interpreter cannot be started: \(command.first ?? ""): \(reason). Name a Python "
      + "interpreter with \(option(side)) or --python, and what starts it elsewhere with \(launchOption(side)); "
      + "'tfdiff-tui doctor' lists the interpreters found here, and 'tfdiff-tui setup-tensorflow' makes one."
  }

  private static func launchOption(_ side: Side) -> String { side == .reference ? "--tf1-launch" : "--tf2-launch" }

  private static func option(_ side: Side) -> String { side == .reference ? "--tf1-python" : "--tf2-python" }

  private static func words(_ exit: ProcessExit?) -> String {
    switch exit {
    case .status(let status): "ended with status \(status)"
    case .signal(let signal): "was ended by signal \(signal) (\(String(cString: strsignal(signal))))"
    case nil: "is gone"
    }
  }

  private static func tail(_ log: [String]) -> String {
    log.isEmpty ? "It wrote nothing to its log." : "Its last words:\n" + log.map { "  " + $0 }.joined(separator: "\n")
  }
}

extension LiveFailure: CustomStringConvertible {
  public var description: String { message + Self.places(frames) }

  /// The frames as lines, innermost first.
  static func places(_ frames: [LiveFrame]) -> String {
    frames.prefix(8).map { frame in
      "\n  at \(frame.file):\(frame.line) in \(frame.function)" + (frame.source.isEmpty ? "" : ": \(frame.source)")
    }.joined()
  }
}
