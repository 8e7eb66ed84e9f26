import Foundation
import TFDiffProcesses

extension ChildProgram {
  /// How long a child that was asked to stop has to clean up.
  private static let grace = Duration.seconds(3)
  /// How often a child is looked at.
  private static let interval: Int32 = 10

  /// Runs it and waits. Whatever it does, this returns soon after the time limit or the request to stop: the child and
  /// what it started in its process group are killed then.
  ///
  /// Standard input is empty, so that nothing can wait for a person. The end of the child counts, not the end of its
  /// output, which something it left behind may hold open.
  ///
  /// - Throws: `ProcessLaunchError`.
  public func run(stop: StopRequest = StopRequest()) throws(ProcessLaunchError) -> ChildResult {
    let (outputs, errors) = (CapturePipe(limit: captureLimit), CapturePipe(limit: captureLimit))
    let launch = ProcessLaunch(
      [path] + arguments, environment: environment, input: .null, output: outputs?.stream ?? .inherited,
      errors: errors?.stream ?? .inherited, group: .own)
    let child = try launch.start()
    outputs?.closeWriting()
    errors?.closeWriting()
    let ending = wait(for: child, stop) { CapturePipe.read([outputs, errors], milliseconds: Self.interval) }
    // What it left running, and what may hold the pipes open.
    kill(-child, SIGKILL)
    CapturePipe.read([outputs, errors], milliseconds: 0)
    return ChildResult(ending: ending, output: outputs?.text ?? "", errors: errors?.text ?? "")
  }

  private var captureLimit: Int? {
    switch output {
    case .captured(let limit): limit
    case .inherited: nil
    }
  }

  private func wait(for child: pid_t, _ stop: StopRequest, _ pause: () -> Void) -> ChildResult.Ending {
    let deadline = timeLimit.map { ContinuousClock.now + $0 }
    var killing: (cause: ChildResult.Ending, time: ContinuousClock.Instant)?
    while true {
      var status: Int32 = 0
      let ended = waitpid(child, &status, WNOHANG)
      if ended == child || (ended == -1 && errno != EINTR) { return killing?.cause ?? Self.ending(status) }
      let now = ContinuousClock.now
      if let killing {
        if now >= killing.time { kill(-child, SIGKILL) }
      } else if stop.isMade {
        kill(-child, SIGINT)
        killing = (.stopped, now + Self.grace)
      } else if let deadline, now >= deadline {
        kill(-child, SIGKILL)
        killing = (.timedOut, now)
      }
      pause()
    }
  }

  private static func ending(_ status: Int32) -> ChildResult.Ending {
    switch ProcessExit(waitStatus: status) {
    case .status(let status): .exited(status)
    case .signal(let signal): .signalled(signal)
    }
  }
}
