import ArgumentParser
import TFDiffEmbedded

struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "List the built-in models and the faults that can be planted in them.")

  func run() throws {
    var lines = ["Built-in models:"] + Self.table(BuiltinModels.all.map { ($0.model.name, $0.summary) })
    lines += ["", "Faults to plant with --fault KIND[=VALUE]@ENDPOINT:"]
    lines += Self.table(FaultKind.all.map { ($0.name, $0.help) })
    for entry in BuiltinModels.all.prefix(1) {
      lines += ["", "Endpoints of \(entry.model.name):", "  \(entry.model.endpoints.joined(separator: ", "))"]
    }
    try Console.lines(lines)
  }

  private static func table(_ rows: [(name: String, text: String)]) -> [String] {
    let width = rows.map(\.name.count).max() ?? 0
    return rows.map { row in
      "  " + row.name + String(repeating: " ", count: width - row.name.count + 2) + row.text
    }
  }
}
