import ArgumentParser
import Foundation

/// Prints how fast the program is on this machine and, where a Python with TensorFlow is named, how fast the same work
/// is there in the same run.
@main
struct TFDiffBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tfdiff-benchmark",
    abstract:
      "Measure the whole check, a training step, their memory, the compare kernel, the screen, the first frame and a checkpoint."
  )

  /// What is measured, by the names for `--only`.
  enum Part: String, CaseIterable, ExpressibleByArgument {
    case compare
    case checkpoint
    case screen
    case firstFrame = "first-frame"
    case check
    case training
  }

  @Option(help: ArgumentHelp("A Python with tensorflow 2.12 and tf_slim, to do the same work.", valueName: "PATH"))
  var python: String?

  @Option(help: ArgumentHelp("How often each figure is taken; the best is printed.", valueName: "N"))
  var runs = 3

  @Option(help: ArgumentHelp("Measure this only (repeatable).", valueName: "PART"))
  var only: [Part] = Part.allCases

  func run() throws {
    let program = Bundle.main.bundlePath + "/tfdiff-tui"
    if only.contains(.compare) { try CompareBenchmark(runs: runs).run() }
    if only.contains(.checkpoint) { try CheckpointBenchmark(runs: runs).run() }
    if only.contains(.screen) { ScreenBenchmark().run() }
    if only.contains(.firstFrame) { try FirstFrameBenchmark(program: program, runs: runs).run() }
    if only.contains(.check) { try compareWithTensorFlow(program) }
    if only.contains(.training) { try TrainingBenchmark(program: program, python: python, runs: runs).run() }
  }

  private func compareWithTensorFlow(_ program: String) throws {
    let ours = try CheckBenchmark(program: program, runs: runs).run()
    guard let python else {
      print("TensorFlow       not measured; name a Python that has it with --python PATH")
      return
    }
    let theirs = try TensorFlowBenchmark(python: python).run()
    print(String(format: "whole check      %.1f times faster than TensorFlow", theirs.seconds / ours.seconds))
  }
}

/// What went wrong in a measurement.
enum BenchmarkError: Error, CustomStringConvertible {
  case cannotStart(program: String, code: Int32)
  case failed(program: String, status: Int32)
  case noFrame(program: String)
  case cannotRead(path: String, code: Int32)

  var description: String {
    switch self {
    case .cannotStart(let program, let code):
      "\(program) cannot be started: \(String(cString: strerror(code))). Build it with the same configuration."
    case .failed(let program, let status): "\(program) ended with status \(status)."
    case .noFrame(let program): "\(program) showed no screen within 10 seconds."
    case .cannotRead(let path, let code): "\(path) cannot be read: \(String(cString: strerror(code)))."
    }
  }
}
