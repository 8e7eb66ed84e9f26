import TFDiffDebugger
import TFDiffTensor

/// Changes the state as an action asks, and says what is to be done besides drawing. It does nothing else: the
/// same state and action give the same result.
public func reduce(into state: inout AppState, _ action: Action) -> [Effect] {
  let (tolerance, past) = (state.settledTolerance, state.past)
  let effects: [Effect]
  switch action {
  case .input(let event): effects = state.receive(event)
  case .command(let line):
    state.message = nil
    effects = Perform.runLine(line, &state)
  case .snapshot(let runID, let snapshot): effects = state.receive(snapshot, runID: runID)
  case .exported(let result):
    state.message = Message(exported: result)
    effects = []
  case .edited(let problem):
    state.message = Message(problem, kind: .error)
    effects = []
  case .changedOnDisk(let files):
    state.takeChanges(files)
    effects = []
  case .reproduced(let line):
    state.overlay = .note(title: "The same without a screen", text: line)
    effects = [.copy(VisibleText(line))]
  case .themeLoaded(let name, let warnings):
    effects = state.receive(theme: name, warnings: warnings)
  case .analyzed(let analysis):
    if analysis.key == state.analysisKey { state.analysis = analysis }
    effects = []
  case .summarized(let statistics):
    state.tensorStatistics = statistics
    effects = []
  case .resolved(let detail):
    state.receive(detail)
    effects = []
  case .openLadder(let keepsGoing): effects = state.openLadder(keepsGoing: keepsGoing)
  case .tick(let frame, let seconds):
    (state.frame, state.seconds) = (frame, seconds)
    state.noticeWork()
    return []
  case .terminate: return Perform.leave(state)
  }
  state.take(effects)
  if effects.contains(where: \.isOfTolerance) { state.remember(tolerance, since: past) }
  state.normalize()
  return effects + state.requestAnalysis() + state.requestStack() + state.requestStatistics()
}

extension Message {
  init(exported result: Result<String, ExportFailure>) {
    switch result {
    case .success(let path):
      let isArray = [SliceExport.array, SliceExport.archive].contains { path.lowercased().hasSuffix($0) }
      self.init("\(isArray ? "Slice" : "Report") written to \(path)")
    case .failure(let failure): self.init(failure.message, kind: .error)
    }
  }
}

extension AppState {
  /// Holds on to what the debugger is told to set.
  fileprivate mutating func take(_ effects: [Effect]) {
    for case .set(let setting) in effects {
      choices.take(setting)
      isSetting = true
    }
  }

  fileprivate mutating func receive(_ event: InputEvent) -> [Effect] {
    switch event {
    case .resize(let size):
      interface.size = size
      return []
    case .key(let key): return receive(key)
    case .mouse(let mouse): return interface.mouse ? receive(mouse) : []
    case .paste(let text):
      guard interface.overlay?.line != nil else { return [] }
      return Perform.edit(&self) { $0.insert(text) }
    }
  }

  private mutating func receive(_ key: Key) -> [Effect] {
    interface.message = nil
    if layout.isTooSmall { return receiveWhileTooSmall(key) }
    let command = contexts.compactMap { keyMap.command(for: key, in: $0) }.first
    if let command { return run(command, arguments: "") }
    if contexts == [.line], case .character(let character) = key {
      return Perform.edit(&self) { $0.insert(String(character)) }
    }
    interface.message = Message("\(Refusal.unknownKey(key))", kind: .warning)
    return []
  }

  /// Where nothing can be seen, only leaving makes sense.
  private mutating func receiveWhileTooSmall(_ key: Key) -> [Effect] {
    guard let command = keyMap.command(for: key, in: .main) else { return [] }
    switch command.name {
    case "quit": return isBusy ? [] : Perform.leave(self)
    case "cancel": return isBusy ? [.cancelRun] : Perform.leave(self)
    case "redraw", "suspend": return run(command, arguments: "")
    default: return []
    }
  }

  /// Carries out a command, or says why not.
  package mutating func run(_ command: Command, arguments: String) -> [Effect] {
    past.isFresh = false
    if command.section == .running { interface.search = nil }
    if arguments.isEmpty, let refusal = command.refusal(self) {
      interface.message = Message("\(refusal)", kind: .warning)
      return []
    }
    let (place, wasFollowing) = (place, interface.isFollowing)
    defer { remember(place, after: command, wasFollowing: wasFollowing) }
    do throws(Refusal) {
      return try command.perform(&self, arguments)
    } catch {
      interface.message = Message("\(error)", kind: .warning)
      return []
    }
  }

  fileprivate mutating func receive(theme name: String, warnings: [ConfigurationWarning]) -> [Effect] {
    let isNew = interface.themeName != name
    interface.themeName = name
    if let first = warnings.first {
      let more = warnings.count > 1 ? " (and \(warnings.count - 1) more)" : ""
      interface.message = Message("\(first)\(more)", kind: .warning)
    } else if isNew {
      interface.message = Message("Theme \(name)")
    }
    return isNew ? [.saveSettings] : []
  }
}
