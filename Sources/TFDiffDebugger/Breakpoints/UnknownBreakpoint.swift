/// A breakpoint's glob that no layer's name matches, and the names that are nearest to it.
public struct UnknownBreakpoint: Sendable, Hashable {
  public var glob: String
  public var nearest: [String]
  /// Whether names may still become known.
  public var mayStillCome: Bool

  /// Nil where a layer, or a recorded operation, has such a name, or where none is known yet.
  public init?(_ glob: String, in state: DebuggerState) {
    let pattern = Glob(glob)
    let names = state.endpoints.map(\.name)
    let operations = state.endpoints.lazy.flatMap(\.operations).map(\.name)
    if names.isEmpty || names.contains(where: pattern.matches) || operations.contains(where: pattern.matches) {
      return nil
    }
    self.glob = glob
    nearest = NearestName.nearest(glob, in: names, count: 3)
    mayStillCome = !state.stand.isPlanned && !state.stand.isEnded
  }
}

extension UnknownBreakpoint: CustomStringConvertible {
  public var description: String {
    "'\(glob)': no endpoint \(mayStillCome ? "known so far " : "")has that name; the nearest are "
      + nearest.map { "'\($0)'" }.joined(separator: ", ")
  }
}
