import TFDiffDebugger

extension AppState {
  /// The program's error that fills the difference pane: where the run failed and is looked at, or where there is nothing
  /// to compare because of it.
  package var shownFailure: RunFailure? {
    guard let failure = debugger.failure, operationLookedAt == nil else { return nil }
    if case .failed = debugger.phase, interface.isFollowing { return failure }
    return subject?.comparison == nil ? failure : nil
  }

  /// Whether a restart also runs on: what failed, or was changed, is to be seen again.
  var runsAgainAtRestart: Bool {
    if case .failed = debugger.phase { return true }
    return !interface.changedFiles.isEmpty
  }

  /// The files that a person may change and run again: those of the program, and those that what is looked at comes from.
  public var watchedFiles: Set<String> {
    // What is compiled into the program cannot be changed and run again.
    if debugger.target.sources.isEmpty { return [] }
    let frames = (debugger.failure?.traceback.givenFrames ?? []).filter(\.isUser) + placesOfDifference.map(\.frame)
    return Set((debugger.target.sources + frames.map(\.file)).filter { $0.hasPrefix("/") })
  }

  /// Takes in which of them are not what was run; before anything was run there is nothing to tell of that.
  mutating func takeChanges(_ files: [String]) {
    interface.changedFiles = debugger.phase == .ready ? [] : files.sorted()
    // A failure says it itself.
    guard shownFailure == nil, let words = changedWords else { return }
    interface.message = Message(words, kind: .warning, besideHints: true)
  }

  /// What to say of changed files; nil where none has. That R runs them the hints say.
  var changedWords: String? {
    guard let first = interface.changedFiles.first else { return nil }
    let name = first.split(separator: "/").last.map(String.init) ?? first
    let more = interface.changedFiles.count > 1 ? " and \(interface.changedFiles.count - 1) more" : ""
    return "\(name)\(more) changed on disk"
  }

  /// The row of the endpoint on the way to which the run failed.
  var failedEndpoint: Int? {
    guard case .failed = debugger.phase, let name = debugger.failure?.endpoint else { return nil }
    return debugger.endpoints.firstIndex { $0.name == name }
  }

  /// Begins at the first line of a failure, and sees to it that it is on the screen.
  mutating func showFailure() {
    interface.failureOffset = 0
    if shownFailure != nil, layout.panes[.difference] == nil { interface.focus = .difference }
  }

  mutating func forgetFailure() {
    interface.failureOffset = 0
    interface.changedFiles = []
  }
}

// MARK: Lines

extension AppState {
  /// The lines on the failure, as wide as the pane.
  package func failureLines(_ glyphs: Glyphs = .unicode) -> [StackLines.Line] {
    guard let failure = shownFailure else { return [] }
    return FailureLines.lines(failure, self, width: failureArea.columns - 2, glyphs)
  }

  private var failureArea: Rect { (layout.panes[.difference] ?? Rect(interface.size)).inside }

  /// Rows of the window on them.
  var failureHeight: Int { max(failureArea.rows, 1) }

  mutating func scrollFailure(_ rows: Int) {
    let last = max(failureLines().count - failureHeight, 0)
    interface.failureOffset = min(max(interface.failureOffset + rows, 0), last)
  }

  var canUnfoldFailure: Bool { shownFailure.map { !$0.traceback.isEmpty } ?? false }

  /// Shows the frames of the libraries one by one, or folds them again.
  mutating func unfoldFailure() {
    guard let stack = shownFailure?.traceback else { return }
    if interface.unfoldedStacks.remove(stack) == nil { interface.unfoldedStacks.insert(stack) }
    scrollFailure(0)
  }
}
