import ArgumentParser
import Foundation
import TFDiffDebugger
import TFDiffTensor
import TFDiffTerminal
import TFDiffUI
import TFDiffViews

struct DebugCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "debug", abstract: "Step both sides in the terminal.",
    discussion: "'tfdiff-tui keys' prints the manual; in the debugger, ? shows it.")

  @OptionGroup var options: RunOptions

  @Option(help: ArgumentHelp("A theme's name.", valueName: "NAME"))
  var theme: String?

  @Option(help: ArgumentHelp("A script of keys and commands to run instead of a person.", valueName: "FILE"))
  var play: String?

  @Flag(help: "Begin with the migration guide's ladder: run its steps to the first that fails.")
  var ladder = false

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  func run() throws {
    for path in options.report { try ReportFile.validate(path) }
    let script = try play.map { path in try Self.script(path) }
    let environment = ProcessInfo.processInfo.environment
    let (configuration, warnings) = UserConfiguration.load(environment: environment, reading: SourceFile.settings)
    let catalog = ThemeCatalog.standard()
    if let theme, !catalog.names.contains(theme) { throw OptionError.noTheme(theme, known: catalog.names) }
    let folder = StateFolder(environment: environment)
    let target = try options.provider().target()
    // A script must do the same wherever it is played.
    let remembered = script == nil ? folder.load(target: target.name) : nil
    let mailbox = try Mailbox<AppMessage>()
    let service = service(of: target, posting: mailbox, try debuggerOptions(configuration, remembered))
    let themeName = theme ?? configuration.theme ?? remembered?.theme ?? BuiltInTheme.name
    let (loaded, themeWarnings) = catalog.load(themeName)

    let display = try openDisplay(configuration, isScripted: script != nil)
    defer { display.close() }
    var state = AppState(
      debugger: service.state, size: display.size, themeName: loaded.name,
      currentDirectory: FileManager.default.currentDirectoryPath)
    if let remembered { state.apply(remembered) }
    let keyWarnings = state.apply(configuration, file: "config.toml")
    state.setThemeNames(catalog.names)
    if !state.debugger.endpoints.isEmpty { for glob in options.breakpoints { state.warn(ofBreakpointOn: glob) } }
    state.showWarnings(warnings + themeWarnings + keyWarnings)
    let app = DebuggerApp(
      display: display, service: service, mailbox: mailbox, state: state, theme: loaded, catalog: catalog,
      folder: folder, reproduction: options.reproduction, play: script)
    try finish(app, display, service, isHeadless: display is HeadlessTerminal)
  }

  private func service(
    of target: DebugTarget, posting mailbox: Mailbox<AppMessage>, _ debuggerOptions: DebuggerOptions
  ) -> DebuggerService {
    DebuggerService(debugger: Debugger(target: target, options: debuggerOptions)) { runID, snapshot in
      mailbox.post(.snapshot(runID: runID, snapshot))
    }
  }

  private func finish(
    _ app: DebuggerApp, _ display: any Display, _ service: DebuggerService, isHeadless: Bool
  ) throws {
    let status = try app.run(opensLadder: ladder)
    display.close()
    if isHeadless { Console.lines(app.lines) }
    let state = service.state
    if status == .incomparable && !state.phase.isOver {
      if !options.report.isEmpty { Console.error("Stopped before the run was over; no report was written.") }
      throw status
    }
    for path in options.report {
      try ReportFile.write(service.locatedDivergence(), to: path, options.reproduction)
      Console.error("Report written to \(path)")
    }
    throw status
  }

  private func debuggerOptions(
    _ configuration: UserConfiguration, _ remembered: Settings?
  ) throws -> DebuggerOptions {
    let standard = remembered?.tolerance?.standard ?? .standard
    let defaults = Tolerance(
      rtol: configuration.rtol ?? standard.rtol, atol: configuration.atol ?? standard.atol)
    let layers = options.breakpoints.map { Breakpoint.Condition.name(glob: $0) }
    let known = remembered?.breakpointList.filter(\.isEnabled).map(\.condition) ?? [.mismatch, .unexpectedCreation]
    return DebuggerOptions(
      tolerance: try options.tolerancePolicy(defaults: defaults),
      breakpoints: known + layers.filter { !known.contains($0) },
      memory: ActivationBudget(bytes: try options.arguments.memoryBudgetBytes()), remedies: .commandLine)
  }

  /// The terminal; for a script without one, a screen in memory.
  private func openDisplay(
    _ configuration: UserConfiguration, isScripted: Bool
  ) throws -> any DebuggerApp.Screens {
    let hasTerminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
    if isScripted && !hasTerminal { return HeadlessTerminal(signals: try SignalWatch()) }
    var terminal = TerminalOptions()
    terminal.allowsUnicode = !ascii && configuration.ascii != true
    terminal.mouse = configuration.mouse ?? true
    return try TerminalSession.open(terminal)
  }

  private static func script(_ path: String) throws -> PlayScript {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw OptionError.unreadableScript(path: path, reason: "there is no such file, or it cannot be read.")
    }
    do {
      return try PlayScript(parsing: String(decoding: data, as: UTF8.self))
    } catch {
      throw OptionError.unreadableScript(path: path, reason: "\(error)")
    }
  }
}
