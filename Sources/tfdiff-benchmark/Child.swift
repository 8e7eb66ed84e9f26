import Foundation
import TFDiffProcesses

/// A program run to its end as a child process.
struct Child {
  /// From start to end, in seconds.
  let seconds: Double
  /// The most memory it had, in bytes.
  let peakMemory: Int

  /// Runs a program whose output goes nowhere.
  ///
  /// - Parameter statuses: those that are no failure: a check that finds a difference has done its work.
  /// - Throws: ``BenchmarkError``.
  init(_ program: String, _ arguments: [String], statuses: Set<Int32> = [0]) throws {
    let started = ContinuousClock.now
    let process = try Self.start(ProcessLaunch([program] + arguments, output: .null))
    var status: Int32 = 0
    var usage = rusage()
    wait4(process, &status, 0, &usage)
    seconds = (ContinuousClock.now - started) / .seconds(1)
    peakMemory = usage.ru_maxrss * 1024
    guard status & 0x7f == 0, statuses.contains(status >> 8) else {
      throw BenchmarkError.failed(program: program, status: status >> 8)
    }
  }

  /// - Throws: ``BenchmarkError/cannotStart(program:code:)``.
  static func start(_ launch: ProcessLaunch) throws -> pid_t {
    do throws(ProcessLaunchError) {
      return try launch.start()
    } catch {
      throw BenchmarkError.cannotStart(program: launch.command.first ?? "", code: error.code)
    }
  }
}
