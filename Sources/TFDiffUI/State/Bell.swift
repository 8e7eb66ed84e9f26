/// Rings where something that a person may have stopped waiting for is done.
public struct Bell: Sendable {
  /// What takes no longer is waited for.
  package static let patience = Duration.seconds(5)

  private var start: Duration?

  public init() {}

  /// - Parameter now: on whichever clock, the same each time.
  /// - Returns: whether what ran has come to an end only now, after longer than people wait for.
  public mutating func rings(isIdle: Bool, at now: Duration) -> Bool {
    guard isIdle else {
      start = start ?? now
      return false
    }
    defer { start = nil }
    return start.map { now - $0 > Self.patience } ?? false
  }
}
