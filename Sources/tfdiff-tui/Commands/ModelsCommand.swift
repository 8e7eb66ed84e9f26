import ArgumentParser
import TFDiffEmbedded

struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "List the built-in models and the faults that can be planted in them.")

  func run() {
    print("Built-in models:")
    Self.list(BuiltinModels.all.map { ($0.model.name, $0.summary) })
    print("\nFaults to plant with --fault KIND[=VALUE]@ENDPOINT:")
    Self.list(FaultKind.all.map { ($0.name, $0.help) })
    for entry in BuiltinModels.all.prefix(1) {
      print("\nEnd points of \(entry.model.name):\n  \(entry.model.endpoints.joined(separator: ", "))")
    }
  }

  private static func list(_ rows: [(name: String, text: String)]) {
    let width = rows.map(\.name.count).max() ?? 0
    for row in rows {
      print("  " + row.name + String(repeating: " ", count: width - row.name.count + 2) + row.text)
    }
  }
}
