import TFDiffDebugger
import TFDiffTensor

extension Perform {
  /// More are not kept: each is read at every stop.
  static let watchLimit = 50

  static func watch(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    if arguments.isEmpty {
      guard state.focus.isTensor, let view = state.view else { return try show(.watch, &state, "") }
      // An operation's name is not told apart from others' as an endpoint's is: its element is that of what is looked at.
      let name = state.openEndpoint == nil ? state.lookedAt?.name : nil
      return try add(.element(view.window.shape.index(at: view.cursor), ofEndpoint: name), &state)
    }
    let watch: Watch
    do throws(WatchFault) {
      watch = try Watch(parsing: arguments)
    } catch {
      throw .badWatch(error)
    }
    guard case .element(let index, let name?) = watch else { return try add(watch, &state) }
    guard let known = try? endpoint(named: name, in: state) else {
      let effects = try add(watch, &state)
      state.warnOfUnknown(name, watched: watch)
      return effects
    }
    return try add(.element(index, ofEndpoint: state.debugger.endpoints[known].name), &state)
  }

  private static func add(_ watch: Watch, _ state: inout AppState) throws(Refusal) -> [Effect] {
    state.tab = .watch
    if let place = state.watches.firstIndex(of: watch) {
      state.message = Message("\(watch) is watched already")
      state.tabCursors[.watch, default: ListCursor()].index = place
      return []
    }
    guard state.watches.count < watchLimit else { throw .tooManyWatches(watchLimit) }
    state.watches.append(watch)
    state.tabCursors[.watch, default: ListCursor()].index = state.watches.count - 1
    state.message = Message("Watching \(watch)")
    return [.saveSettings]
  }

  static func noWatch(_ state: AppState) -> Refusal? { state.watchUnderCursor == nil ? .noWatch : nil }

  static func unwatch(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    if arguments == "all" {
      state.watches = []
      return [.saveSettings]
    }
    let place: Int
    if arguments.isEmpty {
      guard let here = state.watchUnderCursor else { throw .noWatch }
      place = here
    } else {
      guard let number = Int(arguments), state.watches.indices.contains(number - 1) else {
        throw .unknownWatch(arguments, count: state.watches.count)
      }
      place = number - 1
    }
    state.message = Message("\(state.watches.remove(at: place)) is no longer watched")
    return [.saveSettings]
  }

  /// From an element to its cell, from a bound to the next layer for which it holds, from a number to where it is greatest.
  static func inspectWatch(_ state: inout AppState) {
    guard let place = state.watchUnderCursor else { return }
    let watch = state.watches[place]
    switch (watch, state.reading(of: watch)) {
    case (.element(let index, let name), .element):
      if let name, let row = try? endpoint(named: name, in: state) { look(at: row, &state) }
      state.focus = .reference
      state.normalizeView()
      if let position = state.subject?.shape?.position(ofAnyIndex: index) { state.goToCell(position) }
    case (.measure, .measure(let course)):
      let here = state.endpointCursor.index
      let known = course.magnitudes.indices.filter { course.magnitudes[$0] != nil }
      let greatest = known.max { (course.magnitudes[$0] ?? 0) < (course.magnitudes[$1] ?? 0) }
      let next = course.holding.map { holding in holding.first { $0 > here } ?? holding.first } ?? greatest
      if let next { look(at: next, &state) }
    default: break
    }
  }
}

extension AppState {
  /// The watch that the keys are about.
  var watchUnderCursor: Int? {
    guard interface.focus == .bottom, interface.tab == .watch else { return nil }
    let index = interface.tabCursors[.watch]?.index ?? 0
    return interface.watches.indices.contains(index) ? index : nil
  }

  fileprivate mutating func warnOfUnknown(_ name: String, watched watch: Watch) {
    let nearest = NearestName.find(name, in: debugger.endpoints.map(\.name)).map { "; did you mean ‘\($0)’?" } ?? ""
    interface.message = Message("Watching \(watch); no endpoint known so far has that name" + nearest, kind: .warning)
  }
}
