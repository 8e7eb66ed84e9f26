import TFDiffDebugger

/// A pair with one fault in the candidate, and what must be said of it.
struct PlantedFault: Sendable {
  var name: String
  var pair: Pair
  var expected: Expectation

  static func all(_ surroundings: Surroundings) -> [PlantedFault] {
    EmbeddedFaults(surroundings: surroundings).all + EmbeddedTrainingFaults(surroundings: surroundings).all
      + PythonFaults.all + PythonTrainingFaults.all
  }
}

/// How the debugger did at a fault.
struct FaultVerdict: Sendable {
  let fault: PlantedFault
  let outcome: Outcome
  let hasOrigin: Bool
  let hasKind: Bool
  let hasCause: Bool

  init(_ fault: PlantedFault, _ outcome: Outcome, _ surroundings: Surroundings) {
    (self.fault, self.outcome) = (fault, outcome)
    let explanation = outcome.explanation
    let marks = Marks(of: fault.pair, surroundings)
    hasOrigin = explanation.map { fault.expected.hasOrigin(of: $0, marks: marks) } ?? false
    hasKind = explanation.map { fault.expected.kinds.contains($0.kind) } ?? false
    hasCause = explanation?.cause.map { fault.expected.causes.contains($0) } ?? false
  }

  var isRight: Bool { hasOrigin && hasKind && hasCause }

  /// Whether a cause is named that it is not.
  var isFalse: Bool { explanation?.cause != nil && !hasCause }

  private var explanation: Explanation? { outcome.explanation }

  /// What was expected and what was found, with `=` between them where that is right.
  var line: String {
    let expected = fault.expected
    let parts = [
      part("origin", expected.origins.map(\.words), explanation?.origin.words, hasOrigin),
      part("class", expected.kinds.map(\.rawValue).sorted(), explanation?.kind.rawValue, hasKind),
      part("cause", expected.causes.map(\.rawValue).sorted(), explanation?.cause?.rawValue, hasCause),
    ]
    let obstacle = explanation == nil ? outcome.obstacle.map { "  \($0.prefix(200))" } ?? "" : ""
    return
      "\(isRight ? "✓" : "✗") \(fault.name)  \(parts.joined(separator: "  "))  \(seconds(outcome.seconds))\(obstacle)"
  }

  private func part(_ title: String, _ expected: [String], _ found: String?, _ isRight: Bool) -> String {
    "\(title) \(expected.joined(separator: "|")) \(isRight ? "=" : "≠") \(found ?? "none")"
  }
}

/// A time, as it is printed.
func seconds(_ value: Double) -> String { "\((value * 10).rounded() / 10) s" }
