/// How a person wants the list at the left, of endpoints and of operations.
package struct Listing: Sendable, Hashable {
  package var onlyMismatches = false
  package var isByError = false
  /// The scopes that are shown as one row each, with their last slash.
  package var folded: Set<String> = []

  package init() {}

  var isPlain: Bool { !onlyMismatches && !isByError }
}
