import CNcurses
import Glibc

/// ncurses on one terminal, from `newterm` to `delscreen`.
final class CursesScreen {
  private let screen: OpaquePointer
  let depth: ColorDepth
  let hasDefaultColors: Bool
  private var isOpen = true

  /// Takes the terminal: raw input, no echo, and the second screen where there is one.
  /// - Parameter colors: false leaves the terminal's colours alone altogether.
  /// - Throws: `TerminalError.unknownTerminal`, `.unsuitableTerminal`.
  init(on device: TerminalDevice, name: String, colors: Bool) throws(TerminalError) {
    guard let screen = newterm(name, device.outputStream, device.inputStream) else {
      throw .unknownTerminal(name: name)
    }
    self.screen = screen
    guard Terminfo.has("cup"), Terminfo.has("clear") else {
      endwin()
      delscreen(screen)
      throw .unsuitableTerminal(name: name, missing: "cursor movement")
    }
    if colors, has_colors() {
      start_color()
      hasDefaultColors = use_default_colors() == OK
      depth = Self.depth(colorCount: Int(tfdiff_color_count()))
    } else {
      hasDefaultColors = true
      depth = .none
    }
    configure()
  }

  /// Direct colour starts at 2^24. Between it and 256, and where the description says RGB below, numbers mean
  /// shares of red, green and blue that vary; the first eight are ANSI's everywhere.
  private static func depth(colorCount: Int) -> ColorDepth {
    if colorCount >= 1 << 24 { return .trueColor }
    let isDirect = tigetflag("RGB") > 0 || tigetnum("RGB") > 0 || Terminfo.has("RGB")
    if colorCount == 256, !isDirect { return .palette256 }
    return colorCount >= 8 ? .eight : .none
  }

  private func configure() {
    raw()
    noecho()
    nonl()
    // Input is read elsewhere; ncurses must not look at it to cut a refresh short.
    typeahead(-1)
    curs_set(0)
    refresh()
  }

  /// Leaves the second screen and gives the terminal's modes back; `enter` undoes it.
  func leave() { endwin() }

  /// Takes the terminal again, wherever its modes are.
  func enter() {
    reset_prog_mode()
    clearok(tfdiff_current_screen(), true)
    wrefresh(tfdiff_current_screen())
  }

  func resize(columns: Int, rows: Int) {
    guard Int(tfdiff_columns()) != columns || Int(tfdiff_rows()) != rows else { return }
    resize_term(Int32(rows), Int32(columns))
  }

  func close() {
    guard isOpen else { return }
    isOpen = false
    if !isendwin() { endwin() }
    delscreen(screen)
  }

  deinit { close() }
}
