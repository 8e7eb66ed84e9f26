import Foundation
import Testing

/// Looks until `condition` holds. The time is a limit for a machine under load, not a wait.
func eventually(
  within limit: Duration = .seconds(20), _ what: Comment, sourceLocation: SourceLocation = #_sourceLocation,
  _ condition: () throws -> Bool
) rethrows {
  let deadline = ContinuousClock.now + limit
  while ContinuousClock.now < deadline {
    if try condition() { return }
    poll(nil, 0, 2)
  }
  Issue.record("not within \(limit): \(what)", sourceLocation: sourceLocation)
}
