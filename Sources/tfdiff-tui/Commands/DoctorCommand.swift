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
    Console.lines(["tfdiff-tui \(TFDiffTUI.configuration.version)"])
    Console.lines(["processors      \(Processors.count)"])
    Console.lines(["operation types \(OperationRegistry.standard.types.count)"])
    Console.lines(["standard input  \(isatty(0) == 1 ? "a terminal" : "not a terminal")"])
    Console.lines(["standard output \(isatty(1) == 1 ? "a terminal" : "not a terminal")"])
    Console.lines([
      "terminal        \(["TERM", "COLORTERM", "NO_COLOR", "LANG", "LC_ALL"].map(variable).joined(separator: ", "))"
    ])
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
    Console.lines(["interpreters    \(found.isEmpty ? "no Python interpreter found" : "\(found.count) found")"])
    for line in found.flatMap(text.lines) { Console.lines(["  \(line)"]) }
    for folder in search.unfinishedEnvironments() {
      Console.lines(["  \(folder) is unfinished: run tfdiff-tui setup-tensorflow again"])
    }
    let isServed = found.contains { interpreter in
      (try? interpreter.facts.get()).map { $0.candidate(imported: interpreter.imported) == .fits } ?? false
    }
    if !isServed {
      Console.lines(["  No interpreter can run the candidate: tfdiff-tui setup-tensorflow makes one that runs both."])
    }
  }

  private func printThemes() {
    let catalog = ThemeCatalog.standard()
    Console.lines(["themes          \(catalog.names.joined(separator: ", "))"])
    for directory in catalog.directories where FileManager.default.fileExists(atPath: directory) {
      Console.lines(["                in \(directory)"])
    }
    for name in catalog.names {
      for warning in catalog.load(name).1 { Console.lines(["  warning: \(warning)"]) }
    }
  }
}
