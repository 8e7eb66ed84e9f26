import ArgumentParser
import TFDiffDebugger

struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report", abstract: "Make another form of a report, without running anything.",
    discussion: """
      Of the JSON that check --report FILE.json wrote, for instance tfdiff-tui report report.json -o report.html. It says \
      what --report would have written.

      Exit status: 0 written, 2 could not be.
      """)

  @Argument(help: ArgumentHelp("The report to read.", valueName: "FILE.json"))
  var file: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where to write it; the ending picks the kind, \(ReportKind.choice), or github (repeatable).", valueName: "FILE"))
  var output: [String] = []

  func validate() throws {
    if output.isEmpty { throw ValidationError("Say where to write it, for instance -o report.html.") }
  }

  func run() throws {
    for path in output { try ReportFile.validate(path, for: "--output") }
    Litter.sweep(besides: output)
    let document = try ReportDocument(file: file)
    for path in output {
      if let words = try ReportFile.write(document.value, to: path, for: "--output") { try Console.lines([words]) }
    }
  }
}
