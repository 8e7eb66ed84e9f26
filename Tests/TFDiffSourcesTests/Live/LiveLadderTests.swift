import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

@testable import TFDiffLive
@testable import TFDiffTargets

/// Protects: the migration guide's steps, triage, checkpoints, copied weights and traced candidates of the user's Python, on
/// real TensorFlow.
@Suite(.serialized, .enabled(if: Python.tensorFlow != nil, Python.tensorFlowIsMissing))
struct LiveLadderTests {
  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("TFDiffArtefactsTests/Fixtures")
    .path

  private func climb(_ settings: LiveSettings, keepsGoing: Bool = false) -> DebuggerState {
    Debugger(target: .live(settings)).perform(.ladder(keepsGoing: keepsGoing))
  }

  @Test func digitsPassEveryStepWithTheirTrainedCheckpoint() throws {
    var settings = try LiveTensorFlow.settings("digits.py")
    settings.checkpoint = try CheckpointValues(opening: "\(Self.fixtures)/ckpt_tf1")
    let state = climb(settings)
    #expect(state.ladder.map(\.verdict) == Array(repeating: .passed, count: 6), "\(state.ladder)")
    #expect(state.restoreComparison?.restored.count == 14)
    #expect(state.variables.reference.count == 14)
  }

  @Test(arguments: ["ckpt_tf1/model.ckpt-400", "ckpt_tf2/ckpt-1"])
  func digitsComputeWhatWasRecorded(checkpoint: String) throws {
    let recorded = try NpzFile("\(Self.fixtures)/tf115_infer.npz")
    var settings = try LiveTensorFlow.settings("digits.py")
    settings.checkpoint = try CheckpointValues(opening: "\(Self.fixtures)/\(checkpoint)")
    settings.input = try recorded.tensor("images")
    let state = LiveTensorFlow.check(settings).state
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    #expect(state.endpoints.count == 10)
    for row in state.endpoints where row.name != "outputs" {
      let expected = try recorded.tensor(row.name)
      for activation in [row.reference, row.candidate] {
        let comparison = try Comparison(
          reference: expected, candidate: #require(activation?.tensor), tolerance: Tolerance(rtol: 1e-5, atol: 1e-5))
        #expect(comparison.isMatch, "\(row.name): \(comparison.maxAbs)")
      }
    }
  }

  @Test func aVariablePerCallFailsTheFirstStep() throws {
    let state = climb(try LiveTensorFlow.settings("variable_per_call.py"))
    #expect(state.ladder.map(\.verdict).prefix(2) == [.failed, .notRun], "\(state.ladder)")
    #expect(state.ladder.first?.detail.contains("variable_per_call.py:") == true, "\(state.ladder)")
    #expect(state.ladderVerdict == .diverged)
  }

  @Test func anEpsilonFailsTheStepWithFixedWeights() throws {
    let state = climb(try LiveTensorFlow.settings("planted_epsilon.py"), keepsGoing: true)
    #expect(state.ladder.first { $0.step == .variablesOnce }?.verdict == .passed, "\(state.ladder)")
    #expect(state.ladder.first { $0.step == .fixedWeights }?.verdict == .failed, "\(state.ladder)")
    #expect(state.divergence?.endpoint.name == "norm")
  }

  @Test func triageBlamesFusionForWhatGoesAwayWithoutIt() throws {
    let settings = try LiveTensorFlow.settings("slim_pair.py")
    let result = try TriageRunner(settings.triage()).run()
    #expect(result.failures.isEmpty, "\(result.failures)")
    #expect(result.kinds.count == 8)
    #expect(result.verdict == .equal)
    // On some CPUs TensorFlow's fused kernels give the same bits as the single ones.
    let whole = try #require(result.kinds.firstIndex(of: .session))
    let plain = try #require(result.kinds.firstIndex(of: .sessionPlain))
    let words =
      result.matrix[whole][plain].maxAbs > 0
      ? "`remapping` off: it is fusion, not your code" : "Session and eager agree to the bit"
    #expect(result.sentence.contains(words), "\(result.sentence)")
  }

  @Test func triageBlamesTheCodeForAPlantedEpsilon() throws {
    let settings = try LiveTensorFlow.settings("planted_epsilon.py", mode: .fixedWeights(0.001))
    let result = try TriageRunner(settings.triage()).run()
    #expect(result.failures.isEmpty, "\(result.failures)")
    #expect(result.verdict == .diverged)
    #expect(result.sentence.contains("it is the code"), "\(result.sentence)")
    #expect(result.sentence.contains("norm"), "\(result.sentence)")
  }

  @Test func aRewriteThatTensorFlowDoesNotHaveIsRefused() throws {
    var settings = try LiveTensorFlow.settings("fused.py")
    settings.rewrites = LiveRewrites(disabled: ["no_such_rewrite"])
    let failure = try #require(LiveTensorFlow.check(settings).state.failure)
    #expect(failure.isIncomparable)
    #expect(failure.message.contains("no_such_rewrite") && failure.message.contains("remapping"), "\(failure.message)")
  }

  @Test func capturingThatPreventsFusionIsReported() throws {
    let settings = try LiveTensorFlow.settings("fused.py")
    let state = LiveTensorFlow.check(settings).state
    let effect = try #require(state.referenceSummary?.observerEffect, LiveTensorFlow.log(state))
    #expect(effect.output == "outputs")
    #expect(state.candidateSummary?.observerEffect?.maxAbs == 0)
    // Without the rewrite there is nothing that fetching could prevent.
    var unfused = settings
    unfused.rewrites = LiveRewrites(disabled: ["remapping"])
    #expect(LiveTensorFlow.check(unfused).state.referenceSummary?.observerEffect?.maxAbs == 0)
    // Whether a fused kernel gives other bits than the single ones is the CPU's affair, which TensorFlow alone knows.
    #expect((effect.maxAbs > 0) == (try fetchingChanges() > 0) && effect.maxAbs < 1e-5, "\(effect)")
  }

  /// By how much the output of `fused.py` changes where the convolution is fetched along with it, in a session of TensorFlow
  /// without this program.
  private func fetchingChanges() throws -> Double {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(Python.tensorFlow))
    process.currentDirectoryURL = URL(fileURLWithPath: LiveTensorFlow.models)
    process.arguments = ["-c", Self.plainSession]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let words = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return try #require(Double(words.trimmingCharacters(in: .whitespacesAndNewlines)), "\(words)")
  }

  private static let plainSession = """
    import fused
    import tensorflow as tf
    v1 = tf.compat.v1
    with tf.Graph().as_default(), v1.Session() as session:
      v1.set_random_seed(1)
      images = v1.placeholder(tf.float32, [2, 16, 16, 16])
      output, ends = fused.network(images)
      session.run(v1.global_variables_initializer())
      feed = {images: fused.inputs()}
      alone = session.run(output, feed)
      beside, _ = session.run([output, ends['convolved']], feed)
      print(float(abs(alone - beside).max()))
    """

  @Test func copiedWeightsMakeDifferentlyDrawnVariablesAlike() throws {
    var settings = try LiveTensorFlow.settings("same_names.py")
    #expect(LiveTensorFlow.check(settings).conclusion.verdict == .diverged)
    settings.copiesWeights = true
    let state = LiveTensorFlow.check(settings).state
    #expect(state.endpoints.map(\.status) == [.match], LiveTensorFlow.log(state))
    #expect(state.log.contains { $0.text.contains("net/extra keeps its own value") }, LiveTensorFlow.log(state))
  }

  @Test func aTracedCandidateIsComparedAndSteppedInto() throws {
    var settings = try LiveTensorFlow.settings("slim_pair.py")
    settings.candidate = .function
    let debugger = Debugger(target: .live(settings))
    var state = debugger.perform(.continue)
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    #expect(state.target.runtimes.candidate == "TF2 function")
    #expect(state.endpoints.count == 6)
    state = debugger.perform(.into(endpoint: 0))
    state = debugger.perform(.out)
    let operations = state.endpoints[0].operations
    #expect(operations.contains { $0.candidate?.type == "Conv2D" }, "\(operations)")
    #expect(operations.allSatisfy { $0.status == .match }, "\(operations)")
    #expect(
      operations.compactMap { $0.candidate?.stack.culprit }.allSatisfy { $0.shortPlace.hasPrefix("slim_pair.py:") })
  }

  /// TensorFlow traces a function that makes variables twice; what the second trace draws is what the first drew.
  @Test func aTracedCandidatesDropoutDrawsWhatTheSessionsDoes() throws {
    var settings = try LiveTensorFlow.settings("slim_pair.py", training: true)
    settings.candidate = .function
    let state = LiveTensorFlow.check(settings).state
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    #expect(state.endpoints[0].updates.allSatisfy { $0.status == .match })
    let drawn = state.randomOperations.candidate.filter { $0.type == "RandomUniform" && $0.name.contains("dropout") }
    #expect(drawn.count == 1, "\(state.randomOperations.candidate)")
  }

  @Test func autographSeesTheModelsControlFlow() throws {
    var settings = try LiveTensorFlow.settings("branching.py")
    settings.candidate = .function
    let state = LiveTensorFlow.check(settings).state
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
  }

  @Test func aVariableThatALaterTraceMakesIsNamedWithItsLine() throws {
    var settings = try LiveTensorFlow.settings("variable_per_call.py")
    settings.candidate = .function
    let state = LiveTensorFlow.check(settings).state
    let failure = try #require(state.failure)
    #expect(failure.side == .candidate && !failure.isIncomparable)
    #expect(failure.message.contains("singleton tf.Variables"), "\(failure.message)")
    #expect(failure.message.contains("variable_per_call.py:16"), "\(failure.message)")
  }

  @Test func aFunctionalModelIsComparedToo() throws {
    var settings = try LiveTensorFlow.settings("slim_pair.py")
    settings.candidate = .functionalModel
    let state = LiveTensorFlow.check(settings).state
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    #expect(state.endpoints.count == 6)
  }

  @Test func aFunctionalModelNeedsALayer() throws {
    var settings = try LiveTensorFlow.settings("same_names.py")
    settings.candidate = .functionalModel
    let failure = try #require(LiveTensorFlow.check(settings).state.failure)
    #expect(failure.isIncomparable)
    #expect(failure.message.contains("needs a Keras layer or model") && failure.message.contains("Ported"))
  }
}
