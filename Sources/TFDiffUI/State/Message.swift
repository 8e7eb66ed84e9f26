/// A line for the person, shown until the next key.
package struct Message: Sendable, Hashable {
  package enum Kind: Sendable, Hashable { case information, warning, error }
  package var kind: Kind
  package var text: String
  /// Whether it leaves room for the hints: what is said at a stop may not cost the keys that lead on from it.
  package var isBesideHints: Bool
  package init(_ text: String, kind: Kind = .information, besideHints: Bool = false) {
    self.kind = kind
    self.text = text
    isBesideHints = besideHints
  }
}
