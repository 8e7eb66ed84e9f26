import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

@testable import TFDiffLive
@testable import TFDiffTargets

/// Protects: layers that are compared where the two programs name no end points alike, on real TensorFlow.
@Suite(.serialized, .enabled(if: Python.tensorFlow != nil, Python.tensorFlowIsMissing))
struct LiveLayersTests {
  private static let models = LiveTensorFlow.models

  private func target(
    _ program: LiveProgram, mode: WeightMode = .numRandomOps, input: Tensor? = nil, map: LiveMap = .none
  ) -> DebugTarget {
    let interpreter = LiveSettings.Interpreter(python: Python.tensorFlow ?? "")
    return .live(
      LiveSettings(
        program: program, interpreters: SidePair(reference: interpreter, candidate: interpreter), mode: mode,
        input: input, map: map))
  }

  private func target(_ file: String, mode: WeightMode = .numRandomOps, map: LiveMap = .none) throws -> DebugTarget {
    target(try LiveProgram(file: file, folder: Self.models), mode: mode, map: map)
  }

  @Test(arguments: [
    ("tf_slim.nets.inception_v3:inception_v3", 107, 20), ("tf_slim.nets.resnet_v2:resnet_v2_50", 64, 70),
  ])
  func aNetworkOfThePackageIsComparedLayerByLayer(function: String, size: Int, layers: Int) throws {
    let count = size * size * 3
    let values = (0..<count).map { Float($0 % 251) / 251 }
    let program = try LiveProgram(file: nil, tf1: function, folder: Self.models)
    let state = CheckRunner(target: target(program, input: Tensor(values, shape: [1, size, size, 3]))).run().state
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    #expect(state.endpoints.count >= layers, "\(state.endpoints.map(\.name))")
    #expect(state.endpoints.last?.name.hasPrefix("outputs") == true)
  }

  /// Eagerly, TF-Slim's own pooling fails on TensorFlow 2 where it collects its outputs; traced, it does not.
  @Test func vgg16OfThePackageIsComparedAsAFunction() throws {
    let count = 224 * 224 * 3
    let program = try LiveProgram(file: nil, tf1: "tf_slim.nets.vgg:vgg_16", folder: Self.models)
    let interpreter = LiveSettings.Interpreter(python: Python.tensorFlow ?? "")
    let settings = LiveSettings(
      program: program, interpreters: SidePair(reference: interpreter, candidate: interpreter),
      input: Tensor((0..<count).map { Float($0 % 251) / 251 }, shape: [1, 224, 224, 3]), candidate: .function)
    let state = LiveTensorFlow.check(settings).state
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    #expect(state.endpoints.count == 22, "\(state.endpoints.map(\.name))")
    #expect(state.variables.reference.count == 32)
  }

  @Test func endPointsOfAGraphCollectionArePairedWithKerasLayers() throws {
    // Its last layers are convolutions on one side and products of matrices on the other, which sum 25 088 terms in
    // another order.
    let tolerance = TolerancePolicy(exceptions: [.init(glob: "outputs", tolerance: Tolerance(rtol: 1e-4, atol: 1e-5))])
    let state = CheckRunner(
      target: try target("vgg_keras.py", mode: .fixedWeights(0.001)), options: DebuggerOptions(tolerance: tolerance)
    ).run().state
    let names = state.endpoints.map(\.name)
    #expect(names.count { $0.hasPrefix("vgg_16/conv") } == 13, "\(names)")
    #expect(names.count { $0.hasPrefix("vgg_16/pool") } == 5, "\(names)")
    #expect(names.count == 19 && names.last == "outputs", "\(names)")
    #expect(state.endpoints.allSatisfy { $0.status == .match }, "\(state.endpoints.map { ($0.name, $0.status) })")
  }

  @Test func aForgottenActivationIsFoundAtItsScope() throws {
    let state = CheckRunner(target: try target("unnamed_slim.py")).run().state
    #expect(state.conclusion.verdict == .diverged, LiveTensorFlow.log(state))
    #expect(
      state.endpoints.prefix(3).map(\.name) == ["Small/stem", "Small/unit1/conv1/BatchNorm", "Small/unit1/conv1"])
    #expect(state.divergence?.endpoint.name == "Small/unit3", "\(state.endpoints.map { ($0.name, $0.status) })")
    #expect(state.endpoints.last?.name == "outputs")
    #expect(
      state.log.contains { $0.text.contains("have no partner") && $0.text.contains("unit3/conv2") },
      LiveTensorFlow.log(state))
  }

  @Test func aKerasPortWithOtherNamesAndAnotherOrderIsSteppedThrough() throws {
    let debugger = Debugger(target: try target("keras_port.py", mode: .fixedWeights(0.05)))
    var state = debugger.perform(.into(endpoint: 0))
    #expect(state.isInside, LiveTensorFlow.log(state))
    for _ in 0..<20 where state.isInside { state = debugger.perform(.step) }
    #expect(state.endpoints[0].name == "tower/stem")
    #expect(state.endpoints[0].operations.map { $0.reference?.type } == ["Conv2D", "BiasAdd", "Relu"])
    #expect(
      state.endpoints[0].operations.map { $0.candidate?.name } == ["entry/Conv2D", "entry/BiasAdd", "entry/Relu"])
    #expect(state.endpoints[0].operations.allSatisfy { $0.status == .match })
    state = debugger.perform(.continue)
    try #require(state.phase == .finished, LiveTensorFlow.log(state))
    #expect(
      state.endpoints.map(\.name) == [
        "tower/stem", "tower/pool", "tower/mixed/right", "tower/mixed/left", "tower/mixed", "tower/hidden",
        "tower/scores", "outputs",
      ])
    #expect(state.endpoints.allSatisfy { $0.status == .match }, "\(state.endpoints.map { ($0.name, $0.status) })")
    state = debugger.perform(.into(endpoint: 5))
    #expect(state.endpoints[5].operations.contains { $0.reference?.type == "MatMul" && $0.status == .match })
  }

  @Test func aMapPinsLayersAndVariables() throws {
    let map = LiveMap(
      layers: ["second": "b", "one/Tanh": "eins/Tanh"],
      variables: ["one/weights": "eins/weights", "two/weights": "zwei/weights", "three/weights": "drei/weights"],
      file: "map.toml")
    let state = CheckRunner(target: try target("renamed_layers.py", map: map)).run().state
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    #expect(state.endpoints.map(\.name) == ["one/Tanh", "second", "outputs"], LiveTensorFlow.log(state))
    #expect(state.variables.candidate.map(\.sharedName) == ["one/weights", "two/weights", "three/weights"])
    #expect(
      state.log.contains { $0.text.contains("zwei/weights is compared as two/weights") }, LiveTensorFlow.log(state))
  }

  /// Keras draws its weights in its own way: the port is compared with those of the graph.
  @Test(arguments: [CandidateKind.eager, .function])
  func aKerasPortGetsTheWeightsOfTheVariablesThatAMapPins(candidate: CandidateKind) throws {
    let names = ["stem": "entry", "mixed/left": "narrow", "mixed/right": "wide", "hidden": "dense", "scores": "head"]
    var variables: [String: String] = [:]
    for (reference, port) in names {
      for leaf in ["kernel", "bias"] { variables["tower/\(reference)/\(leaf)"] = "ported/\(port)/\(leaf)" }
    }
    var settings = try LiveTensorFlow.settings("keras_port.py")
    settings.map = LiveMap(variables: variables, file: "map.toml")
    settings.copiesWeights = true
    settings.candidate = candidate
    let state = LiveTensorFlow.check(settings).state
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    #expect(state.endpoints.count == 8, "\(state.endpoints.map(\.name))")
    #expect(state.variablesComparison.isEqual, "\(state.variablesComparison)")
    #expect(
      state.variables.candidate.allSatisfy { $0.stack.culprit?.shortPlace.hasPrefix("keras_port.py:") == true },
      "\(state.variables.candidate.compactMap(\.stack.culprit))")
  }

  @Test func aNameThatNoSideHasIsSaid() throws {
    let map = LiveMap(layers: ["second": "zwei/Tan"], file: "map.toml")
    let state = CheckRunner(target: try target("renamed_layers.py", map: map)).run().state
    let failure = try #require(state.failure)
    #expect(failure.isIncomparable)
    #expect(
      failure.message.hasPrefix("--map map.toml: [layers] the candidate has no layer or operation 'zwei/Tan'"),
      "\(failure.message)")
    #expect(failure.message.contains("Nearest: zwei/Tanh"), "\(failure.message)")
  }

  /// Protects: sides that name the same end points are run once each, and paired ones once more in all.
  @Test(arguments: [("first", 2), ("a", 3)])
  func runsAreNotWasted(name: String, runs: Int) throws {
    let folder = try TestFolder()
    let file = try folder.write(
      """
      import tensorflow as tf

      def begin():
        with open(\(String(reflecting: folder.path + "/runs")), 'a') as file:
          file.write('run\\n')

      def layer(inputs):
        return tf.nn.relu(tf.matmul(inputs, tf.ones([3, 2])))

      def tf1_model(inputs, training):
        begin()
        net = layer(inputs)
        return net * 2.0, {'first': net}

      class Ported(tf.Module):
        def __call__(self, inputs):
          net = layer(inputs)
          return net * 2.0, {'\(name)': net}

      def tf2_model():
        begin()
        return Ported()

      def inputs():
        return tf.ones([2, 3])
      """, to: "counted.py")
    let state = CheckRunner(target: target(try LiveProgram(file: file, folder: folder.path))).run().state
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    #expect(state.endpoints.map(\.name) == ["first", "outputs"])
    let told = try String(contentsOfFile: folder.path + "/runs", encoding: .utf8)
    #expect(told.split(separator: "\n").count == runs)
  }
}
