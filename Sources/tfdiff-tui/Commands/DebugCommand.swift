import ArgumentParser
import Foundation
import TFDiffDebugger
import TFDiffTOML
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

  func validate() throws {
    if ladder { try options.validateWholeModel(for: "--ladder") }
  }

  func run() throws {
    for path in options.report { try ReportFile.validate(path) }
    let script = try play.map { path in try Self.script(path) }
    Litter.sweep(besides: options.writtenPaths)
    let environment = ProcessInfo.processInfo.environment
    let (configuration, warnings) = UserConfiguration.load(environment: environment, reading: TOMLFile.text)
    let catalog = ThemeCatalog.standard()
    if let theme, !catalog.names.contains(theme) { throw OptionError.noTheme(theme, known: catalog.names) }
    let folder = StateFolder(environment: environment)
    let target = try options.compared()
    let waivers = try options.acceptedDifferences()
    let reproduction = Reproduction(arguments: options.arguments, baseline: try options.baselineReport(of: target))
    // A script must do the same wherever it is played.
    let (remembered, problem) = script == nil ? Self.remembered(of: target, in: folder) : (nil, nil)
    let mailbox = try Mailbox<AppMessage>()
    let baseline = try baseline(configuration)
    var debuggerOptions = try debuggerOptions(baseline, remembered)
    debuggerOptions.waivers = waivers
    let service = service(of: target, posting: mailbox, debuggerOptions)
    let themeName = theme ?? configuration.theme ?? remembered?.theme ?? BuiltInTheme.name
    let (loaded, themeWarnings) = catalog.load(themeName)

    let display = try openDisplay(configuration, isScripted: script != nil)
    defer { display.close() }
    var state = AppState(
      debugger: service.state, size: display.size, themeName: loaded.name,
      currentDirectory: FileManager.default.currentDirectoryPath)
    state.baseline = baseline
    if let remembered { state.apply(remembered) }
    let keyWarnings = state.apply(configuration, file: "config.toml")
    state.setThemeNames(catalog.names)
    if !state.debugger.endpoints.isEmpty { for glob in options.breakpoints { state.warn(ofBreakpointOn: glob) } }
    let told =
      (warnings + themeWarnings + keyWarnings).map { "\($0)" } + [problem].compactMap(\.self)
      + waivers.expired.map(\.expiryWords)
    state.greet(told)
    let app = DebuggerApp(
      display: display, service: service, mailbox: mailbox, state: state, theme: loaded, catalog: catalog,
      folder: folder, reproduction: reproduction, play: script)
    try finish(app, display, service, reproduction)
  }

  private func service(
    of target: DebugTarget, posting mailbox: Mailbox<AppMessage>, _ debuggerOptions: DebuggerOptions
  ) -> DebuggerService {
    DebuggerService(debugger: Debugger(target: target, options: debuggerOptions)) { runID, snapshot in
      mailbox.post(.snapshot(runID: runID, snapshot))
    }
  }

  private func finish(
    _ app: DebuggerApp, _ display: any Display, _ service: DebuggerService, _ reproduction: Reproduction
  ) throws {
    let ending = try app.run(opensLadder: ladder)
    let unsaved = app.saveSettings()
    // A hangup ends the process as soon as the terminal's signals are no longer held back.
    let remembered = Result {
      if play == nil { try options.remember(service.state.conclusion.verdict, of: service.state.target.name) }
    }
    display.close()
    if display is HeadlessTerminal { try Console.lines(app.lines) }
    if let unsaved { try Console.error(unsaved) }
    try app.finishReports(ending)
    let state = service.state
    try remembered.get()
    let outcome: any Error = ending.wantsStart ? StartRequest() : ending.status
    if ending.status == .incomparable && !state.phase.isOver {
      if !options.report.isEmpty { try Console.error("Stopped before the run was over; no report was written.") }
      throw outcome
    }
    for path in options.report {
      let words = try ReportFile.write(service.locatedDivergence(), to: path, reproduction)
      if let words { try Console.error(words) }
    }
    throw outcome
  }

  /// What was remembered, or what to say where it cannot be used.
  private static func remembered(of target: DebugTarget, in folder: StateFolder) -> (Settings?, String?) {
    do throws(StateError) {
      return (try folder.load(target: target.name), nil)
    } catch {
      return (nil, "\(error)")
    }
  }

  private func baseline(_ configuration: UserConfiguration) throws(OptionError) -> Baseline {
    let usual = Tolerance(
      rtol: configuration.rtol ?? Tolerance.standard.rtol, atol: configuration.atol ?? Tolerance.standard.atol)
    let layers = options.breakpoints.map { Breakpoint.Condition.name(glob: $0) }
    return Baseline(
      usual: TolerancePolicy(standard: usual), asked: try options.tolerancePolicy(defaults: usual),
      breakpoints: Baseline.breakpoints + layers.filter { !Baseline.breakpoints.contains($0) })
  }

  /// What the command line says goes before what is remembered, and that before what is usual.
  private func debuggerOptions(_ baseline: Baseline, _ remembered: Settings?) throws -> DebuggerOptions {
    let known = remembered?.tolerance ?? baseline.usual
    var tolerance = try options.tolerancePolicy(defaults: known.standard)
    // Numbers on the command line go before a measurement that is remembered.
    if known.isAutomatic, options.rtol == nil, options.atol == nil { tolerance.isAutomatic = true }
    let given = Set(tolerance.exceptions.map(\.glob))
    tolerance.exceptions = known.exceptions.filter { !given.contains($0.glob) } + tolerance.exceptions
    let breakpoints = remembered?.breakpointList
    let conditions = breakpoints?.map(\.condition) ?? Baseline.breakpoints
    var result = DebuggerOptions(
      tolerance: tolerance, breakpoints: conditions + baseline.breakpoints.filter(isAsked(besides: conditions)),
      memory: ActivationBudget(bytes: try options.arguments.memoryBudgetBytes()), remedies: .commandLine)
    result.disabledBreakpoints = Set(breakpoints?.filter { !$0.isEnabled }.map(\.condition) ?? [])
    return result
  }

  /// Whether a breakpoint is the command line's and not there yet.
  private func isAsked(besides known: [Breakpoint.Condition]) -> (Breakpoint.Condition) -> Bool {
    { !known.contains($0) && !Baseline.breakpoints.contains($0) }
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
