import ArgumentParser
import Foundation
import TFDiffEngine
import TFDiffLive
import TFDiffTerminal
import TFDiffUI
import TFDiffViews

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say what the program finds here: terminal, themes, folders, processors, Python interpreters.")

  @Flag(
    name: .customLong("import"),
    help: "Import TensorFlow in each interpreter and try what it can do; takes seconds for each.")
  var importing = false

  func run() throws {
    let environment = ProcessInfo.processInfo.environment
    func variable(_ name: String) -> String { environment[name].map { "\(name)=\($0)" } ?? "\(name) is not set" }
    let terminal = ["TERM", "COLORTERM", "NO_COLOR", "LANG", "LC_ALL"].map(variable).joined(separator: ", ")
    try Console.lines([
      "tfdiff-tui \(TFDiffTUI.configuration.version)",
      "processors      \(Processors.count)",
      "operation types \(OperationRegistry.standard.types.count)",
      "standard input  \(isatty(0) == 1 ? "a terminal" : "not a terminal")",
      "standard output \(isatty(1) == 1 ? "a terminal" : "not a terminal")",
      "terminal        \(terminal)",
    ])
    try Console.lines(Self.themes())
    try Console.lines(try interpreters(environment))
  }

  private func interpreters(_ environment: [String: String]) throws -> [String] {
    let stop = StopRequest()
    let interruption = Interruption { stop.make() }
    let search = InterpreterSearch(environment: environment, folder: Console.folder)
    let inspector = InterpreterInspector(environment: environment)
    try Console.progress("asking Python interpreters")
    let found = search.interpreters(asking: inspector, importing: importing, stop: stop).filter { !$0.isInactiveShim }
    try Console.endProgress()
    interruption.end()
    if interruption.signal != nil { throw ExitStatus.incomparable }
    let text = InterpreterText(home: environment["HOME"])
    var lines = ["interpreters    \(found.isEmpty ? "no Python interpreter found" : "\(found.count) found")"]
    lines += found.flatMap(text.lines).map { "  \($0)" }
    lines += search.unfinishedEnvironments().map { "  \($0) is unfinished: run tfdiff-tui setup-tensorflow again" }
    if !found.contains(where: \.runsCandidate) {
      lines.append("  No interpreter can run the candidate: tfdiff-tui setup-tensorflow makes one that runs both.")
    }
    return lines
  }

  private static func themes() -> [String] {
    let catalog = ThemeCatalog.standard()
    var lines = ["themes          \(catalog.names.joined(separator: ", "))"]
    lines += catalog.directories.filter(FileManager.default.fileExists).map { "                in \($0)" }
    for name in catalog.names { lines += catalog.load(name).1.map { "  warning: \($0)" } }
    return lines
  }
}
