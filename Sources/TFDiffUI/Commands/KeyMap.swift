import TFDiffDebugger

/// Which key means which command in each context.
package struct KeyMap: Sendable, Hashable {
  private var commands: [Command.Context: [Key: String]] = [:]
  private var keys: [String: [Key]] = [:]

  /// The keys as the table of commands has them.
  package static let standard = KeyMap()

  private init() {
    for command in CommandTable.all {
      keys[command.name] = command.keys
      for key in command.keys { commands[command.context, default: [:]][key] = command.name }
    }
  }

  package func command(for key: Key, in context: Command.Context) -> Command? {
    commands[context]?[key].flatMap { CommandTable.byName[$0] }
  }

  package func keys(of command: Command) -> [Key] { keys[command.name] ?? [] }

  /// The standard keys with a person's own instead, by command name; what cannot be is left out with a warning.
  package static func make(
    rebinding own: [String: [Key]], file: String
  ) -> (KeyMap, [ConfigurationWarning]) {
    var map = standard
    var warnings: [ConfigurationWarning] = []
    func warn(_ name: String, _ problem: ConfigurationWarning.Problem) {
      warnings.append(ConfigurationWarning(file: file, key: "keys.\(name)", problem: problem))
    }
    var known: [(command: Command, keys: [Key])] = []
    for (name, keys) in own.sorted(by: { $0.key < $1.key }) {
      if let command = CommandTable.byName[name] {
        known.append((command, keys))
        for key in map.keys(of: command) { map.commands[command.context]?[key] = nil }
        map.keys[name] = []
      } else {
        warn(
          name, .unknownCommand(name, nearest: NearestName.find(name, in: CommandTable.byName.keys.sorted())))
      }
    }
    for (command, keys) in known {
      for key in keys {
        if let taken = map.commands[command.context]?[key] {
          warn(command.name, .keyTaken(KeyNotation.label(key), by: taken))
        } else {
          map.commands[command.context, default: [:]][key] = command.name
          map.keys[command.name, default: []].append(key)
        }
      }
    }
    return (map, warnings)
  }
}
