import Glibc

/// How a `TerminalSession` is opened.
public struct TerminalOptions {
  /// Which terminal to use.
  public enum Terminal: Sendable, Hashable {
    /// Standard input and output, which must both be a terminal.
    case standardStreams
    /// The process's controlling terminal, whatever the standard streams are.
    case controlling
    /// Open descriptors; they stay the caller's.
    case descriptors(input: Int32, output: Int32)
  }

  public var terminal: Terminal = .standardStreams
  /// Reads an environment variable: TERM, NO_COLOR, TMUX and those of the locale.
  public var environment: (String) -> String? = { name in getenv(name).map { String(cString: $0) } }
  /// False draws ASCII only even where the terminal could do more.
  public var allowsUnicode = true
  /// Whether the program has the mouse from the start.
  public var mouse = true
  /// Whether standard error, where it is a terminal, is kept back while the screen is up and shown afterwards.
  /// Otherwise a library's message would tear the screen, and a crash's message be lost with it.
  public var holdsStandardError = true
  /// The most bytes of a paste that are kept.
  public var pasteLimit = 1 << 20

  public init() {}
}
