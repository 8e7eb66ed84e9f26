import Dispatch
import Foundation
import TFDiffDebugger
import TFDiffTerminal
import TFDiffUI
import TFDiffViews

/// What other threads tell the one that owns the screen.
enum AppMessage: Sendable {
  case snapshot(runID: Int, DebuggerState)
  case exported(Result<String, ExportFailure>)
  case analyzed(Analysis)
  case resolved(StackDetail)
  /// Something a script has to wait for is done.
  case settled
}

/// The debugger on a display: takes events, reduces them, carries out the effects, and paints.
///
/// Owned by the main thread; the model runs, reports are written and tensors analyzed on others.
final class DebuggerApp {
  typealias Screens = Display & EventSource

  private let display: any Screens
  private let service: DebuggerService
  private let mailbox: Mailbox<AppMessage>
  private let loop: EventLoop<AppMessage>
  private let catalog: ThemeCatalog
  private let folder: StateFolder
  private let reproduction: Reproduction
  private let settling = DispatchQueue(label: "tfdiff.settling", qos: .userInitiated)
  private let background = DispatchQueue(label: "tfdiff.background", qos: .userInitiated)
  private var state: AppState
  private var theme: Theme
  private var play: PlayRunner?
  private var screen: Screen
  private var frame = 0
  /// How many effects a script has to wait for.
  private var unsettled = 0
  private var status: ExitStatus?

  /// - Parameters:
  ///   - service: posts its snapshots into the mailbox.
  ///   - reproduction: how a report says what was run.
  ///   - play: a script to carry out instead of, or before, a person's keys.
  init(
    display: any Screens, service: DebuggerService, mailbox: Mailbox<AppMessage>, state: AppState, theme: Theme,
    catalog: ThemeCatalog, folder: StateFolder, reproduction: Reproduction, play: PlayScript?
  ) {
    self.display = display
    self.service = service
    self.state = state
    self.theme = theme
    self.catalog = catalog
    self.folder = folder
    self.reproduction = reproduction
    self.mailbox = mailbox
    self.play = play.map(PlayRunner.init)
    screen = Screen(size: display.size)
    loop = EventLoop(source: display, mailbox: mailbox)
  }

  /// Runs until the person, the script or a signal ends it.
  ///
  /// - Parameter opensLadder: whether to begin with the migration guide's ladder, and to climb it.
  /// - Throws: ``PlayFailure``.
  func run(opensLadder: Bool = false) throws -> ExitStatus {
    defer { service.stop() }
    display.setMouse(enabled: state.mouseIsOn)
    if opensLadder { apply(.openLadder(keepsGoing: false)) }
    _ = try loop.run { event in
      try handle(event)
    } repaint: {
      repaint()
    }
    return status ?? .incomparable
  }

  /// The text last on the screen.
  var lines: [String] { screen.lines }

  private func handle(_ event: LoopEvent<AppMessage>) throws -> LoopControl {
    switch event {
    case .input(.resize): apply(.input(.resize(display.size)))
    case .input(let input): apply(.input(input))
    case .message(.snapshot(let runID, let snapshot)): apply(.snapshot(runID: runID, snapshot))
    case .message(.exported(let result)): apply(.exported(result))
    case .message(.analyzed(let analysis)): apply(.analyzed(analysis))
    case .message(.resolved(let detail)): apply(.resolved(detail))
    case .message(.settled): unsettled -= 1
    case .tick: try tick()
    case .signal: status = .incomparable
    case .hangup: status = status ?? .incomparable
    }
    return status == nil ? .proceed : .stop
  }

  private func tick() throws {
    frame += 1
    if !state.isIdle { apply(.tick(frame: frame)) }
    guard var runner = play else { return }
    repaint()
    let action = try runner.next(isIdle: isIdle, screen: screen)
    play = runner.isFinished ? nil : runner
    if let action { apply(action) }
    if play == nil && display is HeadlessTerminal && status == nil { finishScript() }
  }

  /// A script that does not quit ends, without a terminal, where its last step leaves it.
  private func finishScript() {
    status = isIdle ? ExitStatus(state.verdict) : .incomparable
  }

  private var isIdle: Bool { state.isIdle && unsettled == 0 }

  private func repaint() {
    loop.tickInterval = play != nil ? .milliseconds(10) : state.isIdle ? nil : .milliseconds(100)
    screen = render(state, theme: theme, capabilities: Capabilities(display.capabilities))
    display.paint(screen)
  }

  private func apply(_ action: Action) {
    for effect in reduce(into: &state, action) { perform(effect) }
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .run(let command):
      service.send(command)
      settle(on: settling) { [service] in service.waitUntilIdle() }
    case .set(let setting):
      service.send(setting)
      settle(on: settling) { [service] in service.waitUntilIdle() }
    case .cancelRun: service.cancel()
    case .export(let path): export(to: path)
    case .copy(let text): display.copy(text)
    case .setMouse(let isOn): display.setMouse(enabled: isOn)
    case .loadTheme(let name): loadTheme(name)
    case .analyze(let request):
      settle(on: background) { [mailbox] in mailbox.post(.analyzed(request.run())) }
    case .resolve(let request):
      settle(on: background) { [mailbox] in mailbox.post(.resolved(request.run(reading: SourceFile.text))) }
    case .redraw: display.redraw()
    case .suspend: display.suspend()
    case .saveSettings: saveSettings()
    case .quit(let number): status = ExitStatus(rawValue: Int32(number)) ?? .incomparable
    }
  }

  /// Does something on another thread, and lets a script wait for it.
  private func settle(on queue: DispatchQueue, _ work: @escaping @Sendable () -> Void) {
    unsettled += 1
    queue.async { [mailbox] in
      work()
      mailbox.post(.settled)
    }
  }

  /// Writes a report, after finding the operation at which the two part.
  private func export(to path: String) {
    settle(on: background) { [service, mailbox, reproduction] in
      do {
        try ReportWriter.validate(path)
        let state = service.locatedDivergence()
        try ReportWriter.write(state, to: path, context: reproduction.context(state))
        mailbox.post(.exported(.success(path)))
      } catch {
        mailbox.post(.exported(.failure(ExportFailure(message: "\(error)"))))
      }
    }
  }

  private func loadTheme(_ name: String) {
    let (loaded, warnings) = catalog.load(name)
    theme = loaded
    apply(.themeLoaded(name: loaded.name, warnings: warnings))
  }

  private func saveSettings() {
    let (settings, target) = (state.settings, state.debugger.target.name)
    settle(on: background) { [folder, mailbox] in
      do {
        try folder.save(settings, target: target)
      } catch {
        mailbox.post(.exported(.failure(ExportFailure(message: "The settings were not saved: \(error)"))))
      }
    }
  }
}

extension Capabilities {
  init(_ terminal: TerminalCapabilities) {
    let depth: ColorDepth =
      switch terminal.colors {
      case .none: .none
      case .eight: .eight
      case .palette256: .indexed256
      case .trueColor: .trueColor
      }
    self.init(colorDepth: depth, unicode: terminal.unicode, mouse: terminal.mouse != .none)
  }
}
