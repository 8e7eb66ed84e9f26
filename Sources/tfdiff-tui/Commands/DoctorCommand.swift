import ArgumentParser
import Foundation
import TFDiffEngine
import TFDiffTerminal
import TFDiffUI

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say what the program finds here: terminal, themes, folders, processors.")

  func run() {
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
