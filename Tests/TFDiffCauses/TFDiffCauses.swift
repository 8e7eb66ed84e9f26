import ArgumentParser
import Foundation
import TFDiffDebugger

/// Shows how often `check --explain` is right: plants faults and says of each whether origin, class and cause were found, and
/// compares pairs without a fault, of which none may be given a cause.
@main
struct TFDiffCauses: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tfdiff-causes",
    abstract: "Plants faults, and judges what the debugger says of them.",
    discussion:
      "Exit status: 0 where at least 95 % of the faults are explained rightly and no clean pair has a cause, else 1.")

  @Flag(help: "The built-in models only.")
  var embedded = false

  @Option(help: ArgumentHelp("An interpreter with TensorFlow 2.12, for the programs in Python.", valueName: "PATH"))
  var python: String?

  @Option(
    name: .customLong("python-1.15"),
    help: ArgumentHelp("One with TensorFlow 1.15, for the references that run on it.", valueName: "PATH"))
  var python115: String?

  @Option(
    name: .customLong("case"), help: ArgumentHelp("Only the faults and clean pairs of such names.", valueName: "GLOB"))
  var glob: String?

  @Option(help: "How many clean pairs are compared at most, evenly chosen.")
  var clean = 200

  @Option(
    help: ArgumentHelp("The checkout, with the programs and what the built-in models are given.", valueName: "FOLDER"))
  var folder = FileManager.default.currentDirectoryPath

  @Flag(help: "Print each explanation in full.")
  var verbose = false

  @Flag(help: "Print the names of faults and clean pairs, and compare none.")
  var list = false

  func run() throws {
    let surroundings = Surroundings(
      folder: folder, python: embedded ? nil : python, python115: embedded ? nil : python115)
    let faults = PlantedFault.all(surroundings).filter { isWanted($0.name) }
    let pairs = evenly(CleanPair.all(surroundings).filter { isWanted($0.name) && surroundings.canRun($0.pair) }, clean)
    if list {
      for name in faults.map(\.name) + pairs.map(\.name) { print(name) }
      return
    }
    var tally = Tally()
    for fault in faults {
      guard surroundings.canRun(fault.pair) else {
        tally.leftOut += 1
        continue
      }
      let verdict = FaultVerdict(fault, Outcome(of: fault.pair, surroundings), surroundings)
      try tell([verdict.line] + (verbose ? verdict.outcome.details : []))
      tally.add(verdict)
    }
    for pair in pairs {
      let verdict = CleanVerdict(pair, Outcome(of: pair.pair, surroundings))
      // Two hundred lines that say nothing would hide those that do.
      if verbose || !verdict.isRight || glob != nil {
        try tell([verdict.line] + (verbose ? verdict.outcome.details : []))
      }
      tally.add(verdict)
    }
    try tell(tally.lines)
    if !tally.isGood { throw ExitCode(1) }
  }

  private func isWanted(_ name: String) -> Bool { glob.map { Glob($0).matches(name) } ?? true }

  /// A number of elements, at equal distances.
  private func evenly(_ pairs: [CleanPair], _ count: Int) -> [CleanPair] {
    if pairs.count <= count { return pairs }
    return (0..<max(count, 0)).map { pairs[$0 * pairs.count / count] }
  }

  /// At once, also into a file: all of it takes minutes.
  private func tell(_ lines: [String]) throws {
    try FileHandle.standardOutput.write(contentsOf: Data(lines.map { $0 + "\n" }.joined().utf8))
  }
}
