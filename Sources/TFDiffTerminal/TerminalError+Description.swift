import Glibc

extension TerminalError: CustomStringConvertible {
  private static let remedy =
    "`tfdiff-tui check` runs the same comparison without a terminal; `--report FILE` keeps its result."

  /// What is wrong and what to do about it.
  public var description: String {
    switch self {
    case .notATerminal(let stream):
      "\(stream) is not a terminal, and the debugger's screen needs one. \(Self.remedy)"
    case .unknownTerminal(let name?):
      "The terminal type TERM=\(name) is not in the terminfo database. Set TERM to one that is, such as "
        + "xterm-256color (on Debian and Ubuntu the package ncurses-term has more). \(Self.remedy)"
    case .unknownTerminal(nil):
      "TERM is not set, so the kind of terminal is unknown. Set it, for example TERM=xterm-256color. "
        + Self.remedy
    case .unsuitableTerminal(let name, let missing):
      "The terminal type TERM=\(name) cannot show the debugger's screen: it has no \(missing). Set TERM to "
        + "what the terminal really is, for example xterm-256color. \(Self.remedy)"
    case .alreadyOpen:
      "The terminal is already in use by this process; close the session that has it first."
    case .systemCall(let name, let code):
      "\(name) failed on the terminal: \(String(cString: strerror(code))). \(Self.remedy)"
    }
  }
}
