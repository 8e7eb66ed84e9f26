import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

@testable import TFDiffLive
@testable import TFDiffTargets

/// Protects: real TensorFlow through the debugger, on programs as a user would have them.
@Suite(
  .serialized,
  .enabled(
    if: Python.tensorFlow != nil,
    "the comparisons on real TensorFlow need TFDIFF_TEST_PYTHON to name an interpreter with tensorflow and tf_slim"))
struct LiveTensorFlowTests {
  private let python = Python.tensorFlow ?? ""

  private func target(
    _ file: String, mode: WeightMode = .numRandomOps, training: Bool = false, input: Tensor? = nil
  ) throws -> DebugTarget {
    let folder = Bundle.module.bundlePath + "/models"
    let interpreter = LiveSettings.Interpreter(python: python)
    return .live(
      LiveSettings(
        program: try LiveProgram(file: file, folder: folder),
        interpreters: SidePair(reference: interpreter, candidate: interpreter), mode: mode, training: training,
        input: input))
  }

  private func check(
    _ file: String, mode: WeightMode = .numRandomOps, training: Bool = false, input: Tensor? = nil
  ) throws -> CheckRunner.Result {
    CheckRunner(target: try target(file, mode: mode, training: training, input: input)).run()
  }

  private static func log(_ state: DebuggerState) -> Comment { "\(state.log.suffix(30).map(\.text))" }

  @Test(arguments: [
    (WeightMode.numRandomOps, false), (.numRandomOps, true), (.constant, true), (.fixedWeights(0.001), false),
  ])
  func aSlimNetworkEqualsItsPort(mode: WeightMode, training: Bool) throws {
    let result = try check("slim_pair.py", mode: mode, training: training)
    let state = result.state
    #expect(result.conclusion.verdict == .equal, Self.log(state))
    try #require(
      state.endpoints.map(\.name) == ["conv1", "pool1", "fc1", "dropout", "logits", "outputs"], Self.log(state))
    #expect(state.variables.reference.map(\.name) == state.variables.candidate.map(\.name))
    #expect(state.lossComparisons.count == 3)
    #expect(state.lossComparisons.allSatisfy { $0.isMatch })
    #expect(state.log.contains { $0.text == "these are the inputs" })
    let updates = state.endpoints.flatMap(\.updates)
    #expect(
      updates.map(\.variable).sorted()
        == (training ? ["Net/conv1/BatchNorm/moving_mean", "Net/conv1/BatchNorm/moving_variance"] : []))
    #expect(updates.allSatisfy { $0.status == .match })
  }

  @Test func randomOperationsHaveTheirSeedsOnBothSides() throws {
    let state = try check("slim_pair.py", training: true).state
    let (reference, candidate) = (state.randomOperations.reference, state.randomOperations.candidate)
    // The weights of three layers, and dropout.
    #expect(reference.count == 4, Self.log(state))
    #expect(reference.map(\.type) == candidate.map(\.type))
    #expect(reference.map(\.seed2) == Array(0..<reference.count))
    #expect(candidate.map(\.seed2) == Array(0..<reference.count))
    #expect(reference.allSatisfy { $0.seed == 42 } && candidate.allSatisfy { $0.seed == 42 })
    #expect(reference.map(\.shape) == candidate.map(\.shape))
  }

  @Test func randomOperationsInAnotherOrderShowInTheLedger() throws {
    let state = try check("random_order.py").state
    #expect(state.randomOperations.reference.map(\.type) == ["RandomUniform", "RandomStandardNormal"])
    #expect(state.randomOperations.candidate.map(\.type) == ["RandomStandardNormal", "RandomUniform"])
    #expect(state.divergence?.endpoint.name == "noise")
  }

  @Test func aPlantedEpsilonIsFoundAtItsOperationAndLine() throws {
    let result = try check("planted_epsilon.py", mode: .fixedWeights(0.001))
    #expect(result.conclusion.verdict == .diverged, Self.log(result.state))
    let divergence = try #require(result.state.divergence)
    #expect(divergence.endpoint.name == "norm")
    let operation = try #require(divergence.operation)
    #expect(operation.reference?.type == "FusedBatchNormV3" && operation.candidate?.type == "FusedBatchNormV3")
    let (reference, candidate) = (operation.reference?.stack.culprit, operation.candidate?.stack.culprit)
    let referenceLine = try line(reference)
    #expect(referenceLine.contains("slim.batch_norm"))
    let candidateLine = try line(candidate)
    #expect(candidateLine.contains("self.norm(net"))
  }

  @Test func aVariablePerCallIsToldWithItsStack() throws {
    let result = try check("variable_per_call.py")
    #expect(result.conclusion.verdict == .diverged, Self.log(result.state))
    let created = result.state.variables.candidate.filter { $0.call == 2 }
    #expect(created.map(\.name) == ["scaling/scale"])
    let culprit = try #require(created.first?.stack.culprit)
    let culpritLine = try line(culprit)
    #expect(culpritLine.contains("tf.Variable(2.0, name='scale')"))
    #expect(culprit.function.contains("call") && culprit.isUser)
    #expect(result.state.candidateSummary?.untracked.isEmpty == false)
  }

  @Test func bothSidesAreSteppedOperationByOperation() throws {
    let debugger = Debugger(target: try target("slim_pair.py", training: true))
    var state = debugger.perform(.into(endpoint: 0))
    #expect(state.isInside, Self.log(state))
    var seen: [String] = []
    for _ in 0..<40 where state.isInside {
      seen = state.endpoints[0].operations.map { $0.reference?.type ?? "none" }
      state = debugger.perform(.step)
    }
    #expect(seen.starts(with: ["Conv2D", "FusedBatchNormV3"]), "\(seen)")
    #expect(state.endpoints[0].name == "conv1")
    #expect(
      state.endpoints[0].operations.map(\.status) == [.match, .match, .match], "\(state.endpoints[0].operations)")
    state = debugger.perform(.continue)
    try #require(state.phase == .finished, Self.log(state))
    #expect(state.endpoints.allSatisfy { $0.status == .match })
    // What was passed can be looked into afterwards: a run again, with the same random numbers.
    state = debugger.perform(.into(endpoint: 3))
    #expect(state.endpoints[3].name == "dropout")
    #expect(state.endpoints[3].operations.contains { $0.reference?.type == "RandomUniform" })
    #expect(state.endpoints[3].operations.allSatisfy { $0.status == .match }, "\(state.endpoints[3].operations)")
  }

  @Test func anExceptionInEitherSideIsThatSidesFailure() throws {
    let folder = try TestFolder()
    let file = try folder.write(
      """
      import numpy as np
      import tensorflow as tf

      def tf1_model(inputs, training):
        return tf.nn.relu(inputs)

      class Ported(tf.Module):
        def __call__(self, inputs):
          return tf.matmul(inputs, tf.ones([7, 7]))

      def tf2_model():
        return Ported()

      def inputs():
        return np.ones([2, 3], 'float32')
      """, to: "failing.py")
    let result = try check(file)
    #expect(result.conclusion.verdict == .incomparable)
    let failure = try #require(result.state.failure)
    #expect(failure.side == .candidate && !failure.isIncomparable)
    // The whole traceback, the user's frames first.
    let frames = failure.traceback.frames
    #expect(frames.first?.line == 9 && frames.first?.isUser == true, "\(frames)")
    #expect(frames.contains { !$0.isUser }, "\(frames)")
    #expect(failure.message.contains("failing.py:9"), "\(failure.message)")
  }

  @Test func oneFunctionIsRunInBothWorldsAndOtherElementTypesAreCast() throws {
    let folder = try TestFolder()
    let file = try folder.write(
      """
      import tensorflow as tf

      def tf1_model(inputs, is_training):
        weights = tf.compat.v1.get_variable('weights', [3, 2])
        end_points = {'product': tf.matmul(inputs['images'], weights)}
        end_points['half'] = tf.cast(end_points['product'], tf.float16)
        end_points['brain'] = tf.cast(end_points['product'], tf.bfloat16)
        end_points['words'] = tf.strings.as_string(end_points['product'])
        end_points['complex'] = tf.cast(end_points['product'], tf.complex64)
        end_points['empty'] = end_points['product'][:0]
        end_points['scalar'] = tf.reduce_sum(end_points['product'])
        end_points['whole'] = tf.cast(end_points['product'], tf.int8)
        return {'label': end_points['scalar'] > 0, 'sum': end_points['scalar']}, end_points

      def inputs():
        return {'images': tf.ones([2, 3])}
      """, to: "single.py")
    let state = try check(file).state
    #expect(state.conclusion.verdict == .equal, Self.log(state))
    try #require(
      state.endpoints.map(\.name) == [
        "product", "half", "brain", "empty", "scalar", "whole", "outputs/label", "outputs/sum",
      ], Self.log(state))
    #expect(state.endpoints[2].reference?.dtype == .float32)
    #expect(state.endpoints[3].reference?.shape == [0, 2])
    for words in [
      "endpoint words has dtype string", "endpoint complex has dtype complex64", "bfloat16 is compared as",
    ] {
      #expect(state.log.contains { $0.text.contains(words) }, Self.log(state))
    }
  }

  @Test func ofATensorThatIsTooLargeSomeElementsAndTheStatisticsAreTold() throws {
    var settings = try LiveTensorFlow.settings("slim_pair.py")
    // conv1 is 4096 bytes, pool1 1024.
    settings.tensorLimit = 1024
    let state = LiveTensorFlow.check(settings).state
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    #expect(state.endpoints.first?.reference?.shape == [2, 4, 4, 8])
    #expect(state.endpoints[1].reference?.shape == [2, 4, 4, 8])
    #expect(state.endpoints.map(\.spacing) == [4, 1, 1, 1, 1, 1])
    let lines = CheckSummary().line(state.endpoints[0])
    #expect(lines.contains("1 element in 4 is compared"), "\(lines)")
    let notes = state.log.map(\.text).filter { $0.hasPrefix("conv1 [2, 8, 8, 8]") }
    #expect(notes.count == 2, LiveTensorFlow.log(state))
    #expect(notes.allSatisfy { $0.contains("1 element in 4 is compared") && $0.contains("min 0, max ") }, "\(notes)")
  }

  private func line(_ frame: StackFrame?) throws -> String {
    let frame = try #require(frame)
    let lines = try String(contentsOfFile: frame.file, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false)
    return try String(#require(lines.dropFirst(frame.line - 1).first))
  }
}
