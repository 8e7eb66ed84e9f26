/// How a person wants the list at the left, of endpoints and of operations.
package struct Listing: Sendable, Hashable {
  package var onlyMismatches = false
  package var isByError = false

  package init() {}

  var isPlain: Bool { !onlyMismatches && !isByError }
}
