/// Text with a role, as lines of the panes are made of.
package struct Piece: Sendable, Hashable {
  package var text: String
  package var role: Role
  package init(_ text: String, _ role: Role = .text) {
    self.text = text
    self.role = role
  }
}
