import TFDiffTensor
import TFDiffUI

/// Where a `Screen` is shown: the terminal, or memory (`HeadlessTerminal`).
///
/// A display has one owner. No conforming type is `Sendable`, so the compiler keeps it, and ncurses' globals
/// behind it, in one isolation domain.
public protocol Display: AnyObject {
  var size: Size { get }
  var capabilities: TerminalCapabilities { get }
  /// Shows `screen`; only what differs from the last one is drawn.
  func paint(_ screen: Screen)
  /// Forgets what is shown, so that the next painting draws every cell.
  func redraw()
  /// Gives the terminal back, stops the process as Ctrl-Z does, and takes the terminal again when continued.
  func suspend()
  /// Gives the terminal to somebody else while the closure runs, such as to an editor, and takes it again.
  /// - Returns: whether there is a terminal to give; where there is none the closure is not run.
  func lend(_ use: () -> Void) -> Bool
  /// Whether the program receives the mouse; while it does not, the terminal's own selection works.
  func setMouse(enabled: Bool)
  /// Rings the terminal's bell, which it may show instead.
  func ring()
  /// Puts text on the clipboard of the person at the terminal.
  @discardableResult func copy(_ text: VisibleText) -> ClipboardOutcome
  /// Gives the terminal back as it was found. Further calls do nothing.
  func close()
}

/// Something that happened at the terminal or to the process.
public enum TerminalEvent: Sendable, Hashable {
  case input(InputEvent)
  /// SIGINT, SIGTERM or SIGHUP asks the program to end.
  case signal(Int32)
  /// There is nobody at the other end any more.
  case hangup
}

/// Where an `EventLoop` takes events from.
public protocol EventSource: AnyObject {
  /// The descriptors whose becoming readable means there is something to collect.
  var descriptors: [Int32] { get }
  /// When to collect even if nothing becomes readable: a lone Escape is decided by time.
  var deadline: ContinuousClock.Instant? { get }
  /// Takes everything that has happened, in order.
  /// - Parameter readable: those of `descriptors` with something to read.
  func collect(readable: [Int32], now: ContinuousClock.Instant) -> [TerminalEvent]
}
