/// Lets a burst of resizes settle. Pure: the time is an argument.
package struct ResizeTimer: Sendable {
  /// A resize is reported this long after the last of a burst,
  package static let quiet: Duration = .milliseconds(12)
  /// and this long after the first at the latest, so that dragging a window edge shows what happens.
  package static let longest: Duration = .milliseconds(60)

  private var first: ContinuousClock.Instant?
  package private(set) var due: ContinuousClock.Instant?

  package init() {}

  package mutating func signalled(at time: ContinuousClock.Instant) {
    let start = first ?? time
    first = start
    due = min(time + Self.quiet, start + Self.longest)
  }

  /// Whether to report now; asking starts afresh.
  package mutating func fire(at time: ContinuousClock.Instant) -> Bool {
    guard let due, due <= time else { return false }
    (first, self.due) = (nil, nil)
    return true
  }
}
