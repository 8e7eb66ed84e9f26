import Foundation
import Synchronization

/// The worker processes there are, so that none outlives ours when it exits.
final class LiveWorkers: Sendable {
  static let shared = LiveWorkers()
  private let ids = Mutex<Set<pid_t>>([])

  private init() {
    atexit { LiveWorkers.shared.killAll() }
  }

  func add(_ id: pid_t) { ids.withLock { _ = $0.insert(id) } }
  func remove(_ id: pid_t) { ids.withLock { _ = $0.remove(id) } }

  private func killAll() {
    ids.withLock { for id in $0 { kill(-id, SIGKILL) } }
  }
}
