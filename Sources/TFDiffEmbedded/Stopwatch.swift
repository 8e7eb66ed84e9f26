/// Adds up the time a run really takes, without the time it is held.
struct Stopwatch: Sendable {
  private var total = Duration.zero
  private var started: ContinuousClock.Instant?

  mutating func start() { started = .now }

  mutating func stop() {
    if let started { total += .now - started }
    started = nil
  }

  /// The time so far, that of a measurement under way included.
  var seconds: Double {
    let running = started.map { .now - $0 } ?? Duration.zero
    return (total + running) / .seconds(1)
  }
}
