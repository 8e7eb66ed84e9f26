import CNcurses
import Glibc
import Synchronization

/// The handlers are the process's, so one watch at a time.
private let isWatching = Mutex(false)

/// Turns signals into events, and restores the terminal when one kills the process.
///
/// - A request to end (SIGINT, SIGTERM, SIGHUP) is announced; a second one that finds the first unread ends the
///   process at once.
/// - SIGHUP is announced each time: a terminal that goes away sends several. While the watch is open it also starts a
///   count-down, so that a program that no longer reads its signals ends all the same.
/// - A crash (SIGSEGV and its like), and every other signal that ends a process which says nothing of it (SIGUSR1, SIGALRM),
///   gives the terminal back and then does what it did before, so that the exit status is the signal's own.
/// - A write to a pipe that nobody reads is an error of the write, and SIGPIPE from another process a request to end.
/// - A signal that is ignored, as SIGHUP under nohup, stays ignored; but for SIGPIPE, which is ignored by accident.
///
/// A stack overflow is survived that long on the thread that made the watch; other threads have no stack to
/// handle it on.
public final class SignalWatch {
  /// The signals that ask the program to end.
  public static let terminations: Set<Int32> = [SIGINT, SIGTERM, SIGHUP]

  private static let announced = [SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP, SIGCONT]
  private static let crashes = [SIGSEGV, SIGABRT, SIGTRAP, SIGILL, SIGBUS, SIGFPE, SIGSYS, SIGXCPU, SIGXFSZ]
  private static let requests = [SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF] + linuxRequests
  private static let deadly = crashes + requests
  #if os(Linux)
    private static let linuxRequests =
      [SIGPOLL, SIGPWR, SIGSTKFLT] + Array(tfdiff_first_realtime_signal()...tfdiff_last_realtime_signal())
  #else
    private static let linuxRequests: [Int32] = []
  #endif
  private static let atExit: Int32 = tfdiff_guard_register_at_exit()

  private let pipe: (read: Int32, write: Int32)
  private let alternateStack: UnsafeMutableRawPointer?
  private var isOpen = true

  /// - Throws: `TerminalError.alreadyOpen` while another watch is open, `.systemCall` when no pipe can be made.
  public init() throws(TerminalError) {
    guard Self.claim() else { throw .alreadyOpen }
    do {
      pipe = try Descriptors.makePipe()
    } catch {
      isWatching.withLock { $0 = false }
      throw error
    }
    _ = Self.atExit
    tfdiff_guard_set_wake(pipe.write)
    tfdiff_guard_signals_read()
    alternateStack = tfdiff_install_alternate_stack(1 << 16)
    Self.announced.forEach(tfdiff_install_signal_handler)
    Self.deadly.forEach(tfdiff_install_crash_handler)
    tfdiff_install_pipe_handler()
  }

  deinit { close() }

  /// Readable when a signal has come.
  package var descriptor: Int32 { pipe.read }

  /// The signals that came since the last call, each once, in the order of their first coming.
  package func drain() -> [Int32] {
    var numbers: [Int32] = []
    while case .bytes(let bytes) = Descriptors.readAvailable(pipe.read) {
      for byte in bytes where !numbers.contains(Int32(byte)) { numbers.append(Int32(byte)) }
    }
    tfdiff_guard_signals_read()
    return numbers
  }

  /// Gives every signal its former meaning, and ends a hangup's count-down.
  public func close() {
    guard isOpen else { return }
    isOpen = false
    (Self.announced + [SIGPIPE]).forEach(tfdiff_uninstall_handler)
    tfdiff_stop_count_down()
    Self.deadly.forEach(tfdiff_uninstall_handler)
    tfdiff_guard_set_wake(-1)
    tfdiff_remove_alternate_stack(alternateStack)
    Glibc.close(pipe.read)
    Glibc.close(pipe.write)
    isWatching.withLock { $0 = false }
  }

  private static func claim() -> Bool {
    isWatching.withLock { isTaken in
      defer { isTaken = true }
      return !isTaken
    }
  }
}
