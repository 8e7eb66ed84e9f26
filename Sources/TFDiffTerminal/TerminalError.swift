/// Why the terminal cannot be used.
public enum TerminalError: Error, Sendable, Hashable {
  /// The stream (`"standard output"`, `"/dev/tty"`) is not a terminal.
  case notATerminal(stream: String)
  /// TERM is not set (nil), or names no terminal of the terminfo database.
  case unknownTerminal(name: String?)
  /// The terminal is known but lacks a capability the screen cannot do without.
  case unsuitableTerminal(name: String, missing: String)
  /// The terminal is already in use by this process; ncurses has one owner.
  case alreadyOpen
  /// A system call failed; `code` is its `errno`.
  case systemCall(name: String, code: Int32)
}
