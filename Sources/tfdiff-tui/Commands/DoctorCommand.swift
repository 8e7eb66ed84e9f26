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
    print("tfdiff-tui \(TFDiffTUI.configuration.version)")
    print("processors      \(Processors.count)")
    print("operation types \(OperationRegistry.standard.types.count)")
    print("standard input  \(isatty(0) == 1 ? "a terminal" : "not a terminal")")
    print("standard output \(isatty(1) == 1 ? "a terminal" : "not a terminal")")
    print(
      "terminal        \(["TERM", "COLORTERM", "NO_COLOR", "LANG", "LC_ALL"].map(variable).joined(separator: ", "))")
    printThemes()
    try printInterpreters(environment)
  }

  private func printInterpreters(_ environment: [String: String]) throws {
    let stop = StopRequest()
    let interruption = Interruption { stop.make() }
    let search = InterpreterSearch(environment: environment, folder: Console.folder)
    let inspector = InterpreterInspector(environment: environment)
    Console.progress("asking Python interpreters")
    let found = search.interpreters(asking: inspector, importing: importing, stop: stop).filter { !$0.isInactiveShim }
    Console.endProgress()
    if interruption.signal != nil { throw ExitStatus.incomparable }
    let text = InterpreterText(home: environment["HOME"])
    print("interpreters    \(found.isEmpty ? "no Python interpreter found" : "\(found.count) found")")
    for line in found.flatMap(text.lines) { print("  \(line)") }
    for folder in search.unfinishedEnvironments() {
      print("  \(folder) is unfinished: run tfdiff-tui setup-tensorflow again")
    }
    let isServed = found.contains { interpreter in
      (try? interpreter.facts.get()).map { $0.candidate(imported: interpreter.imported) == .fits } ?? false
    }
    if !isServed {
      print("  No interpreter can run the candidate: tfdiff-tui setup-tensorflow makes one that runs both.")
    }
  }

  private func printThemes() {
    let catalog = ThemeCatalog.standard()
    print("themes          \(catalog.names.joined(separator: ", "))")
    for directory in catalog.directories where FileManager.default.fileExists(atPath: directory) {
      print("                in \(directory)")
    }
    for name in catalog.names {
      for warning in catalog.load(name).1 { print("  warning: \(warning)") }
    }
  }
}
