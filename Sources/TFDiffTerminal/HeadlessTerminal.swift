import TFDiffTensor
import TFDiffUI

/// A display in memory, for scripts without a terminal and for tests.
///
/// It is also an `EventSource`: what is enqueued arrives in the loop as if typed, one event a round, so that
/// whoever plays a script can wait for the program to become idle before the next key.
public final class HeadlessTerminal: Display, EventSource {
  public private(set) var size: Size
  public let capabilities: TerminalCapabilities
  /// What is shown.
  public private(set) var screen: Screen
  public private(set) var paintCount = 0
  /// What was copied last.
  public private(set) var clipboard: String?
  public private(set) var mouseEnabled = true

  private var queue: [InputEvent] = []
  private var inputIsFinished = false
  private let signals: SignalWatch?

  /// - Parameter signals: where requests to end the process come from; nil leaves signals alone.
  public init(
    size: Size = Size(columns: 120, rows: 40),
    capabilities: TerminalCapabilities = TerminalCapabilities(colors: .trueColor, unicode: true, mouse: .sgr),
    signals: SignalWatch? = nil
  ) {
    self.size = size
    self.capabilities = capabilities
    self.signals = signals
    screen = Screen(size: size)
  }

  public func enqueue(_ events: [InputEvent]) { queue += events }

  /// After what is enqueued nothing more will come: the loop then sees a hangup.
  public func finishInput() { inputIsFinished = true }

  /// What is shown, as text: rows end where their last visible character does.
  public var text: String {
    (0..<screen.size.rows).map { row in
      let line = (0..<screen.size.columns).map { screen[$0, row].text }.joined()
      return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }

  public func paint(_ screen: Screen) {
    self.screen = screen
    paintCount += 1
  }

  public func redraw() {}
  public func suspend() {}
  public func ring() {}
  public func lend(_ use: () -> Void) -> Bool { false }
  public func setMouse(enabled: Bool) { mouseEnabled = enabled }
  public func close() { signals?.close() }

  @discardableResult public func copy(_ text: VisibleText) -> ClipboardOutcome {
    let count = text.text.utf8.count
    guard count <= Clipboard.limit else { return .tooLong(bytes: count, limit: Clipboard.limit) }
    clipboard = text.text
    return .sent(bytes: count)
  }

  public var descriptors: [Int32] { signals.map { [$0.descriptor] } ?? [] }

  public var deadline: ContinuousClock.Instant? {
    queue.isEmpty && !inputIsFinished ? nil : .now
  }

  public func collect(readable: [Int32], now: ContinuousClock.Instant) -> [TerminalEvent] {
    var events: [TerminalEvent] = []
    if let signals, readable.contains(signals.descriptor) {
      events += signals.drain().filter(SignalWatch.terminations.contains).map(TerminalEvent.signal)
    }
    guard let next = queue.first else { return inputIsFinished ? events + [.hangup] : events }
    queue.removeFirst()
    if case .resize(let size) = next { self.size = size }
    return events + [.input(next)]
  }
}
