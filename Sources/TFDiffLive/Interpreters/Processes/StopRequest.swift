import Synchronization

/// Asks children in progress to stop; once made it stays.
public final class StopRequest: Sendable {
  private let isRequested = Atomic(false)

  public init() {}

  public func make() { isRequested.store(true, ordering: .relaxed) }

  public var isMade: Bool { isRequested.load(ordering: .relaxed) }
}
