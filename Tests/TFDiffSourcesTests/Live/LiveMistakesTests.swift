import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

@testable import TFDiffLive

/// Protects: what people get wrong when they migrate is found at the first operation that differs and at the line of their
/// code that is to blame, on real TensorFlow; and the same code without the mistake is equal.
///
/// Each model marks its mistake with a comment, and has the port without it as `right_model`.
@Suite(.serialized, .enabled(if: Python.tensorFlow != nil, Python.tensorFlowIsMissing))
struct LiveMistakesTests {
  /// A mistake in what is computed.
  struct Mistake: Sendable, CustomTestStringConvertible {
    var file: String
    var training = false
    /// Keras draws its weights in its own way.
    var copiesWeights = false
    /// Where the two part.
    var endpoint: String
    /// The first diverging operation of each side: its type, nil where the side lacks it.
    var reference: String?
    var candidate: String?

    var testDescription: String { file }
  }

  static let inValues = [
    Mistake(
      file: "batch_norm_epsilon", copiesWeights: true, endpoint: "norm", reference: "FusedBatchNormV3",
      candidate: "FusedBatchNormV3"),
    // Keras does not normalize with the batch's moments, but with the moving ones.
    Mistake(
      file: "forgotten_training", training: true, copiesWeights: true, endpoint: "norm", reference: "Mean",
      candidate: nil),
    Mistake(file: "keep_prob", training: true, endpoint: "dropout", reference: "Mul", candidate: "Mul"),
    Mistake(file: "explicit_padding", endpoint: "conv", reference: nil, candidate: "Pad"),
    Mistake(file: "transposed_kernel", endpoint: "dense", reference: "MatMul", candidate: "MatMul"),
    Mistake(
      file: "extra_random_op", training: true, endpoint: "noisy", reference: nil, candidate: "RandomUniform"),
  ]

  /// A mistake's file, whether the run trains, and whether weights are copied.
  static let all =
    inValues.map { ($0.file, $0.training, $0.copiesWeights) } + [
      ("batch_norm_momentum", true, true), ("variable_per_call", false, false), ("layer_per_call", false, false),
      ("renamed_variable", false, false),
    ]

  private static let folder = "\(LiveTensorFlow.models)/mistakes"

  private func settings(_ file: String, training: Bool, copiesWeights: Bool) throws -> LiveSettings {
    var settings = try LiveTensorFlow.settings("\(Self.folder)/\(file).py", training: training)
    settings.copiesWeights = copiesWeights
    return settings
  }

  /// A run as `check` makes it: to the end, and into what diverges.
  private func check(_ settings: LiveSettings) -> DebuggerState { LiveTensorFlow.check(settings).state }

  private func isMarked(_ frame: StackFrame?) throws -> Bool {
    let frame = try #require(frame)
    let lines = try String(contentsOfFile: frame.file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    return try #require(lines.dropFirst(frame.line - 1).first).hasSuffix("# the mistake")
  }

  @Test(arguments: inValues) func itIsFoundAtItsOperationAndLine(mistake: Mistake) throws {
    let state = check(
      try settings(mistake.file, training: mistake.training, copiesWeights: mistake.copiesWeights))
    #expect(state.conclusion.verdict == .diverged, LiveTensorFlow.log(state))
    let divergence = try #require(state.divergence, LiveTensorFlow.log(state))
    #expect(divergence.endpoint.name == mistake.endpoint)
    let operation = try #require(divergence.operation)
    #expect(operation.reference?.type == mistake.reference, "\(operation)")
    #expect(operation.candidate?.type == mistake.candidate, "\(operation)")
    #expect(try isMarked(divergence.places.candidate?.stack.culprit))
    let text = CheckSummary().closing(state).joined(separator: "\n")
    #expect(text.contains("candidate") && text.contains("\(mistake.file).py:"), "\(text)")
  }

  @Test func aMomentumIsFoundInTheMovingAveragesThatItAssigns() throws {
    let state = check(try settings("batch_norm_momentum", training: true, copiesWeights: true))
    #expect(state.conclusion.verdict == .diverged, LiveTensorFlow.log(state))
    let divergence = try #require(state.divergence, LiveTensorFlow.log(state))
    #expect(divergence.endpoint.name == "norm")
    #expect(divergence.endpoint.activationStatus == .match)
    #expect(divergence.update?.variable == "net/norm/moving_mean")
    #expect(divergence.update?.operation.contains("Assign") == true)
    #expect(try isMarked(divergence.places.candidate?.stack.culprit))
  }

  @Test(arguments: [
    ("variable_per_call", ["scaling/scale"]), ("layer_per_call", ["net/dense/kernel", "net/dense/bias"]),
  ])
  func whatIsMadeAtEachCallIsFoundAtItsLine(file: String, names: [String]) throws {
    let state = check(try settings(file, training: false, copiesWeights: false))
    #expect(state.conclusion.verdict == .diverged, LiveTensorFlow.log(state))
    let creations = state.variablesComparison.unexpectedCreations
    #expect(creations.flatMap(\.variables).map(\.name) == names)
    #expect(try isMarked(creations.first?.first.stack.culprit))
  }

  @Test func aRenamedVariableFailsTheSecondStepAtItsLine() throws {
    let settings = try settings("renamed_variable", training: false, copiesWeights: false)
    let state = Debugger(target: .live(settings)).perform(.ladder(keepsGoing: false))
    #expect(state.ladder.map(\.verdict).prefix(3) == [.passed, .failed, .notRun], "\(state.ladder)")
    let renaming = try #require(state.variablesComparison.renamings.first)
    #expect(renaming.reference.name == "net/offset" && renaming.candidate.name == "net/beta")
    #expect(try isMarked(renaming.candidate.stack.culprit))
    let place = try #require(renaming.candidate.stack.culprit?.shortPlace)
    #expect(state.ladder[1].detail.contains(place), "\(state.ladder[1])")
  }

  @Test(arguments: all) func withoutTheMistakeTheTwoAreEqual(file: String, training: Bool, copiesWeights: Bool) throws {
    var settings = try settings(file, training: training, copiesWeights: copiesWeights)
    settings.program = try LiveProgram(
      file: "\(Self.folder)/\(file).py", tf2: "\(file):right_model", folder: Self.folder)
    let state = check(settings)
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    #expect(state.variablesComparison.isEqual, "\(state.variablesComparison)")
    #expect(!state.endpoints.isEmpty)
  }
}
