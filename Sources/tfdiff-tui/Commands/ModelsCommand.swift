import ArgumentParser
import TFDiffEmbedded

struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "List the built-in models and the faults that can be planted in them.")

  func run() {
    Console.lines(["Built-in models:"])
    Self.list(BuiltinModels.all.map { ($0.model.name, $0.summary) })
    Console.lines(["", "Faults to plant with --fault KIND[=VALUE]@ENDPOINT:"])
    Self.list(FaultKind.all.map { ($0.name, $0.help) })
    for entry in BuiltinModels.all.prefix(1) {
      Console.lines(["", "Endpoints of \(entry.model.name):", "  \(entry.model.endpoints.joined(separator: ", "))"])
    }
  }

  private static func list(_ rows: [(name: String, text: String)]) {
    let width = rows.map(\.name.count).max() ?? 0
    for row in rows {
      Console.lines(["  " + row.name + String(repeating: " ", count: width - row.name.count + 2) + row.text])
    }
  }
}
