/// An endpoint's name by its parts: scopes and operation, without the number of an operation's output.
struct EndpointPath {
  private let parts: [Substring]

  init(_ name: String) {
    var name = name[...]
    if let colon = name.lastIndex(of: ":"), Int(name[name.index(after: colon)...]) != nil { name = name[..<colon] }
    parts = name.split(separator: "/")
  }

  /// Whether one of the two stands in the other, part by part.
  func isPart(of other: EndpointPath) -> Bool { stands(in: other) || other.stands(in: self) }

  private func stands(in other: EndpointPath) -> Bool {
    guard !parts.isEmpty, parts.count <= other.parts.count else { return false }
    return (0...other.parts.count - parts.count).contains { start in
      other.parts[start..<start + parts.count].elementsEqual(parts)
    }
  }
}
