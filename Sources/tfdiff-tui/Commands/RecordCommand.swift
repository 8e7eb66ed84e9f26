import ArgumentParser
import Foundation
import TFDiffDebugger
import TFDiffRecordings
import TFDiffTargets

struct RecordCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "record", abstract: "Write one side's endpoints to a .npz file that NumPy reads.",
    discussion: """
      'tfdiff-tui compare' opens two of them, or one of them beside a run. Shape, statistics and SHA-256 of every endpoint are \
      written, and its values as far as the budget goes.

      Exit status: 0 recorded, 2 could not be recorded.
      """)

  @OptionGroup var options: RunOptions

  @Option(help: ArgumentHelp("Which side to run.", valueName: "reference|candidate"))
  var side: RecordedSide

  @Option(name: .shortAndLong, help: ArgumentHelp("The file to write.", valueName: "FILE.npz"))
  var output: String

  @Option(help: ArgumentHelp("How much the values of all endpoints may take (default: no end).", valueName: "MiB"))
  var budget: Int?

  @Flag(help: "Say nothing but what is wrong.")
  var quiet = false

  func validate() throws { try options.validateWholeModel(for: "record") }

  func run() throws {
    guard output.hasSuffix(".npz") else { throw OptionError.recordingFile(output) }
    if let budget, budget < 0 { throw OptionError.recordBudget(budget) }
    Litter.sweep(besides: options.writtenPaths + [output])
    let arguments = options.arguments
    guard !PairTarget.claims(arguments) else { throw OptionError.recordingOfARecording(options.target) }
    guard arguments.steps.count == 0 else { throw OptionError.stepsOfRecordings }
    let provider = try TargetCatalog.runnable.provider(of: arguments)
    try tell(try write(provider))
  }

  private func write(_ provider: any TargetProvider) throws -> RunRecording.Summary {
    let own = provider.side(side.side)
    let description = provider.description
    let recording = RunRecording(
      own,
      origin: .init(
        target: description.name, side: side.rawValue, runtime: own.runtime, mode: description.mode,
        training: description.training, seed: description.seed, input: description.input, command: Console.commandLine),
      budget: budget.map { $0.multipliedReportingOverflow(by: 1 << 20) }.map { $0.overflow ? .max : $0.partialValue }
        ?? .max)
    let interruption = Interruption { recording.cancel() }
    defer { interruption.end() }
    let teller = Teller { recording.cancel() }
    do {
      let summary = try recording.write(to: output) { name in if !quiet { teller.progress("recording \(name)") } }
      try teller.check()
      return summary
    } catch  where interruption.signal != nil {
      try teller.check()
      try Console.error("Stopped by \(interruption.signal == SIGINT ? "Ctrl-C" : "a signal"); nothing was written.")
      throw ExitStatus.incomparable
    }
  }

  private func tell(_ summary: RunRecording.Summary) throws(StreamFailure) {
    guard !quiet else { return }
    let size = Double(summary.bytes) / Double(1 << 20)
    var lines = [
      "\(summary.endpoints) endpoints written to \(output), values of \(NumberText.rounded(size)) MiB"
    ]
    if let first = summary.leftOut.first {
      lines.append(
        "\(summary.leftOut.count) without their values, which do not fit into --budget \(budget ?? 0): \(first)"
          + (summary.leftOut.count > 1 ? ", …" : ""))
    }
    try Console.lines(lines)
  }
}

/// A side on the command line.
enum RecordedSide: String, ExpressibleByArgument, CaseIterable {
  case reference, candidate

  var side: Side { self == .reference ? .reference : .candidate }
}
