import ArgumentParser
import Foundation
import TFDiffDebugger
import TFDiffEngine

/// The program: parses the command line, runs a command, and makes of every failure a message and exit status 2.
@main
struct TFDiffTUI: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tfdiff-tui",
    abstract: "Walk a model's TF1 graph run and its TF2 eager run side by side, to the first tensor that differs.",
    discussion: """
      Try:  tfdiff-tui debug inception-resnet-v2
            tfdiff-tui check inception-resnet-v2 --report report.md

      Exit status: 0 equal, 1 diverged, 2 could not compare.
      """,
    version: "0.1.0",
    subcommands: [
      DebugCommand.self, CheckCommand.self, PreflightCommand.self, TriageCommand.self, ModelsCommand.self,
      RecordCommand.self, CompareCommand.self, KeysCommand.self, ReportCommand.self, DoctorCommand.self,
      SetupTensorFlowCommand.self,
    ])

  /// Without a command: what there is to debug, where there is a terminal to choose in; else the help.
  func run() throws {
    guard StartSession.hasTerminal else { throw CleanExit.helpRequest(self) }
    try StartSession.run()
  }

  static func main() {
    StandardStream.prepare()
    AllocatorMemory.share()
    do {
      try carryOut()
    } catch {
      Foundation.exit(told(error).rawValue)
    }
  }

  private static func carryOut() throws {
    if StartSession.isMeant(by: CommandLine.arguments.dropFirst()) { return try StartSession.run() }
    var command = try parseAsRoot()
    do {
      try command.run()
    } catch is StartRequest {
      try StartSession.run()
    }
  }

  /// Tells what ended a command, where it can be told, and returns what to end with.
  private static func told(_ error: any Error) -> ExitStatus {
    do throws(StreamFailure) {
      switch error {
      case let status as ExitStatus: return status
      case let failure as StreamFailure: throw failure
      default: return try tell(error)
      }
    } catch {
      if error.isReaderGone { return .readerGone }
      // Where standard error takes nothing either, the exit status has to say it.
      do throws(StreamFailure) {
        if error.stream == .output { try Console.error("Error: \(error)") }
      } catch {
        if error.isReaderGone { return .readerGone }
      }
      return .incomparable
    }
  }

  /// What was asked for (help, the version) goes to standard output; what is wrong, to standard error.
  private static func tell(_ error: any Error) throws(StreamFailure) -> ExitStatus {
    let isRequest = exitCode(for: error) == .success
    if isRequest || isUsage(error) {
      try Console.usage(fullMessage(for: error) + suggestion(), isRequested: isRequest)
    } else {
      try Console.error("Error: \(error)")
    }
    return isRequest ? .equal : .incomparable
  }

  /// The command that a word in its place was probably meant to be; nothing where there is none.
  private static func suggestion() -> String {
    let names = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let word = CommandLine.arguments.dropFirst().first, !word.hasPrefix("-"), !names.contains(word),
      let near = NearestName.find(word, in: names)
    else { return "" }
    return "\nDid you mean 'tfdiff-tui \(near)'?"
  }

  private static func isUsage(_ error: any Error) -> Bool { exitCode(for: error) == .validationFailure }
}

/// What the program ends with.
enum ExitStatus: Int32, Error {
  case equal = 0
  case diverged = 1
  case incomparable = 2
  /// Nobody reads what is written any more, as after `head`: what a shell says of a program that ends by SIGPIPE.
  case readerGone = 141

  /// - Parameter isInterrupted: whether the run was stopped from outside, so that the verdict says nothing.
  init(_ verdict: Verdict, isInterrupted: Bool = false) {
    switch verdict {
    case _ where isInterrupted: self = .incomparable
    case .equal: self = .equal
    case .diverged: self = .diverged
    case .incomparable: self = .incomparable
    }
  }
}
