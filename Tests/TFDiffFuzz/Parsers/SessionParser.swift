import Foundation
import TFDiffDebugger
import TFDiffTensor
import TFDiffTerminal
import TFDiffUI
import TFDiffViews

extension FuzzParser {
  /// A whole session: a byte for the runs that are compared, one for the size of the screen, then what the terminal sends.
  static let session = FuzzParser(
    name: "session", cost: 200,
    tokens: CommandTable.all.map { ":\($0.name)\r" } + CommandTable.all.map { ":\($0.name) " }
      + [
        "c", "n", "s", "N", "\r", "\u{1B}", "\t", "\u{1B}[Z", "/", "]", "[", "j", "k", "h", "l", "?", "L", "t", "e",
        "y", "q", "b", " ", "Z", "x", "o", "W", "U", "u", "+", "-", "=", "8", "9", "\u{F}", "\u{10}", "\u{12}", "/c\r",
        "z",
        ":watch max_abs > 1e-4\r", ":watch c[0]\r",
      ]
      + [
        "\u{1B}[<0;30;9M", "\u{1B}[<64;3;4M", "\u{1B}[200~日本\u{1B}[201~", "1e-3 1e-3\r", "c[0,:]\r", "*\r", "\u{3}",
        "\u{1A}",
      ]
  ) { _ in
    { bytes in
      var session = Session(ScriptedTarget.odd(bytes.first ?? 0), screen: bytes.dropFirst().first ?? 0)
      var decoder = InputDecoder(pasteLimit: 1 << 10)
      let keys = Array(bytes.dropFirst(2).prefix(600))
      let now = ContinuousClock.now
      for event in decoder.decode(keys, at: now) + decoder.expire(at: now + .seconds(9)) where !session.isOver {
        session.receive(event)
      }
      session.finish()
      return session.isOver
    }
  }
}

/// The debugger's screen over scripted runs, with each effect carried out at once.
private struct Session {
  private static let sizes = [
    Size(columns: 120, rows: 40), Size(columns: 80, rows: 24), Size(columns: 79, rows: 23),
    Size(columns: 200, rows: 60),
    Size(columns: 0, rows: 0), Size(columns: 81, rows: 200),
  ]
  private static let capabilities = [Capabilities(), Capabilities(colorDepth: .none), Capabilities(unicode: false)]

  private let debugger: Debugger
  private let catalog = ThemeCatalog(directories: [], read: { _ in nil }, list: { _ in [] })
  private let capabilities: Capabilities
  private var state: AppState
  private var theme = BuiltInTheme.theme
  private var events = 0
  private(set) var isOver = false

  init(_ debugger: Debugger, screen: UInt8) {
    self.debugger = debugger
    capabilities = Self.capabilities[Int(screen) % Self.capabilities.count]
    state = AppState(debugger: debugger.state, size: Self.sizes[Int(screen) % Self.sizes.count])
    state.setThemeNames(catalog.names)
  }

  mutating func receive(_ event: InputEvent) {
    apply(.input(event))
    events += 1
    if events.isMultiple(of: 8) { draw() }
  }

  /// The last screen, and the reports of what was found.
  mutating func finish() {
    draw()
    for kind in ReportKind.all {
      _ = ReportWriter.text(debugger.state, kind: kind, context: ReportContext(command: "tfdiff-tui"))
    }
  }

  private func draw() {
    let screen = render(state, theme: theme, capabilities: capabilities)
    precondition(screen.cells.count == screen.size.columns * screen.size.rows, "a screen with holes")
  }

  private mutating func apply(_ action: Action) {
    var pending = [action]
    while let next = pending.popLast() {
      for effect in reduce(into: &state, next) { perform(effect, &pending) }
    }
  }

  private mutating func perform(_ effect: Effect, _ pending: inout [Action]) {
    switch effect {
    case .run(let command): pending.append(.snapshot(runID: state.runID + 1, debugger.perform(command)))
    case .set(let setting): pending.append(.snapshot(runID: state.runID, debugger.perform(setting)))
    case .cancelRun: debugger.cancel()
    case .export(let path): pending.append(.exported(.success(path)))
    case .write(let slice):
      // It is cut, and goes nowhere.
      for (_, tensor) in state.tensors(of: slice) { _ = try? tensor.sliced(slice.slice) }
      pending.append(.exported(.success(slice.path)))
    case .edit(let file, _): pending.append(.edited("\(file) is not on this machine"))
    case .reproduce: pending.append(.reproduced("tfdiff-tui check"))
    case .analyze(let request): pending.append(.analyzed(request.run()))
    case .summarize(let request): pending.append(.summarized(request.run()))
    case .resolve(let request): pending.append(.resolved(request.run(reading: { _ in nil })))
    case .loadTheme(let name):
      let (loaded, warnings) = catalog.load(name)
      theme = loaded
      pending.append(.themeLoaded(name: loaded.name, warnings: warnings))
    case .saveSettings: remember()
    case .quit, .showStart: isOver = true
    case .copy, .setMouse, .redraw, .suspend: break
    }
  }

  /// The settings survive being written and read.
  private func remember() {
    guard let data = try? JSONEncoder().encode(state.settings) else { preconditionFailure("settings without a form") }
    var restored = state
    guard let settings = try? JSONDecoder().decode(Settings.self, from: data) else {
      preconditionFailure("lost settings")
    }
    restored.apply(settings)
    _ = (settings.tolerance, settings.breakpointList)
  }
}

extension ScriptedTarget {
  /// Runs that agree, part, fail, or tell of what a model should not have.
  fileprivate static func odd(_ choice: UInt8) -> Debugger {
    switch choice % 6 {
    case 0: diverging().debugger()
    case 1: equal().debugger()
    case 2: ScriptedLadder.whole().debugger()
    case 3: ScriptedLadder.all(diverging()).debugger()
    case 4: failing().debugger()
    default: strange().debugger(breakpoints: [.mismatch, .name(glob: "*")])
    }
  }

  private static func failing() -> ScriptedTarget {
    ScriptedTarget(
      reference: Script(steps: fusedLayer("a", 1, 2) + fusedLayer("b", 3, 4)),
      candidate: Script(steps: layer("a", 1, 2) + [.fail(ScriptError("boom\n\u{1B}[31m日本"))]), planned: ["a", "b"])
  }

  /// Empty, unequal and non-finite tensors, names with controls, variables and random operations on one side alone.
  private static func strange() -> ScriptedTarget {
    let name = "日本/\u{1B}[31m👍\n" + String(repeating: "x", count: 300)
    let shared: [Step] = [
      .variable(variable("kernel", [2, 2])), .random(random(0, "TruncatedNormal", "kernel/init")),
      .log("tab\tand\u{0}nul"),
      .endpoint("empty", Tensor([Float](), shape: [0, 3])), .endpoint("scalar", Tensor([Float.nan], shape: [])),
      .endpoint(name, Tensor([1, .infinity, .nan, -.infinity] as [Float], shape: [2, 2])),
    ]
    return ScriptedTarget(
      reference: Script(
        steps: shared + [.endpoint("shape", Tensor([1, 2] as [Float])), .update("kernel", Tensor([1] as [Float]))]),
      candidate: Script(
        steps: shared + [
          .variable(variable("kernel", [2, 2], call: 2, stack: stack("/nowhere/a.py", 3))),
          .random(random(1, "RandomUniform", name)), .endpoint("shape", Tensor([1, 2, 3] as [Float])),
          endpoint("extra", 1),
        ], loss: .nan, untracked: [3]),
      planned: ["empty", "scalar", name, "shape", "never"])
  }
}
