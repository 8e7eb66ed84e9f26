/// A recording's endpoints under the names that a run has for them, as far as those are known before it.
struct RunNames {
  /// In the order of the recording.
  private(set) var names: [String]
  /// Those that are called otherwise.
  private(set) var words: [String] = []

  /// - Parameters:
  ///   - known: the run's names; empty where they are not known.
  ///   - pinned: what is pinned, by the recording's names.
  init(_ recorded: [String], of known: [String], pinned: [String: String]) {
    names = recorded.map { pinned[$0] ?? $0 }
    let free = known.filter { !names.contains($0) }
    for index in names.indices where pinned[recorded[index]] == nil && !known.contains(recorded[index]) {
      let path = EndpointPath(recorded[index])
      let fitting = free.filter { path.isPart(of: EndpointPath($0)) }
      let rivals = recorded.filter { name in fitting.contains { EndpointPath(name).isPart(of: EndpointPath($0)) } }
      if fitting.count == 1, rivals.count == 1 { names[index] = fitting[0] }
    }
    words = zip(recorded, names).filter { $0 != $1 }.map { "\($0) is compared as \($1)" }
  }
}
