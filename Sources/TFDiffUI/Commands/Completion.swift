import TFDiffDebugger

/// What the command line offers for the word under edit.
package enum Completion {
  /// The text that stays, and the words that can follow it, in order.
  package static func candidates(for text: String, state: AppState) -> (stem: String, words: [String]) {
    let start = text.firstIndex { $0 != " " } ?? text.endIndex
    guard let end = text[start...].firstIndex(of: " ") else {
      return (String(text[..<start]), commands(String(text[start...])))
    }
    guard let command = try? CommandTable.command(named: String(text[start..<end])) else { return (text, []) }
    let argument = text[end...].drop { $0 == " " }
    let stem = String(text[..<argument.startIndex])
    return (stem, words(for: command.completes, beginning: String(argument), state: state))
  }

  private static func commands(_ beginning: String) -> [String] {
    let typed = CommandTable.typed
    let names = typed.map(\.name).filter { $0.hasPrefix(beginning) }.sorted()
    if !names.isEmpty { return names }
    return typed.flatMap(\.aliases).filter { $0.count > 1 && $0.hasPrefix(beginning) }.sorted()
  }

  private static func words(
    for kind: Command.Completes, beginning: String, state: AppState
  ) -> [String] {
    let all: [String]
    switch kind {
    case .nothing: all = []
    case .endpoints: all = state.debugger.endpoints.map(\.name)
    case .breakConditions: all = breakConditions(beginning, state)
    case .breakpointIDs: all = state.choices.breakpoints.map { String($0.id) } + ["all"]
    case .ladder: all = ["all"]
    case .watches: all = WatchedMeasure.allCases.map(\.rawValue) + state.debugger.endpoints.map { "\($0.name)[" }
    case .themes: all = state.themeNames
    case .verdict: all = [Perform.verdictWord]
    case .reductions: all = HeatMapReduction.allCases.map(\.rawValue)
    case .notations: all = NumberNotation.allCases.map(\.rawValue)
    case .commands: all = CommandTable.typed.map(\.name)
    }
    let lowered = beginning.lowercased()
    return all.filter { $0.lowercased().hasPrefix(lowered) }
  }

  /// After the word of a kind that is about variables, the names of those there are.
  private static func breakConditions(_ beginning: String, _ state: AppState) -> [String] {
    let ofVariables = BreakpointKind.all.filter { $0.names == .variables }.compactMap(\.spellings.first)
    if let word = ofVariables.first(where: { beginning.lowercased().hasPrefix("\($0) ") }) {
      return state.variables.compactMap(\.candidate).map { "\(word) \($0.name)" }
    }
    return BreakpointKind.all.compactMap(\.spellings.first) + state.debugger.endpoints.map(\.name)
  }
}
