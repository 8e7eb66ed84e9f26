import Foundation

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
  /// - Throws: ``ChildStartFailure``.
  public func run(stop: StopRequest = StopRequest()) throws(ChildStartFailure) -> ChildResult {
    let (outputs, errors) = (CapturePipe(limit: captureLimit), CapturePipe(limit: captureLimit))
    let child = try spawn(writing: outputs, errors)
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
    let signal = status & 0x7F
    return signal == 0 ? .exited(status >> 8 & 0xFF) : .signalled(signal)
  }

  /// Starts it in a process group of its own, so that it can be ended with all it starts.
  private func spawn(writing outputs: CapturePipe?, _ errors: CapturePipe?) throws(ChildStartFailure) -> pid_t {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
    for (pipe, descriptor) in [(outputs, STDOUT_FILENO), (errors, STDERR_FILENO)] {
      if let pipe { posix_spawn_file_actions_adddup2(&actions, pipe.writing, descriptor) }
    }
    var attributes = Self.attributes()
    defer { posix_spawnattr_destroy(&attributes) }
    let words = ([path] + arguments).map { strdup($0) } + [nil]
    let variables = environment.map { strdup("\($0)=\($1)") } + [nil]
    defer { for pointer in words + variables { free(pointer) } }
    var child: pid_t = 0
    var code = posix_spawn(&child, path, &actions, &attributes, words, variables)
    // A file that was written just now is busy while a child that another thread forks meanwhile still has it open.
    for _ in 0..<20 where code == ETXTBSY {
      usleep(10_000)
      code = posix_spawn(&child, path, &actions, &attributes, words, variables)
    }
    guard code == 0 else { throw ChildStartFailure(path: path, code: code) }
    return child
  }

  /// A group of its own, no signal blocked (threads of Swift's pool block most), and Ctrl-C not ignored.
  private static func attributes() -> posix_spawnattr_t {
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&signals, signal) }
    posix_spawnattr_setsigdefault(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
    posix_spawnattr_setflags(&attributes, Int16(flags))
    return attributes
  }
}
