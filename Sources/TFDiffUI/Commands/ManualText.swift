/// The keys and commands as plain text, for the manual and the README.
public enum ManualText {
  public static func make() -> String {
    var lines: [String] = []
    for section in Command.Section.allCases {
      let commands = CommandTable.typed.filter { $0.section == section }
      lines.append(section.rawValue)
      for command in commands { lines += entry(command) }
      lines.append("")
    }
    for context in Command.Context.allCases where context != .main {
      lines.append(context.title)
      for command in CommandTable.all where command.context == context { lines += entry(command) }
      lines.append("")
    }
    return lines.joined(separator: "\n")
  }

  private static func entry(_ command: Command) -> [String] {
    let keys = command.keys.map(KeyNotation.label).joined(separator: ", ").padded(to: 18)
    var typed = ""
    if command.context == .main {
      typed = (":\(command.name)" + (command.arguments.isEmpty ? "" : " \(command.arguments)")) + "  "
    }
    var lines = ["  \(keys)  \(typed)"]
    let indent = String(repeating: " ", count: 22)
    lines += TextWrap.lines(command.summary, to: 78 - indent.count).map { indent + $0 }
    if !command.aliases.isEmpty { lines.append(indent + "also: \(command.aliases.joined(separator: ", "))") }
    return lines.map { line in String(line.reversed().drop { $0 == " " }.reversed()) }
  }
}
