/// How a person wants the list at the left, of endpoints and of operations.
package struct Listing: Sendable, Hashable {
  package var onlyMismatches = false
  package var isByError = false
  /// The scopes that are shown as one row each, with their last slash.
  package var folded: Set<String> = [] {
    didSet { if folded != oldValue { foldings += 1 } }
  }
  /// How often that has changed, by which two are told apart at once.
  private(set) var foldings = 0

  package init() {}

  var isPlain: Bool { !onlyMismatches && !isByError }
}
