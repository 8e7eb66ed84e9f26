import CNcurses
import Glibc
import TFDiffTensor
import TFDiffUI

/// The terminal while the program has it, from `open` to `close`.
///
///     let terminal = try TerminalSession.open()
///     defer { terminal.close() }
///     terminal.paint(screen)
///
/// The terminal is given back by `close`, when the session goes away, at `exit`, and by a crash. ncurses is one
/// per process and belongs to one thread; so does a session, which is why it is not `Sendable`.
public final class TerminalSession: Display, EventSource {
  private let device: TerminalDevice
  private let signals: SignalWatch
  private let curses: CursesScreen
  private let painter: Painter
  private let reader: InputReader
  private let insideTmux: Bool
  private let holdsStandardError: Bool
  private var modes: TerminalModes
  private var errors: ErrorHold?
  private var resizes = ResizeTimer()
  /// Requests to end that came while the process was suspended.
  private var unreported: [Int32] = []
  private var isOpen = true

  public let capabilities: TerminalCapabilities
  public private(set) var size = Size(columns: 0, rows: 0)

  /// Takes the terminal.
  /// - Throws: `TerminalError`: not a terminal, an unknown or unsuitable one, already taken by this process.
  public static func open(_ options: TerminalOptions = TerminalOptions()) throws(TerminalError)
    -> TerminalSession
  {
    let device = try TerminalDevice(options.terminal)
    guard let name = options.environment("TERM"), !name.isEmpty else { throw .unknownTerminal(name: nil) }
    // Before ncurses, which leaves signals alone that somebody handles.
    let signals = try SignalWatch()
    guard tfdiff_guard_arm(device.input, device.output) == 0 else {
      throw .systemCall(name: "tcgetattr", code: errno)
    }
    let isUTF8 = Locale.activate(environment: options.environment)
    do {
      let curses = try CursesScreen(
        on: device, name: name, colors: (options.environment("NO_COLOR") ?? "").isEmpty)
      return TerminalSession(
        device: device, signals: signals, curses: curses, unicode: isUTF8 && options.allowsUnicode,
        options: options)
    } catch {
      tfdiff_guard_disarm()
      throw error
    }
  }

  private init(
    device: TerminalDevice, signals: SignalWatch, curses: CursesScreen, unicode: Bool,
    options: TerminalOptions
  ) {
    self.device = device
    self.signals = signals
    self.curses = curses
    insideTmux = !(options.environment("TMUX") ?? "").isEmpty
    holdsStandardError = options.holdsStandardError
    modes = TerminalModes(mouseEnabled: options.mouse)
    capabilities = TerminalCapabilities(colors: curses.depth, unicode: unicode, mouse: modes.mouseKind)
    painter = Painter(
      reducer: ColorReducer(depth: curses.depth, hasDefaultColors: curses.hasDefaultColors), unicode: unicode)
    reader = InputReader(
      descriptor: device.input,
      decoder: InputDecoder(sequences: Terminfo.keySequences(), pasteLimit: options.pasteLimit))
    updateSize()
    let reset = modes.reset.map { CChar(bitPattern: $0) }
    tfdiff_guard_set_reset(reset, reset.count)
    Descriptors.write(modes.enter, to: device.output)
    holdErrors()
  }

  deinit { close() }

  public func paint(_ screen: Screen) {
    guard isOpen else { return }
    painter.paint(screen)
  }

  public func redraw() {
    if isOpen { painter.forget() }
  }

  public func setMouse(enabled: Bool) {
    guard isOpen, modes.mouseEnabled != enabled else { return }
    modes.mouseEnabled = enabled
    Descriptors.write(modes.mouse, to: device.output)
  }

  @discardableResult public func copy(_ text: VisibleText) -> ClipboardOutcome {
    guard isOpen else { return .unavailable }
    let count = text.text.utf8.count
    guard let sequence = Clipboard.sequence(copying: text.text, insideTmux: insideTmux) else {
      return .tooLong(bytes: count, limit: Clipboard.limit)
    }
    // Between refreshes, which leave nothing of their own unsent.
    Descriptors.write(sequence, to: device.output)
    return .sent(bytes: count)
  }

  public func suspend() {
    guard isOpen else { return }
    let former = size
    leave()
    tfdiff_stop_process_group()
    // Continuing announces itself; this is where it is dealt with.
    let others = signals.drain().filter { ![SIGCONT, SIGTSTP].contains($0) }
    unreported += others.filter(SignalWatch.terminations.contains)
    tfdiff_guard_arm(device.input, device.output)
    enter()
    holdErrors()
    if size != former { resizes.signalled(at: .now) }
  }

  public func ring() {
    if isOpen { Descriptors.write([0x07], to: device.output) }
  }

  public func lend(_ use: () -> Void) -> Bool {
    guard isOpen else { return false }
    leave()
    use()
    // Ctrl-C and Ctrl-Z that were typed there were meant for whom it was lent to.
    unreported += signals.drain().filter { [SIGTERM, SIGHUP].contains($0) }
    tfdiff_guard_arm(device.input, device.output)
    enter()
    holdErrors()
    return true
  }

  public func close() {
    guard isOpen else { return }
    leave()
    isOpen = false
    curses.close()
    signals.close()
  }

  // MARK: Taking and giving back

  private func leave() {
    Descriptors.write(modes.leave, to: device.output)
    curses.leave()
    tfdiff_guard_disarm()
    errors?.release()
    errors = nil
  }

  private func enter() {
    curses.enter()
    painter.forget()
    Descriptors.write(modes.enter, to: device.output)
    updateSize()
  }

  private func holdErrors() {
    guard holdsStandardError else { return }
    errors = ErrorHold()
  }

  private func updateSize() {
    var columns: Int32 = 0
    var rows: Int32 = 0
    if tfdiff_window_size(device.output, &columns, &rows) != 0 {
      curses.resize(columns: Int(columns), rows: Int(rows))
    }
    size = Size(columns: Int(tfdiff_columns()), rows: Int(tfdiff_rows()))
  }

  // MARK: Events

  public var descriptors: [Int32] { [device.input, signals.descriptor] }

  public var deadline: ContinuousClock.Instant? {
    unreported.isEmpty ? [reader.deadline, resizes.due].compactMap(\.self).min() : .now
  }

  public func collect(readable: [Int32], now: ContinuousClock.Instant) -> [TerminalEvent] {
    guard isOpen else { return [.hangup] }
    var events: [TerminalEvent] = []
    if readable.contains(signals.descriptor) {
      for number in signals.drain() { handle(number, at: now, into: &events) }
    }
    events += unreported.map(TerminalEvent.signal)
    unreported = []
    if resizes.fire(at: now) {
      updateSize()
      events.append(.input(.resize(size)))
    }
    return events + reader.collect(isReadable: readable.contains(device.input), now: now)
  }

  private func handle(
    _ number: Int32, at now: ContinuousClock.Instant, into events: inout [TerminalEvent]
  ) {
    switch number {
    case SIGWINCH: resizes.signalled(at: now)
    case SIGTSTP:
      suspend()
      events.append(.input(.resize(size)))
    case SIGCONT:
      // Stopped by SIGSTOP, which nobody can prepare for: the terminal may be in any state.
      enter()
      events.append(.input(.resize(size)))
    default: events.append(.signal(number))
    }
  }
}
