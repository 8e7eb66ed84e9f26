/// How names that are too long for their row are shortened: what they share goes first, and then a part by which they are
/// still told apart.
package struct NameElision: Sendable, Hashable {
  private let prefix: String
  private let ellipsis: String
  private var keepsBothEnds = false

  /// Chooses the part to be given up, so that as many of the names as can be are told apart.
  ///
  /// - Parameters:
  ///   - prefix: what most names begin with.
  ///   - names: those that are seen together.
  package init(of names: [String], sharing prefix: String, to columns: Int, ellipsis: String) {
    self.prefix = prefix.displayWidth > ellipsis.displayWidth + 1 ? prefix : ""
    self.ellipsis = ellipsis
    let keepingEnds = Set(names.map { shown($0, to: columns) }).count
    keepsBothEnds = true
    keepsBothEnds = Set(names.map { shown($0, to: columns) }).count > keepingEnds
  }

  /// A name in at most so many columns.
  package func shown(_ name: String, to columns: Int) -> String {
    if name.displayWidth <= columns { return name }
    let isElided = !prefix.isEmpty && name.hasPrefix(prefix)
    let rest = isElided ? String(name.dropFirst(prefix.count)) : name
    let elided = "\(ellipsis)/\(rest)"
    if isElided, elided.displayWidth <= columns { return elided }
    return keepsBothEnds
      ? rest.shortenedInTheMiddle(to: columns, ellipsis: ellipsis)
      : rest.shortenedKeepingEnd(to: columns, ellipsis: ellipsis)
  }
}
