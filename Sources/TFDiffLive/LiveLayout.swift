/// Which operation of a candidate's forward pass yields which end point.
///
/// An eager run's end points have their names only when the program returns them. What one run found out tells every
/// later one, which begins in the same state, where to stop.
struct LiveLayout: Sendable, Hashable, Codable {
  struct Entry: Sendable, Hashable, Codable {
    var name: String
    /// The operation's place among all that the forward pass executes, from 0.
    var ordinal: Int
    /// Its type, so that a run that takes another path is found out.
    var type: String
    /// Which of its outputs.
    var output: Int
  }
  var entries: [Entry]
}
