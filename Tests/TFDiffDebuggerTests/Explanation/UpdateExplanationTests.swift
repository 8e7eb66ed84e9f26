import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: from gradients, slots and variables of two sides it is found by which formula each updates, with which numbers, and what
/// is done with gradients before; what no formula reproduces has no cause.
@Suite struct UpdateExplanationTests {
  private static func adam(
    epsilon: Float, beta1: Float = 0.9, beta2: Float = 0.999, place: String = "beside"
  ) -> MadeUpSteps.Update {
    { gradient, rate, step, slots in
      let m = (slots["m"] ?? 0) + (gradient - (slots["m"] ?? 0)) * (1 - beta1)
      let v = (slots["v"] ?? 0) + (gradient * gradient - (slots["v"] ?? 0)) * (1 - beta2)
      (slots["m"], slots["v"]) = (m, v)
      let powers = (0..<step).reduce((Float(1), Float(1))) { power, _ in (power.0 * beta1, power.1 * beta2) }
      let correction = (1 - powers.1).squareRoot()
      let alpha = rate * correction / (1 - powers.0)
      switch place {
      case "within": return m * alpha / (v + epsilon).squareRoot()
      case "corrected": return rate * (m / (1 - powers.0)) / (v.squareRoot() / correction + epsilon)
      default: return m * alpha / (v.squareRoot() + epsilon)
      }
    }
  }

  private static func rmsProp(epsilon: Float, decay: Float = 0.9, isInside: Bool = true) -> MadeUpSteps.Update {
    { gradient, rate, _, slots in
      let square = (slots["rms"] ?? 0) + (gradient * gradient - (slots["rms"] ?? 0)) * (1 - decay)
      slots["rms"] = square
      return gradient * rate / (isInside ? (square + epsilon).squareRoot() : square.squareRoot() + epsilon)
    }
  }

  private static let descent: MadeUpSteps.Update = { gradient, rate, _, _ in gradient * rate }
  private static let moments: [String: Float] = ["m": 0, "v": 0]

  private func explanation(
    _ steps: MadeUpSteps, _ cause: Cause?, says words: String, rung: String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let (found, _) = steps.explained()
    #expect(found?.cause == cause, "\(String(describing: found))", sourceLocation: sourceLocation)
    #expect(found?.sentence.contains(words) == true, "\(found?.sentence ?? "")", sourceLocation: sourceLocation)
    #expect(found?.origin.rung?.hasPrefix("step1/" + rung) == true, sourceLocation: sourceLocation)
    if cause != nil { #expect(found?.experiment?.closesTheGap == true, sourceLocation: sourceLocation) }
  }

  @Test(arguments: [1, 2, 4], [(1e-8, 1e-7), (1e-8, 3e-5), (1e-7, 1e-3), (1e-5, 2.5e-4)] as [(Float, Float)])
  func adamsEpsilon(steps: Int, epsilons: (Float, Float)) {
    var pair = MadeUpSteps(Self.adam(epsilon: epsilons.0), Self.adam(epsilon: epsilons.1), slots: Self.moments)
    pair.steps = steps
    explanation(
      pair, .optimizerEpsilon,
      says: "is \(Double(epsilons.0.description) ?? 0) in the reference and \(Double(epsilons.1.description) ?? 0)",
      rung: "variables/")
  }

  @Test func whereEpsilonStands() {
    explanation(
      MadeUpSteps(Self.adam(epsilon: 1e-7), Self.adam(epsilon: 1e-7, place: "within"), slots: Self.moments),
      .optimizerFormula, says: "epsilon within the root (1e-07)", rung: "variables/")
    explanation(
      MadeUpSteps(Self.adam(epsilon: 1e-3), Self.adam(epsilon: 1e-3, place: "corrected"), slots: Self.moments),
      .optimizerFormula, says: "beside the corrected root (0.001)", rung: "variables/")
    explanation(
      MadeUpSteps(Self.rmsProp(epsilon: 1e-5), Self.rmsProp(epsilon: 1e-5, isInside: false), slots: ["rms": 0]),
      .optimizerFormula, says: "candidate by RMSProp with epsilon beside the root (1e-05)", rung: "variables/")
  }

  @Test func anotherOptimizerAltogether() {
    var pair = MadeUpSteps(Self.adam(epsilon: 1e-7), Self.descent, slots: Self.moments)
    pair.hasCandidateSlots = false
    explanation(
      pair, .optimizerFormula, says: "beside the root (1e-07), the candidate by gradient descent", rung: "variables/")
    // Slots that stay as they were.
    pair.hasCandidateSlots = true
    explanation(
      pair, .optimizerFormula, says: "in the candidate it is a moving mean of the gradient that keeps 1", rung: "slots/"
    )
    explanation(MadeUpSteps(Self.descent, { _, _, _, _ in 0 }), .missingUpdate, says: "no update", rung: "variables/")
  }

  @Test func weightDecayBesideTheUpdate() {
    let decayed: MadeUpSteps.Update = { gradient, rate, _, slots in
      slots["decay"] = rate * 0.03
      return gradient * rate
    }
    explanation(
      MadeUpSteps(Self.descent, decayed), .weightDecay, says: "candidate by gradient descent, and weight decay of 0.03")
    explanation(MadeUpSteps(decayed, Self.descent), .weightDecay, says: "weight decay of 0.03")
  }

  @Test func slotsThatKeepAnotherShare() {
    explanation(
      MadeUpSteps(Self.adam(epsilon: 1e-7), Self.adam(epsilon: 1e-7, beta1: 0.8), slots: Self.moments),
      .optimizerFormula,
      says: "keeps 0.8 of its old value", rung: "slots/m/")
    explanation(
      MadeUpSteps(Self.rmsProp(epsilon: 1e-7), Self.rmsProp(epsilon: 1e-7, decay: 0.95), slots: ["rms": 1]),
      .optimizerFormula, says: "squared gradient that keeps 0.95 of its old value", rung: "slots/rms/")
  }

  @Test func clipping() {
    var pair = MadeUpSteps(Self.descent)
    pair.treatment.candidate = { _, gradient, _ in gradient.map { min(max($0, -0.07), 0.07) as Float } }
    explanation(pair, .clipping, says: "clips each element to 0.07", rung: "applied/")
    pair.treatment.candidate = { _, gradient, _ in
      let norm = gradient.map { $0 * $0 }.reduce(0, +).squareRoot()
      return gradient.map { $0 * 0.25 / max(norm, 0.25) }
    }
    explanation(pair, .clipping, says: "its own norm to 0.25", rung: "applied/")
    pair.treatment.candidate = { _, gradient, _ in gradient.map { $0 * 1.7 } }
    explanation(pair, .gradientScale, says: "multiplies them by 1.7", rung: "applied/")
    pair.treatment.candidate = { _, gradient, weights in zip(gradient, weights).map { $0 + 0.004 * $1 } }
    explanation(pair, .weightDecay, says: "adds 0.004 times", rung: "applied/")
  }

  /// Clips elements to 0.05, with what is added to it before or after.
  private static func clipped(_ decay: Float, isAfter: Bool = false) -> MadeUpSteps.Change {
    { _, gradient, weights in
      zip(gradient, weights).map { gradient, weight in
        let added = decay * weight
        return isAfter ? min(max(gradient, -0.05), 0.05) + added : min(max(gradient + added, -0.05), 0.05)
      }
    }
  }

  /// Clips each gradient to a norm of 0.3, with what is added to kernels before or after.
  private static func clippedByNorm(_ decay: Float, isAfter: Bool) -> MadeUpSteps.Change {
    { name, gradient, weights in
      let added = weights.map { name.hasSuffix("weights") ? decay * $0 : 0 }
      let sum = isAfter ? gradient : zip(gradient, added).map { $0 + $1 }
      let norm = sum.map { $0 * $0 }.reduce(0, +).squareRoot()
      let treated = sum.map { $0 * 0.3 / max(norm, 0.3) }
      return isAfter ? zip(treated, added).map { $0 + $1 } : treated
    }
  }

  /// Both at once: neither alone makes the one side's gradients of the other's.
  @Test(arguments: [1, 2]) func clippingTogetherWithDecay(steps: Int) {
    var pair = MadeUpSteps(Self.descent)
    pair.steps = steps
    pair.treatment = SidePair(reference: Self.clipped(0), candidate: Self.clipped(0.01))
    explanation(
      pair, .weightDecay, says: "candidate adds 0.01 times the variable to 3 gradients and then clips", rung: "applied/"
    )
    pair.treatment = SidePair(reference: Self.clipped(0.01), candidate: Self.clipped(0.01, isAfter: true))
    explanation(pair, .weightDecay, says: "candidate clips each element to 0.05 and then adds 0.01", rung: "applied/")
    pair.treatment = SidePair(
      reference: Self.clippedByNorm(0.02, isAfter: false), candidate: Self.clippedByNorm(0.02, isAfter: true))
    explanation(
      pair, .weightDecay,
      says: "reference adds 0.02 times the variable to 2 gradients and then clips each gradient by its own norm",
      rung: "applied/")
    pair.treatment = SidePair(reference: Self.clippedByNorm(0.02, isAfter: true), candidate: Self.clipped(0.02))
    explanation(pair, .clipping, says: "candidate adds 0.02 times", rung: "applied/")
  }

  @Test func gradientsAsTaken() {
    var pair = MadeUpSteps(Self.descent)
    pair.taken.candidate = { _, gradient, _ in gradient.map { $0 * 8 } }
    explanation(pair, .gradientScale, says: "8 times the reference's", rung: "gradients/")
    pair.taken.candidate = { name, gradient, _ in name == "fc2/weights" ? gradient.map { _ in 0 } : gradient }
    explanation(pair, .missingGradient, says: "no gradient flows to gradients/fc2/weights", rung: "gradients/")
  }

  /// The variables before the first step are not recorded: they follow from the reference's own update.
  @Test(arguments: [1, 2]) func aRegularizersGradient(steps: Int) {
    var pair = MadeUpSteps(Self.adam(epsilon: 1e-8), slots: Self.moments)
    pair.steps = steps
    pair.taken.candidate = { name, gradient, weights in
      name == "fc1/biases" ? gradient : zip(gradient, weights).map { $0 - 0.02 * $1 }
    }
    explanation(
      pair, .missingRegularization, says: "lacks 0.02 times the variable in the candidate", rung: "gradients/")
  }

  /// Nothing that is left of noise, of another data set or of two faults at once has a cause.
  @Test func whatNothingExplainsHasNoCause() {
    var pair = MadeUpSteps(Self.descent)
    pair.taken.candidate = { _, gradient, _ in
      gradient.enumerated().map { place, value -> Float in value * (1 + 0.01 * Float(place % 7)) }
    }
    explanation(pair, nil, says: "no experiment", rung: "gradients/")
    pair = MadeUpSteps(Self.descent)
    pair.treatment.candidate = { _, gradient, _ in
      gradient.enumerated().map { place, value -> Float in place % 3 == 0 ? value + 0.01 : value }
    }
    explanation(pair, nil, says: "no experiment", rung: "applied/")
    pair = MadeUpSteps(
      Self.descent,
      { gradient, rate, _, _ in
        let bent = gradient * rate
        return bent * (1 + bent.magnitude * 300)
      })
    explanation(pair, nil, says: "no experiment", rung: "variables/")
  }
}
