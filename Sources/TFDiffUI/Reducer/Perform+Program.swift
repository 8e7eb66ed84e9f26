import TFDiffDebugger
import TFDiffTensor

extension Perform {
  static func export(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    if !arguments.isEmpty { return [.export(path: arguments)] }
    let name = state.debugger.target.name.split(separator: "/").last.map(String.init) ?? "tfdiff"
    state.overlay = .export(LineEditor("\(name)-report\(ReportKind.markdown.ending)"))
    return []
  }

  static func commandLine(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    state.overlay = .command(LineEditor())
    return []
  }

  static func theme(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    let names = state.themeNames
    if !arguments.isEmpty {
      guard names.contains(arguments) else {
        throw .unknownTheme(arguments, nearest: NearestName.find(arguments, in: names))
      }
      return [.loadTheme(arguments)]
    }
    guard let here = names.firstIndex(of: state.themeName) else {
      guard let first = names.first else { throw .noOtherTheme }
      return [.loadTheme(first)]
    }
    guard names.count > 1 else { throw .noOtherTheme }
    return [.loadTheme(names[(here + 1) % names.count])]
  }

  static func mouse(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "mouse")
    state.mouse.toggle()
    state.message = Message(
      state.mouse ? "Mouse on" : "Mouse off: the terminal selects text; m turns it on again")
    return [.setMouse(state.mouse), .saveSettings]
  }

  static func heatMap(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "heat-map")
    state.heatMap.toggle()
    return [.saveSettings]
  }

  static func reduction(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    var chosen = state.reduction.next
    if !arguments.isEmpty {
      guard let named = HeatMapReduction(rawValue: arguments.lowercased()) else { throw .unknownReduction(arguments) }
      chosen = named
    }
    (state.reduction, state.heatMap) = (chosen, true)
    state.message = Message("Heat map: \(chosen.words) of each cell", besideHints: true)
    return [.saveSettings]
  }

  static func forget(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "forget")
    state.baseline.usual = state.baseline.asked
    state.message = Message("Forgotten: tolerance and breakpoints are those of a first start")
    return state.baseline.effects(from: state.choices.breakpoints) + [.saveSettings]
  }

  static func redraw(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] { [.redraw] }

  static func suspend(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] { [.suspend] }

  static func quit(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    try noArguments(arguments, of: "quit")
    guard state.isBusy else { return leave(state) }
    state.overlay = .confirmQuit
    return []
  }

  static func confirmQuit(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    state.overlay = nil
    return leave(state)
  }

  static func dismiss(_ state: inout AppState, _ arguments: String) throws(Refusal) -> [Effect] {
    state.overlay = nil
    return []
  }

  static func leave(_ state: AppState) -> [Effect] {
    (state.isBusy ? [.cancelRun] : []) + [.saveSettings, .quit(status: state.exitStatus)]
  }
}
