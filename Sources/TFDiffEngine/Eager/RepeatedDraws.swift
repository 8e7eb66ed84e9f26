/// Has each call of a model draw the random numbers that its first drew, initial values apart: as a graph's random operations have
/// the seeds that they were built with, and begin their streams anew in each session.
struct RepeatedDraws {
  private var drawn: [SeedPair] = []
  private var waiting: ArraySlice<SeedPair> = []

  /// Whether there is anything to be drawn again.
  var isEmpty: Bool { drawn.isEmpty }

  /// The next call begins.
  mutating func begin() { waiting = drawn[...] }

  /// The seeds of the next random operation; where the first call came to none at this place, those that `draw` gives.
  mutating func next(_ draw: () throws -> SeedPair) rethrows -> SeedPair {
    if let pair = waiting.popFirst() { return pair }
    let pair = try draw()
    drawn.append(pair)
    return pair
  }
}
