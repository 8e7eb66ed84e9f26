import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: losses, labels and moving averages of a step are explained by arithmetic that closes the gap, and a single number that
/// differs is explained by nothing.
@Suite struct StepExplanationTests {
  private let logits: [Float]
  private let labels = [2, 0, 1, 1, 2, 0, 2]

  init() {
    var numbers = MadeUpNumbers(seed: 12)
    logits = (0..<21).map { _ in Float(numbers.normal()) }
  }

  /// Loss and the gradient at the logits of a softmax cross-entropy, times a factor.
  private func told(_ labels: [Int], factor: Float = 1, extra: [(String, Float)] = [], missing: Float = 0) -> [Step] {
    var told = MadeUpSteps.Told()
    var (loss, gradient) = (Float(0), [Float]())
    for (row, label) in labels.enumerated() {
      let exponentials = logits[row * 3..<row * 3 + 3].map { exp($0) }
      let sum = exponentials.reduce(0, +)
      loss -= log(exponentials[label] / sum) / Float(labels.count)
      let part = factor / Float(labels.count)
      for (place, value) in exponentials.enumerated() {
        gradient.append((value / sum - (place == label ? 1 : 0)) * part)
      }
    }
    told.add(1, .batch, "batch/labels", self.labels.map(Float.init))
    told.add(1, .endpoint, "logits", logits, [7, 3])
    told.add(1, .loss, Rung.dataLoss, [loss * factor], .scalar)
    for (name, value) in extra { told.add(1, .loss, name, [value], .scalar) }
    told.add(1, .loss, Rung.loss, [loss * factor + extra.map(\.1).reduce(0, +) - missing], .scalar)
    told.add(1, .endpointGradient, "gradients/endpoints/logits", gradient, [7, 3], scale: 0.3)
    return told.steps
  }

  private func explanation(_ reference: [Step], _ candidate: [Step]) -> Explanation? {
    MadeUpSteps.explained(SidePair(reference: reference, candidate: candidate), steps: 1).explanation
  }

  @Test func sumsAndMeans() {
    let found = explanation(told(labels), told(labels, factor: 7))
    #expect(found?.cause == .lossReduction && found?.kind == .constantFactor, "\(String(describing: found))")
    #expect(found?.sentence.contains("a sum over 7 in the candidate") == true)
    #expect(found?.experiment?.closesTheGap == true)
    #expect(explanation(told(labels, factor: 3.5), told(labels))?.sentence.contains("half of it") == true)
  }

  @Test func factors() {
    #expect(explanation(told(labels), told(labels, factor: 0.5))?.sentence.contains("tf.nn.l2_loss") == true)
    let found = explanation(told(labels), told(labels, factor: 1.37))
    #expect(
      found?.cause == .lossFactor && found?.sentence.contains("is 1.37 times") == true, "\(String(describing: found))")
    #expect(found?.evidence.first?.contains("so are the gradients") == true)
  }

  @Test func otherLabelsWithinTheLoss() {
    let found = explanation(told(labels), told([2, 2, 0, 1, 1, 2, 0]))
    #expect(found?.cause == .labels && found?.kind == .permutation, "\(String(describing: found))")
    #expect(found?.sentence.contains("rolled by 1") == true)
  }

  @Test func terms() {
    let terms: [(String, Float)] = [("losses/regularization/w", 0.3), ("losses/regularization/v", 0.2)]
    let all = explanation(told(labels, extra: terms), told(labels))
    #expect(all?.cause == .missingRegularization, "\(String(describing: all))")
    let one = explanation(told(labels, extra: terms), told(labels, extra: terms, missing: 0.2))
    #expect(one?.cause == .missingRegularization && one?.sentence.contains("losses/regularization/v (0.2") == true)
    let other = explanation(
      told(labels, extra: [("losses/auxiliary", 0.4)]), told(labels, extra: [("losses/auxiliary", 0.4)], missing: 0.4))
    #expect(other?.cause == .missingLossTerm)
  }

  /// One number that differs has a factor, which says nothing.
  @Test func aNumberAloneIsNoCause() {
    let found = explanation(told(labels), told([0, 1, 2, 0, 0, 1, 1]))
    #expect(found?.cause == nil && found?.sentence.contains("losses/data") == true)
  }

  // MARK: Moving averages

  /// Two steps of an average that keeps a part of what it was.
  private func averages(_ decay: Float, from reference: Float, isCorrected: Bool = false, isStopped: Bool = false)
    -> [Step]
  {
    var (told, numbers) = (MadeUpSteps.Told(), MadeUpNumbers(seed: 5))
    var state = (0..<12).map { _ in Float(1 + 0.3 * numbers.normal()) }
    for step in 1...2 {
      told.add(step, .endpoint, "conv", [Float](repeating: 1, count: 4 * 3 * 3 * 12), [4, 3, 3, 12])
      let batch = state.indices.map { _ in Float(2 + numbers.normal() * numbers.normal()) }
      func moved(_ decay: Float, _ factor: Float) -> [Float] {
        zip(state, batch).map { $0 * decay + (1 - decay) * $1 * factor }
      }
      let own = isStopped ? state : moved(decay, isCorrected ? 36.0 / 35 : 1)
      told.add(step, .variable, "variables/bn/moving_variance", own, variable: "bn/moving_variance", scale: 1)
      state = moved(reference, 1)
    }
    return told.steps
  }

  private func averages(_ candidate: [Step]) -> Explanation? {
    MadeUpSteps.explained(SidePair(reference: averages(0.9, from: 0.9), candidate: candidate), steps: 2).explanation
  }

  @Test func movingAverages() {
    let stopped = averages(averages(0.9, from: 0.9, isStopped: true))
    #expect(stopped?.cause == .missingUpdate && stopped?.experiment?.closesTheGap == true)
    let slow = averages(averages(0.99, from: 0.9))
    #expect(
      slow?.cause == .momentum && slow?.sentence.contains("0.9 against 0.99") == true, "\(String(describing: slow))")
    #expect(slow?.experiment?.closesTheGap == true)
    let corrected = averages(averages(0.9, from: 0.9, isCorrected: true))
    #expect(corrected?.cause == .besselCorrection, "\(String(describing: corrected))")
    #expect(corrected?.sentence.contains("by 35 in the candidate and by 36 in the reference") == true)
  }
}
