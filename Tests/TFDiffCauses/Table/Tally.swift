/// What all faults and clean pairs come to.
struct Tally: Sendable {
  /// Faults that have no interpreter to run on.
  var leftOut = 0
  private var faults = 0
  private var right = 0
  private var origins = 0
  private var kinds = 0
  private var causes = 0
  private var falseCauses = 0
  private var pairs = 0
  private var roundingPairs = 0
  private var diverged = 0
  private var roundingDiverged = 0
  private var wrongPairs = 0
  private var cleanCauses = 0
  private var seconds = 0.0

  /// The share of the faults that must be right.
  private static let share = 0.95

  mutating func add(_ verdict: FaultVerdict) {
    faults += 1
    right += verdict.isRight ? 1 : 0
    origins += verdict.hasOrigin ? 1 : 0
    kinds += verdict.hasKind ? 1 : 0
    causes += verdict.hasCause ? 1 : 0
    falseCauses += verdict.isFalse ? 1 : 0
    seconds += verdict.outcome.seconds
  }

  mutating func add(_ verdict: CleanVerdict) {
    let (one, apart) = (1, verdict.hasDiverged ? 1 : 0)
    if verdict.pair.isRounding {
      (roundingPairs, roundingDiverged) = (roundingPairs + one, roundingDiverged + apart)
    } else {
      (pairs, diverged) = (pairs + one, diverged + apart)
    }
    wrongPairs += verdict.isRight ? 0 : 1
    cleanCauses += verdict.outcome.cause == nil ? 0 : 1
    seconds += verdict.outcome.seconds
  }

  var isGood: Bool {
    Double(right) >= Self.share * Double(faults) && wrongPairs == 0 && faults + pairs + roundingPairs > 0
  }

  var lines: [String] {
    func share(_ count: Int) -> String {
      faults == 0 ? "\(count)" : "\(count) (\((1000 * Double(count) / Double(faults)).rounded() / 10) %)"
    }
    var lines = [
      "\(faults) faults: \(share(right)) right; origin \(share(origins)), class \(share(kinds)), cause \(share(causes)); "
        + "\(falseCauses) given a false cause",
      "\(pairs + roundingPairs) clean pairs: \(cleanCauses) given a cause; of \(pairs) that should be equal \(diverged) "
        + "diverged, of \(roundingPairs) that rounding tells apart \(roundingDiverged); \(wrongPairs) not as they should be",
      "in \(Int(seconds.rounded())) s",
    ]
    if leftOut > 0 {
      lines.append(
        "left out: \(leftOut) faults in Python, as no interpreter for them was given (--python, --python-1.15)")
    }
    return lines
  }
}
