import Foundation
import Synchronization
import TFDiffDebugger
import TFDiffUI
import TFDiffViews

/// How long it takes from a key to the screen that answers it, with 10,000 endpoints, while a run is on and after it.
///
/// The keys are random, the same each time; a screen is drawn after each, as the program does.
struct ScreenBenchmark {
  private static let endpoints = 10_000
  private static let keys = 1_500
  private static let size = Size(columns: 120, rows: 40)

  func run() {
    var session = ScreenSession(endpoints: Self.endpoints, size: Self.size)
    var generator = SplitMix64(seed: 42)
    session.send(.key(.character("c")))
    var times: [Duration] = []
    while session.isRunning {
      session.takeSnapshots()
      times.append(session.time(RandomKeys.whileRunning.randomElement(using: &generator) ?? .tab))
    }
    report("a run is on", times)
    times = (0..<Self.keys).map { _ in session.time(RandomKeys.anytime.randomElement(using: &generator) ?? .tab) }
    report("the run is over", times)
    report("a snapshot", session.snapshotTimes)
    for (key, time) in session.slowest { print("  slowest: \(key) \(milliseconds(time)) ms") }
  }

  private func report(_ what: String, _ times: [Duration]) {
    let sorted = times.sorted()
    guard let last = sorted.last else { return }
    func percentile(_ share: Double) -> String { milliseconds(sorted[Int(share * Double(sorted.count - 1))]) }
    print(
      "key to frame     \(what): \(sorted.count) of them, 50 % \(percentile(0.5)) ms, 90 % \(percentile(0.9)) ms, "
        + "99 % \(percentile(0.99)) ms, all \(milliseconds(last)) ms")
  }

  private func milliseconds(_ time: Duration) -> String { String(format: "%.2f", time / .milliseconds(1)) }
}

/// Keys that people press; none that leaves, waits for a person or begins another run.
private enum RandomKeys {
  static let whileRunning: [Key] =
    [.up, .down, .pageUp, .pageDown, .home, .end, .tab, .backTab, .enter, .escape, .left, .right]
    + "jkgGhlxozZ ][12345678./?.".map { .character($0) }

  static let anytime: [Key] = whileRunning + "dbtU:Wy><".map { .character($0) } + [.control("o"), .control("p")]
}

/// A person at a screen that nobody sees.
private struct ScreenSession {
  private var state: AppState
  private let service: DebuggerService
  private let inbox: Inbox
  private let theme = ThemeCatalog(directories: []).load("dark").0
  private(set) var snapshotTimes: [Duration] = []
  private var times: [(key: Key, time: Duration)] = []
  private var requests: [AnalysisRequest] = []

  init(endpoints: Int, size: Size) {
    let inbox = Inbox()
    let debugger = Debugger(target: LongTarget(endpoints: endpoints).target, options: .init(breakpoints: []))
    service = DebuggerService(debugger: debugger) { runID, state in inbox.post(runID, state) }
    self.inbox = inbox
    state = AppState(debugger: service.state, size: size)
  }

  var isRunning: Bool { !state.isIdle }

  /// The slowest keys, the slowest first.
  var slowest: [(key: Key, time: Duration)] { Array(times.sorted { $0.time > $1.time }.prefix(5)) }

  mutating func send(_ input: InputEvent) { apply(.input(input)) }

  mutating func time(_ key: Key) -> Duration {
    let start = ContinuousClock.now
    apply(.input(.key(key)))
    draw()
    let time = ContinuousClock.now - start
    times.append((key, time))
    // What the program does on another thread.
    for request in requests { apply(.analyzed(request.run())) }
    requests = []
    return time
  }

  /// Takes in what the debugger has told since, drawn as the program does.
  mutating func takeSnapshots() {
    guard let (runID, snapshot) = inbox.take() else { return }
    let start = ContinuousClock.now
    apply(.snapshot(runID: runID, snapshot))
    draw()
    snapshotTimes.append(ContinuousClock.now - start)
  }

  private func draw() { _ = render(state, theme: theme, capabilities: Capabilities()) }

  private mutating func apply(_ action: Action) {
    for effect in reduce(into: &state, action) {
      switch effect {
      case .run(let command): service.send(command)
      case .set(let setting): service.send(setting)
      case .analyze(let request): requests.append(request)
      default: break
      }
    }
  }
}

/// The newest snapshot that has not been taken in.
private final class Inbox: Sendable {
  private let newest = Mutex<(Int, DebuggerState)?>(nil)

  func post(_ runID: Int, _ state: DebuggerState) { newest.withLock { $0 = (runID, state) } }

  func take() -> (Int, DebuggerState)? {
    newest.withLock { newest in
      defer { newest = nil }
      return newest
    }
  }
}
