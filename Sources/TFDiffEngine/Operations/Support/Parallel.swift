import COneDNN

/// Loops shared out over OpenMP's threads: the ones oneDNN computes on, so that no second pool competes
/// with theirs for the cores (an OpenMP worker spins for a while after its last task).
enum Parallel {
  /// How many elements a thread must have for waking it to pay.
  static let elementGrain = 32_768

  /// Calls `body` with ranges that together cover `0..<count`, at the same time on up to `threads` threads.
  ///
  /// - Parameter grain: the fewest items worth a thread of their own.
  static func forEachRange(
    of count: Int, grain: Int = elementGrain, threads: Int, _ body: (Range<Int>) -> Void
  ) {
    let workers = min(threads, count / max(grain, 1))
    guard workers > 1 else {
      if count > 0 { body(0..<count) }
      return
    }
    withoutActuallyEscaping(body) { body in
      var job = Job(count: count, body: body)
      withUnsafeMutablePointer(to: &job) { GOMP_parallel(runShare, $0, UInt32(workers), 0) }
    }
  }
}

private struct Job {
  let count: Int
  let body: (Range<Int>) -> Void
}

/// One thread's share of the job that `raw` points to.
private func runShare(_ raw: UnsafeMutableRawPointer?) {
  guard let job = raw?.assumingMemoryBound(to: Job.self) else { return }
  let thread = Int(omp_get_thread_num())
  let threads = Int(omp_get_num_threads())
  let count = job.pointee.count
  let share = count * thread / threads..<count * (thread + 1) / threads
  if !share.isEmpty { job.pointee.body(share) }
}
