import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

@testable import TFDiffLive
@testable import TFDiffTargets

extension Python {
  /// TensorFlow 1.15, and the newest, that the environment names.
  static let tensorFlow1 = named("TFDIFF_TEST_PYTHON_TF1")
  static let latestTensorFlow = named("TFDIFF_TEST_PYTHON_LATEST")
}

/// Protects: TensorFlow 1.15 on Python 3.7 as the reference beside TensorFlow 2.12.
@Suite(
  .serialized,
  .enabled(
    if: Python.tensorFlow1 != nil && Python.tensorFlow != nil,
    "the comparisons with TensorFlow 1.15 need TFDIFF_TEST_PYTHON_TF1 and TFDIFF_TEST_PYTHON to name interpreters"))
struct LiveTensorFlow1Tests {
  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("TFDiffArtefactsTests/Fixtures")
    .path
  private static let checkpoint = "\(fixtures)/ckpt_tf1/model.ckpt-400"

  /// A function of the test models against a layer of theirs.
  private func settings(
    _ tf1: String, _ tf2: String, mode: WeightMode = .numRandomOps, training: Bool = false
  ) throws -> LiveSettings {
    // As a user would have it who sets a variable for the program.
    let launch = ["env", "DIGITS_CHECKPOINT=\(Self.checkpoint)"]
    return LiveSettings(
      program: try LiveProgram(file: nil, tf1: tf1, tf2: tf2, folder: LiveTensorFlow.models),
      interpreters: SidePair(
        reference: .init(python: Python.tensorFlow1 ?? "", launch: launch),
        candidate: .init(python: Python.tensorFlow ?? "", launch: launch)),
      mode: mode, training: training, input: try NpzFile("\(Self.fixtures)/tf115_infer.npz").tensor("images"))
  }

  @Test func digitsPassEveryStepBeside212() throws {
    var settings = try settings("digits_network:network", "digits:Digits")
    settings.checkpoint = try CheckpointValues(opening: Self.checkpoint)
    let state = Debugger(target: .live(settings)).perform(.ladder(keepsGoing: true))
    #expect(state.ladder.map(\.verdict) == Array(repeating: .passed, count: 6), "\(state.ladder)")
    #expect(state.log.contains { $0.text == "TensorFlow 1.15.5" }, LiveTensorFlow.log(state))
    #expect(state.log.contains { $0.text == "TensorFlow 2.12.1" }, LiveTensorFlow.log(state))
    #expect(state.variables.reference.allSatisfy { $0.stack.culprit?.file.hasSuffix("digits_network.py") == true })
  }

  @Test func aCheckpointThatTheProgramRestoresByItselfComputesWhatWasRecorded() throws {
    let settings = try settings("restoring_graph:network", "restoring_layer:restored")
    let state = LiveTensorFlow.check(settings).state
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    #expect(state.endpoints.count == 10)
    for recording in ["tf115_infer.npz", "tf212_eager_infer.npz"] {
      let recorded = try NpzFile("\(Self.fixtures)/\(recording)")
      for row in state.endpoints where row.name != "outputs" {
        for activation in [row.reference, row.candidate] {
          let comparison = try Comparison(
            reference: recorded.tensor(row.name), candidate: #require(activation?.tensor),
            tolerance: Tolerance(rtol: 1e-5, atol: 1e-5))
          #expect(comparison.isMatch, "\(recording), \(row.name): \(comparison.maxAbs)")
        }
      }
    }
  }

  /// TensorFlow 1.15 has no testing tool: ours must give what that of 2.12 gives.
  @Test(arguments: [(WeightMode.numRandomOps, true), (.constant, true), (.numRandomOps, false)])
  func randomOperationsHaveTheSeedsOf212(mode: WeightMode, training: Bool) throws {
    var settings = try settings("digits_network:network", "digits:Digits", mode: mode, training: training)
    let old = LiveTensorFlow.check(settings).state
    settings.interpreters.reference = settings.interpreters.candidate
    let new = LiveTensorFlow.check(settings).state
    #expect(old.conclusion.verdict == .equal, LiveTensorFlow.log(old))
    #expect(!old.randomOperations.reference.isEmpty)
    #expect(old.randomOperations.reference == new.randomOperations.reference)
  }

  @Test func tensorFlow1CodeThatSaysSoRunsInBothWorldsAsItIs() throws {
    var settings = try LiveTensorFlow.settings("tf1_style.py", training: true)
    settings.interpreters.reference = .init(python: Python.tensorFlow1 ?? "")
    let state = LiveTensorFlow.check(settings).state
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    #expect(state.endpoints.count == 4)
    #expect(state.log.contains { $0.text.contains("it is on again for the candidate") }, LiveTensorFlow.log(state))
  }

  @Test func itCannotBeTheCandidate() throws {
    var settings = try LiveTensorFlow.settings("tf1_style.py")
    settings.interpreters.candidate = .init(python: Python.tensorFlow1 ?? "")
    let failure = try #require(LiveTensorFlow.check(settings).state.failure)
    #expect(failure.isIncomparable)
    #expect(failure.message.contains("TensorFlow 1.15.5 is too old for the candidate, which needs 2.8 or later"))
  }

  @Test func aFileWithBothWorldsSaysHowToPartThem() throws {
    var settings = try LiveTensorFlow.settings("digits.py")
    settings.interpreters.reference = .init(python: Python.tensorFlow1 ?? "")
    let failure = try #require(LiveTensorFlow.check(settings).state.failure)
    #expect(failure.isIncomparable)
    #expect(failure.message.contains("--tf1 MODULE:FUNCTION") && failure.message.contains("digits.py:14"))
  }
}

/// Protects: the newest TensorFlow, whose shim and testing tool are in the package tf-keras, on both sides.
@Suite(
  .serialized,
  .enabled(
    if: Python.latestTensorFlow != nil,
    "the comparisons on the newest TensorFlow need TFDIFF_TEST_PYTHON_LATEST to name an interpreter with tf-keras"))
struct LiveLatestTensorFlowTests {
  private func settings(_ file: String, training: Bool = false) throws -> LiveSettings {
    var settings = try LiveTensorFlow.settings(file, training: training)
    let interpreter = LiveSettings.Interpreter(python: Python.latestTensorFlow ?? "")
    settings.interpreters = SidePair(reference: interpreter, candidate: interpreter)
    return settings
  }

  @Test(arguments: [false, true]) func tensorFlow1CodeEqualsItselfThroughTheShim(training: Bool) throws {
    let state = LiveTensorFlow.check(try settings("tf1_style.py", training: training)).state
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    #expect(state.endpoints.count == 4)
    let (reference, candidate) = (state.randomOperations.reference, state.randomOperations.candidate)
    #expect(reference.map(\.seed2) == Array(0..<(training ? 4 : 2)))
    #expect(reference.map(\.type) == candidate.map(\.type) && reference.map(\.seed2) == candidate.map(\.seed2))
  }

  @Test(arguments: CandidateKind.allCases) func aKerasPortEqualsItsGraph(candidate: CandidateKind) throws {
    var settings = try settings("keras_pair.py")
    settings.copiesWeights = true
    settings.candidate = candidate
    let state = LiveTensorFlow.check(settings).state
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    #expect(state.endpoints.map(\.name) == ["conv", "dropout", "pooled", "outputs"])
    #expect(state.variables.candidate.map(\.name) == ["ported/conv/kernel", "ported/conv/bias"])
  }

  @Test func operationsHaveTheUsersLines() throws {
    var settings = try settings("keras_pair.py")
    settings.copiesWeights = true
    let debugger = Debugger(target: .live(settings))
    var state = debugger.perform(.into(endpoint: 0))
    state = debugger.perform(.out)
    let operations = state.endpoints.first?.operations ?? []
    #expect(operations.map { $0.candidate?.type } == ["Conv2D", "BiasAdd", "Relu"], LiveTensorFlow.log(state))
    #expect(operations.allSatisfy { $0.status == .match })
    let places = operations.map { $0.candidate?.stack.culprit?.shortPlace }
    #expect(places == Array(repeating: "keras_pair.py:35", count: 3), "\(places)")
  }

  @Test func aVariablePerCallIsToldWithItsStack() throws {
    let state = LiveTensorFlow.check(try settings("variable_per_call.py")).state
    #expect(state.conclusion.verdict == .diverged, LiveTensorFlow.log(state))
    let created = state.variables.candidate.filter { $0.call == 2 }
    #expect(created.map(\.name) == ["scaling/scale"])
    #expect(created.first?.stack.culprit?.shortPlace == "variable_per_call.py:16")
  }
}
