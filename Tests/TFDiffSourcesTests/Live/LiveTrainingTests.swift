import Foundation
import TFDiffDebugger
import TFDiffLive
import Testing

/// Protects: training steps of the user's own Python: what both sides do alike is equal, and each mistake that migrations make in
/// training is found at the rung where it is made, with the line of the user's code where there is one.
@Suite(.enabled(if: Python.tensorFlow != nil, Python.tensorFlowIsMissing)) struct LiveTrainingTests {
  private static let models = "\(LiveTensorFlow.models)/training"

  private func check(_ file: String, steps: Int, python: SidePair<String>? = nil) throws -> DebuggerState {
    var settings = try LiveTensorFlow.settings(file)
    settings.steps = steps
    settings.copiesWeights = true
    if let python {
      settings.interpreters = SidePair(
        reference: .init(python: python.reference), candidate: .init(python: python.candidate))
    }
    return LiveTensorFlow.check(settings).state
  }

  /// The file of the mistakes under a name that says which is made.
  private func program(_ name: String, in folder: TestFolder) throws -> String {
    let text = try String(contentsOfFile: "\(Self.models)/mistakes.py", encoding: .utf8)
    return try folder.write(text, to: "\(name).py")
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    var kind: String
    /// How the name of the first rung outside begins.
    var rung: String
    var steps = 1
    /// Whether the candidate's line is marked.
    var hasLine = false
    var testDescription: String { kind }
  }

  static let mistakes = [
    Mistake(kind: "broadcast", rung: "step1/loss", hasLine: true),
    Mistake(kind: "reduction", rung: "step1/loss", hasLine: true),
    Mistake(kind: "labels_gradient", rung: "step1/gradients/", hasLine: true),
    Mistake(kind: "clipping", rung: "step1/applied/", hasLine: true),
    Mistake(kind: "epsilon", rung: "step1/variables/"),
    Mistake(kind: "accumulator", rung: "step1/initial_slots/accumulator/"),
    Mistake(kind: "nesterov", rung: "step1/variables/"),
    Mistake(kind: "schedule", rung: "step2/learning_rate", steps: 3),
    Mistake(kind: "missing_regularizer", rung: "step1/loss"),
    Mistake(kind: "l2_factor", rung: "step1/loss"),
    Mistake(kind: "moving_averages", rung: "step1/variables/norm/moving_"),
  ]

  @Test(arguments: mistakes) func aMistakeIsFoundAtItsRung(mistake: Mistake) throws {
    let folder = try TestFolder()
    let state = try check(program(mistake.kind, in: folder), steps: mistake.steps)
    let divergence = try #require(state.divergence, "\(state.log.map(\.text))")
    #expect(divergence.endpoint.name.hasPrefix(mistake.rung), "\(divergence.endpoint.name)")
    guard mistake.hasLine else { return }
    let frame = try #require(divergence.places.candidate?.stack.culprit)
    let lines = try String(contentsOfFile: frame.file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[frame.line - 1].hasSuffix("# \(mistake.kind)"), "\(lines[frame.line - 1])")
  }

  @Test(arguments: mistakes.map(\.kind) + ["noise"]) func theRightPortIsEqual(kind: String) throws {
    let folder = try TestFolder()
    let state = try check(program("right_\(kind)", in: folder), steps: 3)
    #expect(state.conclusion.verdict == .equal, "\(state.conclusion.findings) \(state.failure?.message ?? "")")
    #expect(state.endpoints.count { $0.rung?.kind == .gradient && $0.isComplete } >= 6)
  }

  /// TensorFlow 1's RMSProp begins at one, Keras' at zero.
  @Test func aMeanSquareThatStartsElsewhereIsFoundBeforeTheStep() throws {
    let folder = try TestFolder()
    let state = try check(program("mean_square", in: folder), steps: 1)
    #expect(state.divergence?.endpoint.name.hasPrefix("step1/initial_slots/rms/") == true)
  }

  @Test(arguments: ["custom_loop", "gan", "keras_fit", "embedding", "estimator"])
  func programsAsPeopleWriteThemAreEqual(file: String) throws {
    let state = try check("\(Self.models)/\(file).py", steps: 2)
    #expect(state.conclusion.verdict == .equal, "\(state.conclusion.findings) \(state.failure?.message ?? "")")
    #expect(state.trainingSteps.count == 2)
    #expect(state.endpoints.contains { $0.rung?.kind == .variable && $0.status == .match })
  }

  /// Fifty steps of a port that applies its gradients by hand and adds up in another order: every step is right, and the courses part.
  @Test func manyStepsThatOnlyDriftAreCalledDrift() throws {
    let state = try check("\(Self.models)/drifting.py", steps: 50)
    #expect(state.conclusion.verdict == .equal, "\(state.conclusion.findings) \(state.failure?.message ?? "")")
    #expect(state.trainingSteps.count == 50)
    let drift = try #require(state.drift)
    #expect(drift.ownError < 1e-4)
    #expect(try #require(state.trainingSteps.last?.distance) > drift.ownError)
  }

  /// Each way of running goes on from its own state, whatever ran before it.
  @Test(arguments: [("custom_loop", nil, Verdict.equal), ("clipping", "step1/applied/", .diverged)])
  func triageComparesSteps(program: String, rung: String?, verdict: Verdict) throws {
    let folder = try TestFolder()
    let isMistake = Self.mistakes.contains { $0.kind == program }
    let file = isMistake ? try self.program(program, in: folder) : "\(Self.models)/\(program).py"
    var settings = try LiveTensorFlow.settings(file)
    (settings.steps, settings.copiesWeights) = (2, true)
    let result = try TriageRunner(settings.triage()).run()
    #expect(result.failures.isEmpty, "\(result.failures)")
    #expect(result.verdict == verdict && result.hasSteps, "\(result.sentence)")
    if let rung { #expect(result.sentence.contains("part first at \(rung)"), "\(result.sentence)") }
  }
}
