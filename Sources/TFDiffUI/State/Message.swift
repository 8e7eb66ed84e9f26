/// A line for the person, shown until the next key.
package struct Message: Sendable, Hashable {
  package enum Kind: Sendable, Hashable { case information, warning, error }
  package var kind: Kind
  package var text: String
  package init(_ text: String, kind: Kind = .information) {
    self.kind = kind
    self.text = text
  }
}
