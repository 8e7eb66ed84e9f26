import Foundation
import TFDiffDebugger
import TFDiffLive
import Testing

/// Protects: mistakes that migrations make in training are explained on real TensorFlow too, each by an experiment that closes the gap:
/// by arithmetic on the rungs, by the operations of the step's forward pass, or by a run with one change.
@Suite(.enabled(if: Python.tensorFlow != nil, Python.tensorFlowIsMissing)) struct LiveTrainingExplanationTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    var kind: String
    var cause: Cause
    var steps = 2
    var testDescription: String { "\(kind) in \(steps) steps" }
  }

  static let mistakes = [
    Mistake(kind: "broadcast", cause: .broadcast), Mistake(kind: "labels_gradient", cause: .stoppedGradient),
    Mistake(kind: "reduction", cause: .lossReduction), Mistake(kind: "clipping", cause: .clipping),
    Mistake(kind: "epsilon", cause: .optimizerEpsilon), Mistake(kind: "accumulator", cause: .slotStart),
    Mistake(kind: "nesterov", cause: .optimizerFormula), Mistake(kind: "schedule", cause: .learningRate),
    Mistake(kind: "missing_regularizer", cause: .missingRegularization), Mistake(kind: "l2_factor", cause: .lossFactor),
    Mistake(kind: "moving_averages", cause: .missingUpdate),
    Mistake(kind: "moving_averages", cause: .missingUpdate, steps: 1),
    Mistake(kind: "momentum", cause: .momentum, steps: 1),
    Mistake(kind: "clipped_decay", cause: .weightDecay), Mistake(kind: "clipped_decay", cause: .weightDecay, steps: 1),
  ]

  @Test(arguments: mistakes) func theCauseIsNamed(mistake: Mistake) throws {
    let folder = try TestFolder()
    let text = try String(contentsOfFile: "\(LiveTensorFlow.models)/training/mistakes.py", encoding: .utf8)
    var settings = try LiveTensorFlow.settings(folder.write(text, to: "\(mistake.kind).py"))
    settings.steps = mistake.steps
    settings.copiesWeights = true
    let state = CheckRunner(target: .live(settings), explains: true).run().state
    let explanation = try #require(state.explanations.first, LiveTensorFlow.log(state))
    #expect(explanation.cause == mistake.cause, "\(explanation)")
    #expect(explanation.origin.rung == state.divergence?.endpoint.name)
    #expect(explanation.experiment?.closesTheGap == true)
    #expect(explanation.stacks.reference.culprit != nil)
  }
}
