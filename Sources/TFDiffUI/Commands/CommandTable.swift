import TFDiffDebugger

/// The one table of commands, from which keys, help, hints, completion and the manual are made.
package enum CommandTable {
  package static let all: [Command] =
    running + ladder + breakpoints + looking + folding + paneSizes + places + tensors + watching
    + undoing + program
    + overlays + found + changed

  package static let byName: [String: Command] = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })

  /// The commands that can be typed after `:`.
  package static let typed: [Command] = all.filter { $0.context == .main }

  /// Finds a command by its name, an alias, or an unambiguous beginning of its name.
  package static func command(named word: String) throws(Refusal) -> Command {
    if let exact = typed.first(where: { $0.name == word || $0.aliases.contains(word) }) { return exact }
    let lowered = word.lowercased()
    if let exact = typed.first(where: { $0.name == lowered || $0.aliases.contains(lowered) }) { return exact }
    let beginnings = typed.filter { $0.name.hasPrefix(lowered) }
    if let only = beginnings.first, beginnings.count == 1 { return only }
    if beginnings.count > 1 { throw .ambiguousCommand(word, beginnings.map(\.name)) }
    let names = typed.flatMap { [$0.name] + $0.aliases.filter { $0.count > 2 } }
    throw .unknownCommand(word, nearest: NearestName.find(word, in: names))
  }
}
