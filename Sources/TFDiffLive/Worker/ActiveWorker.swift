import Synchronization

/// The worker that a cancellation reaches, whichever it is by then.
final class ActiveWorker: Sendable {
  private let state = Mutex<(worker: LiveWorker?, isCancelled: Bool)>((nil, false))

  var isCancelled: Bool { state.withLock { $0.isCancelled } }

  /// Makes a worker the one that ``cancel()`` reaches.
  func activate(_ worker: LiveWorker) {
    let isCancelled = state.withLock { state in
      state.worker = worker
      return state.isCancelled
    }
    if isCancelled { worker.cancel() }
  }

  func cancel() {
    let worker = state.withLock { state in
      state.isCancelled = true
      return state.worker
    }
    worker?.cancel()
  }
}
