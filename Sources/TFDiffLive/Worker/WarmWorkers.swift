import Foundation
import Synchronization
import TFDiffDebugger

/// Workers whose run is over and that have the program imported, for further runs of the same.
///
/// Importing TensorFlow takes seconds; a run that goes on from there begins at once (the probe's `warm.py` says how it
/// begins as the first did).
final class WarmWorkers: Sendable {
  static let shared = WarmWorkers()

  /// What a worker has imported, and where.
  struct Key: Sendable, Hashable {
    var side: Side
    var interpreter: LiveSettings.Interpreter
    /// Nil for TensorFlow alone.
    var program: LiveProgram?
    var seed: Int
    var probe: [String: String]

    init(_ settings: LiveSettings, side: Side, probe: Probe) {
      self.side = side
      (interpreter, program, seed) = (settings.interpreters[side], settings.program, settings.seed)
      self.probe = probe.modules
    }

    /// The same without the program.
    var withoutProgram: Key {
      var key = self
      key.program = nil
      return key
    }
  }

  /// How many processes are kept, two for each of the programs that were compared last.
  private static let limit = 4
  /// How long a run may take to end once it is wanted no more.
  static let ending = Duration.seconds(2)
  /// The same where its program has yet to be imported.
  static let importing = Duration.seconds(120)

  private let idle = Mutex<[(key: Key, worker: ReturningWorker)]>([])

  /// Those that are being started for later.
  private let coming = Mutex<Set<Key>>([])

  private init() {}

  /// Takes in a worker that is wanted no more, wherever it is in its run. Does not wait for it.
  func give(_ connection: WorkerConnection, _ key: Key, within limit: Duration) {
    let worker = ReturningWorker(connection)
    let surplus = idle.withLock { idle in
      idle.append((key, worker))
      coming.withLock { _ = $0.remove(key) }
      return idle.count > Self.limit ? idle.removeFirst().worker : nil
    }
    DispatchQueue.global().async {
      worker.settle(within: limit)
      withExtendedLifetime(surplus) {}
    }
  }

  /// Hands out a worker that will serve another run, once it is ready; nil where there is none, its program has changed, or
  /// nobody wants it any more.
  func take(_ key: Key, isWanted: () -> Bool) -> WorkerConnection? {
    while let worker = remove(key) {
      guard worker.isSettled(while: isWanted) else {
        // It stays for the next.
        idle.withLock { $0.append((key, worker)) }
        return nil
      }
      if let connection = worker.settledConnection, connection.isReadyAgain(within: Self.ending) { return connection }
    }
    return nil
  }

  /// The same of the first of several keys that has one, and that key.
  func take(firstOf keys: [Key], isWanted: () -> Bool) -> (WorkerConnection?, Key?) {
    for key in keys {
      if let connection = take(key, isWanted: isWanted) { return (connection, key) }
    }
    return (nil, nil)
  }

  /// Whether one is to be started for later: there is none, and nobody else is at it. Asked once for each that is started.
  func isWanted(_ key: Key) -> Bool {
    !has(key) && coming.withLock { $0.insert(key).inserted }
  }

  /// Whether there is one, ready or about to be.
  func has(_ key: Key) -> Bool { idle.withLock { idle in idle.contains { $0.key == key } } }

  private func remove(_ key: Key) -> ReturningWorker? {
    idle.withLock { idle in
      idle.lastIndex { $0.key == key }.map { idle.remove(at: $0).worker }
    }
  }
}

/// A worker whose run is ending.
private final class ReturningWorker: Sendable {
  private let connection: Mutex<WorkerConnection?>
  private let settled = DispatchGroup()

  init(_ connection: WorkerConnection) {
    self.connection = Mutex(connection)
    settled.enter()
  }

  /// Waits for the end of the run; where it does not come, the process is ended.
  func settle(within limit: Duration) {
    if let connection = connection.withLock({ $0 }), !connection.hasEndedRun(within: limit) {
      self.connection.withLock { $0 = nil }
    }
    settled.leave()
  }

  /// Waits until the run has ended, or it is wanted no more.
  func isSettled(while isWanted: () -> Bool) -> Bool {
    while settled.wait(timeout: .now() + .milliseconds(50)) == .timedOut {
      if !isWanted() { return false }
    }
    return true
  }

  /// Nil for one that has been ended.
  var settledConnection: WorkerConnection? { connection.withLock { $0 } }
}
