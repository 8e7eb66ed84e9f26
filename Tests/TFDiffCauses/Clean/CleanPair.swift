import TFDiffDebugger

/// A pair without a fault, which must be given no cause.
struct CleanPair: Sendable {
  var name: String
  var pair: Pair
  /// Whether it is held to so little that rounding alone makes it diverge.
  var isRounding = false

  static func all(_ surroundings: Surroundings) -> [CleanPair] {
    EmbeddedCleanPairs(surroundings: surroundings).all + PythonCleanPairs.all
  }
}

/// How the debugger did at a clean pair.
struct CleanVerdict: Sendable {
  let pair: CleanPair
  let outcome: Outcome

  init(_ pair: CleanPair, _ outcome: Outcome) { (self.pair, self.outcome) = (pair, outcome) }

  var hasDiverged: Bool { outcome.verdict == .diverged }

  /// Without a cause; and equal, or where rounding counts apart. A pair that was not compared shows nothing.
  var isRight: Bool { outcome.cause == nil && outcome.verdict == (pair.isRounding ? .diverged : .equal) }

  var line: String {
    let found = "verdict \(outcome.verdict?.rawValue ?? "none")  at \(outcome.divergence ?? "nothing")"
    let obstacle = outcome.obstacle.map { "  \($0.prefix(200))" } ?? ""
    return "\(isRight ? "✓" : "✗") \(pair.name)  \(found)  cause \(outcome.cause?.rawValue ?? "none")  "
      + "\(seconds(outcome.seconds))\(obstacle)"
  }
}
