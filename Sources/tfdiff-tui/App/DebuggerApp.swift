import Dispatch
import Foundation
import TFDiffDebugger
import TFDiffTensor
import TFDiffTerminal
import TFDiffUI
import TFDiffViews

/// What other threads tell the one that owns the screen.
enum AppMessage: Sendable {
  case snapshot(runID: Int, DebuggerState)
  case exported(Result<String, ExportFailure>)
  case analyzed(Analysis)
  case summarized(TensorStatistics)
  case resolved(StackDetail)
  case changedOnDisk([String])
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
  private let keeper: SettingsKeeper
  private let reproduction: Reproduction
  private let exports = ReportExports()
  private let settling = DispatchQueue(label: "tfdiff.settling", qos: .userInitiated)
  private let background = DispatchQueue(label: "tfdiff.background", qos: .userInitiated)
  private var state: AppState
  private var theme: Theme
  private var play: PlayRunner?
  private var screen: Screen
  private var frame = 0
  /// How many effects a script has to wait for.
  private var unsettled = 0
  private var ending: AppEnding?
  private var bell = Bell()
  /// Nil for a script, which does the same wherever it is played.
  private let watcher: FileWatcher?
  private let start = ContinuousClock.now

  /// - Parameters:
  ///   - service: posts its snapshots into the mailbox.
  ///   - folder: where settings are remembered.
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
    self.reproduction = reproduction
    let unchanged = play == nil ? nil : state.settings
    keeper = SettingsKeeper(folder: folder, target: state.debugger.target.name, unlessThey: unchanged)
    self.mailbox = mailbox
    self.play = play.map(PlayRunner.init)
    watcher = play == nil ? FileWatcher { mailbox.post(.changedOnDisk($0)) } : nil
    screen = Screen(size: display.size)
    loop = EventLoop(source: display, mailbox: mailbox)
  }

  /// Runs until the person, the script or a signal ends it.
  ///
  /// - Parameter opensLadder: whether to begin with the migration guide's ladder, and to climb it.
  /// - Throws: ``PlayFailure``.
  func run(opensLadder: Bool = false) throws -> AppEnding {
    display.setMouse(enabled: state.mouseIsOn)
    watcher?.add(state.watchedFiles)
    if opensLadder { apply(.openLadder(keepsGoing: false)) }
    _ = try loop.run { event in
      try handle(event)
    } repaint: {
      repaint()
    }
    return ending ?? .toldToEnd
  }

  /// Remembers how the program is left, which is to be done while the terminal's signals are still held back.
  ///
  /// - Returns: what to say where that failed.
  func saveSettings() -> String? { keeper.finish(state.settings) }

  /// Finishes the reports that were begun, once the terminal is given back; what came of them is said.
  ///
  /// A person may wait for them, or give them up by Ctrl-C. Where the program was told to end nobody waits for long, and
  /// what is not done by then is undone by the end of the process.
  func finishReports(_ ending: AppEnding) throws(StreamFailure) {
    if !ending.isUrgent && !exports.wait(seconds: 1) {
      try Console.error("A report is being written; Ctrl-C gives it up.")
      exports.wait()
    }
    service.stop()
    // A run that still computes while the process takes itself apart would crash it.
    exports.begin { [service] in service.waitUntilIdle() }
    _ = exports.wait(seconds: 2)
    for case .exported(let result) in mailbox.drain() {
      switch result {
      case .success(let path): try Console.error("Report written to \(path)")
      case .failure(let failure): try Console.error("Error: \(failure.message)")
      }
    }
  }

  /// The text last on the screen.
  var lines: [String] { screen.lines }

  private func handle(_ event: LoopEvent<AppMessage>) throws -> LoopControl {
    switch event {
    case .input(.resize): apply(.input(.resize(display.size)))
    case .input(let input): apply(.input(input))
    case .message(.snapshot(let runID, let snapshot)):
      apply(.snapshot(runID: runID, snapshot))
      if state.isIdle { watcher?.add(state.watchedFiles) }
    case .message(.exported(let result)): apply(.exported(result))
    case .message(.analyzed(let analysis)): apply(.analyzed(analysis))
    case .message(.summarized(let statistics)): apply(.summarized(statistics))
    case .message(.resolved(let detail)): apply(.resolved(detail))
    case .message(.changedOnDisk(let files)): apply(.changedOnDisk(files))
    case .message(.settled): unsettled -= 1
    case .tick: try tick()
    case .signal: ending = .toldToEnd
    case .hangup: ending = ending ?? .toldToEnd
    }
    return ending == nil ? .proceed : .stop
  }

  private func tick() throws {
    frame += 1
    let seconds = Int((ContinuousClock.now - start).components.seconds)
    if !state.isIdle { apply(.tick(frame: frame, seconds: seconds)) }
    guard var runner = play else { return }
    repaint()
    let action = try runner.next(isIdle: isIdle, screen: screen)
    play = runner.isFinished ? nil : runner
    if let action { apply(action) }
    if play == nil && display is HeadlessTerminal && ending == nil { finishScript() }
  }

  /// A script that does not quit ends, without a terminal, where its last step leaves it.
  private func finishScript() {
    ending = AppEnding(status: isIdle ? ExitStatus(state.verdict) : .incomparable, isUrgent: false)
  }

  private var isIdle: Bool { state.isIdle && unsettled == 0 }

  private func repaint() {
    loop.tickInterval = play != nil ? .milliseconds(10) : state.isIdle ? nil : .milliseconds(100)
    screen = render(state, theme: theme, capabilities: Capabilities(display.capabilities))
    display.paint(screen)
  }

  private func apply(_ action: Action) {
    for effect in reduce(into: &state, action) { perform(effect) }
    if bell.rings(isIdle: state.isIdle, at: ContinuousClock.now - start) { display.ring() }
  }

  private func perform(_ effect: Effect) {
    switch effect {
    case .run(let command):
      if command.beginsAnew || state.debugger.phase == .ready { watcher?.begin() }
      service.send(command)
      settle(on: settling) { [service] in service.waitUntilIdle() }
    case .set(let setting):
      service.send(setting)
      settle(on: settling) { [service] in service.waitUntilIdle() }
    case .cancelRun: service.cancel()
    case .export(let path): export(to: path)
    case .write(let slice): write(slice)
    case .edit(let file, let line): edit(file, line)
    case .reproduce: apply(.reproduced(ShellWords.line(["tfdiff-tui"] + reproduction.words(state.debugger))))
    case .copy(let text): display.copy(text)
    case .setMouse(let isOn): display.setMouse(enabled: isOn)
    case .loadTheme(let name): loadTheme(name)
    case .analyze(let request):
      settle(on: background) { [mailbox] in mailbox.post(.analyzed(request.run())) }
    case .summarize(let request):
      settle(on: background) { [mailbox] in mailbox.post(.summarized(request.run())) }
    case .resolve(let request):
      settle(on: background) { [mailbox] in mailbox.post(.resolved(request.run(reading: SourceFile.text))) }
    case .redraw: display.redraw()
    case .suspend: display.suspend()
    case .saveSettings: saveSettingsMeanwhile()
    case .quit(let number): end(number)
    case .showStart(let number):
      end(number)
      // Without a terminal there is nothing to choose in.
      ending?.wantsStart = !(display is HeadlessTerminal)
    }
  }

  private func end(_ status: Int) {
    ending = AppEnding(status: ExitStatus(rawValue: Int32(status)) ?? .incomparable, isUrgent: false)
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
    unsettled += 1
    exports.begin { [service, mailbox, reproduction] in
      do {
        try ReportWriter.validate(path)
        if let folder = AtomicFile.folder(for: path) { Leftovers.sweep(folder) }
        let state = service.locatedDivergence()
        try ReportWriter.write(state, to: path, context: reproduction.context(state))
        mailbox.post(.exported(.success(path)))
      } catch {
        mailbox.post(.exported(.failure(ExportFailure(message: "\(error)"))))
      }
      mailbox.post(.settled)
    }
  }

  private func write(_ slice: SliceExport) {
    let tensors = state.tensors(of: slice)
    unsettled += 1
    exports.begin { [mailbox] in
      do throws(TensorError) {
        try slice.write(tensors)
        mailbox.post(.exported(.success(slice.path)))
      } catch {
        mailbox.post(.exported(.failure(ExportFailure(message: "\(error)"))))
      }
      mailbox.post(.settled)
    }
  }

  private func edit(_ file: String, _ line: Int) {
    guard FileManager.default.fileExists(atPath: file) else {
      return apply(.edited("\(VisibleText(file).text) is not on this machine"))
    }
    let editor = EditorCommand(file: file, line: line, environment: ProcessInfo.processInfo.environment)
    var problem: String?
    let isLent = display.lend { problem = editor.run() }
    if !isLent { problem = "An editor needs a terminal" }
    apply(.input(.resize(display.size)))
    if let problem { apply(.edited(problem)) }
    watcher?.look()
  }

  private func loadTheme(_ name: String) {
    let (loaded, warnings) = catalog.load(name)
    theme = loaded
    apply(.themeLoaded(name: loaded.name, warnings: warnings))
  }

  private func saveSettingsMeanwhile() {
    let settings = state.settings
    settle(on: keeper.queue) { [keeper, mailbox] in
      if let problem = keeper.save(settings) { mailbox.post(.exported(.failure(ExportFailure(message: problem)))) }
    }
  }
}

/// How the debugger ended.
struct AppEnding {
  let status: ExitStatus
  /// Whether a signal or a terminal that is gone ended it, so that nobody is there to wait or to read.
  let isUrgent: Bool
  /// Whether the person goes on to the start screen.
  var wantsStart = false

  static let toldToEnd = AppEnding(status: .incomparable, isUrgent: true)
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
