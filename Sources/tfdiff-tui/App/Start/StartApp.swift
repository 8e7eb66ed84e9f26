import Foundation
import TFDiffLive
import TFDiffTOML
import TFDiffTerminal
import TFDiffUI
import TFDiffViews

/// What other threads tell the start screen.
private enum StartMessage: Sendable {
  case pythons(StartSection)
}

/// The start screen on the terminal: what there is to debug, until something is chosen.
struct StartApp {
  private let environment = ProcessInfo.processInfo.environment
  private let folder = Console.folder

  /// - Parameter problem: why what was chosen before could not be done.
  /// - Returns: what was chosen; nil where the person wants nothing, or the terminal is gone.
  /// - Throws: where the terminal cannot be opened.
  func run(saying problem: String? = nil) throws -> StartState.Outcome? {
    let (configuration, _) = UserConfiguration.load(environment: environment, reading: TOMLFile.text)
    let catalog = ThemeCatalog.standard()
    let memory = StateFolder(environment: environment)
    let recent = RecentTargets(memory).load()
    let (theme, _) = catalog.load(configuration.theme ?? Self.lastTheme(recent, memory) ?? BuiltInTheme.name)
    var options = TerminalOptions()
    options.allowsUnicode = configuration.ascii != true
    options.mouse = configuration.mouse ?? true
    let mailbox = try Mailbox<StartMessage>()
    let stop = StopRequest()
    defer { stop.make() }
    let sections = StartSections(environment: environment, folder: folder, now: Date().timeIntervalSince1970)
    let display = try TerminalSession.open(options)
    defer { display.close() }
    display.setMouse(enabled: options.mouse)
    var state = StartState(size: display.size, sections: sections.immediate(recent))
    if let problem { state.say(problem) }
    Thread.detachNewThread { mailbox.post(.pythons(sections.pythons(stop: stop))) }
    return choice(in: state, display, mailbox, theme)
  }

  /// The theme that was in use last, so that both screens look alike.
  private static func lastTheme(_ recent: [RecentTargets.Item], _ memory: StateFolder) -> String? {
    recent.first.flatMap { try? memory.load(target: $0.target) }?.theme
  }

  private func choice(
    in initial: StartState, _ display: any DebuggerApp.Screens, _ mailbox: Mailbox<StartMessage>, _ theme: Theme
  ) -> StartState.Outcome? {
    let loop = EventLoop(source: display, mailbox: mailbox)
    var state = initial
    var outcome: StartState.Outcome?
    _ = loop.run { (event: LoopEvent<StartMessage>) throws(Never) -> LoopControl in
      switch event {
      case .input(.resize): outcome = state.take(.resize(display.size))
      case .input(let input): outcome = state.take(input)
      case .message(.pythons(let section)): state.replace(section)
      case .tick: break
      case .signal, .hangup: return .stop
      }
      return outcome == nil ? .proceed : .stop
    } repaint: { () throws(Never) in
      let capabilities = Capabilities(display.capabilities)
      display.paint(
        render(state, version: TFDiffTUI.configuration.version, theme: theme, capabilities: capabilities))
    }
    return outcome
  }
}
