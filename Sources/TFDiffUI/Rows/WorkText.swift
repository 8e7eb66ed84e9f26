import TFDiffDebugger

/// What is being run, and since when.
package struct Work: Sendable, Hashable {
  package var words: String
  /// The second at which it began, on the program's clock.
  package var since: Int
  /// The second at which the command began, and where the runs stood then.
  package var start: Int
  package var startPosition: Int
}

extension AppState {
  /// Takes in what is being run now, at a tick.
  mutating func noticeWork() {
    guard isBusy else {
      interface.work = nil
      return
    }
    let words = WorkText.plain(self)
    let fresh = Work(words: words, since: interface.seconds, start: interface.seconds, startPosition: debugger.position)
    guard var work = interface.work, work.startPosition <= debugger.position else {
      interface.work = fresh
      return
    }
    if work.words != words { (work.words, work.since) = (words, interface.seconds) }
    interface.work = work
  }
}

/// Long work in words: what it is, how long it has taken, and where that can be told how much longer it takes.
package enum WorkText {
  /// What takes less is not timed: numbers that come and go draw the eye for nothing.
  private static let patience = 2

  /// What is being run, without a time.
  static func plain(_ state: AppState) -> String {
    if case .running(let words) = state.debugger.phase { words } else { "starting" }
  }

  package static func words(_ state: AppState) -> String {
    let words = plain(state)
    guard let work = state.work, work.words == words else { return words }
    if let left = left(state, work) { return "\(words), \(left) left" }
    let elapsed = state.seconds - work.since
    return elapsed < patience ? words : "\(words) \(duration(elapsed))"
  }

  /// How much longer the endpoints take that are known to come, where they go on as those since the command began.
  private static func left(_ state: AppState, _ work: Work) -> String? {
    let debugger = state.debugger
    let (passed, rest) = (debugger.position - work.startPosition, debugger.endpoints.count - debugger.position)
    let elapsed = state.seconds - work.start
    guard passed > 0, rest > 0, elapsed >= patience,
      work.words == "running \(debugger.endpoints[debugger.position].name)"
    else { return nil }
    return duration(max(elapsed * rest / passed, 1))
  }

  private static func duration(_ seconds: Int) -> String {
    seconds < 100 ? "\(seconds) s" : "\((seconds + 30) / 60) min"
  }
}
