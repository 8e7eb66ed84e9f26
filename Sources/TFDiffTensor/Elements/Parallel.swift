import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Loops over many elements shared out between threads.
public enum Parallel {
  /// The processors that are online: the number of threads used where none is asked for.
  public static let processorCount = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

  /// Elements a thread takes at a time: enough that taking them costs nothing beside reading them.
  static let grain = 1 << 16

  /// Folds ranges that together cover `0..<count` into states, one for each thread that took part.
  ///
  /// A state sees its ranges in ascending order; which ranges it sees is left to chance, so the caller merges
  /// states in a way that does not depend on it. Where one thread is enough, the caller's own does the work.
  static func fold<State: Sendable>(
    count: Int, threads: Int, from initial: State, _ body: @Sendable (inout State, Range<Int>) -> Void
  ) -> [State] {
    let chunks = (count + grain - 1) / grain
    let workers = min(max(threads, 1), chunks)
    let next = Atomic<Int>(0)
    let results = Mutex<[State]>([])
    @Sendable func work() {
      var state = initial
      while true {
        let chunk = next.wrappingAdd(1, ordering: .relaxed).oldValue
        if chunk >= chunks { return results.withLock { $0.append(state) } }
        body(&state, chunk * grain..<min(count, (chunk + 1) * grain))
      }
    }
    if workers <= 1 {
      work()
    } else {
      DispatchQueue.concurrentPerform(iterations: workers) { _ in work() }
    }
    return results.withLock { $0 }
  }
}
