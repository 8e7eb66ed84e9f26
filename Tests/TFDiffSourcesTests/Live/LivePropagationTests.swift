import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

@testable import TFDiffLive
@testable import TFDiffTargets

/// Protects: on real TensorFlow an eager candidate goes on from the reference's values, so that a layer's own error is told from what
/// it is handed, and a part of a model is run from the reference's value.
@Suite(.serialized, .enabled(if: Python.tensorFlow != nil, Python.tensorFlowIsMissing))
struct LivePropagationTests {
  private func target(
    _ file: String, model: String? = nil, training: Bool = false, candidate: CandidateKind = .eager,
    python: String? = Python.tensorFlow
  ) throws -> DebugTarget {
    let interpreter = LiveSettings.Interpreter(python: python ?? "")
    let path = "\(LiveTensorFlow.models)/\(file)"
    let name = path.split(separator: "/").last.map { $0.dropLast(3) } ?? ""
    let program = try LiveProgram(
      file: model == nil ? path : nil, tf1: model.map { _ in "\(name):tf1_model" }, tf2: model.map { "\(name):\($0)" },
      folder: LiveTensorFlow.models)
    return .live(
      LiveSettings(
        program: program, interpreters: SidePair(reference: interpreter, candidate: interpreter), training: training,
        candidate: candidate, copiesWeights: true))
  }

  private func propagation(_ target: DebugTarget) throws -> Propagation {
    let state = Debugger(target: target).propagate()
    #expect(state.reply == .done, LiveTensorFlow.log(state))
    return try #require(state.propagation, LiveTensorFlow.log(state))
  }

  @Test(arguments: [CandidateKind.eager, .functionalModel], [false, true])
  func aFaultInTheMiddleIsItsLayersOwn(candidate: CandidateKind, training: Bool) throws {
    let found = try propagation(target("planted_epsilon.py", training: training, candidate: candidate))
    #expect(found.origin?.endpoint == "norm")
    #expect(found.rows.filter(\.isAboveNoise).map(\.endpoint) == ["norm"], "\(found.rows)")
    let logits = try #require(found.rows.first { $0.endpoint == "logits" })
    #expect(try #require(logits.errorOut) > 1e-3)
    #expect(logits.inputs == ["norm"] && logits.flow == .recorded)
  }

  @Test func theOriginIsFoundBelowTolerance() throws {
    let result = CheckRunner(target: try target("amplified_epsilon.py"), explains: true).run()
    let first = try #require(result.state.firstDivergence)
    #expect(result.state.endpoints[first].name == "loud")
    let found = try #require(result.state.propagation, LiveTensorFlow.log(result.state))
    #expect(found.origin?.endpoint == "norm", "\(found.rows)")
    #expect(result.state.explanations.flatMap(\.evidence).contains { $0.contains("born at norm") })
  }

  @Test func aRightPortHasNoOrigin() throws {
    let found = try propagation(target("amplified_epsilon.py", model: "right_model"))
    #expect(found.rows.map(\.endpoint) == ["conv", "norm", "relu", "loud", "outputs"])
    #expect(found.origin == nil, "\(found.rows)")
  }

  @Test(.enabled(if: Python.named("TFDIFF_TEST_PYTHON_LATEST") != nil))
  func theNewestTensorFlowTakesValuesToo() throws {
    let python = Python.named("TFDIFF_TEST_PYTHON_LATEST")
    let found = try propagation(target("renamed_scales.py", python: python))
    #expect(found.origin?.endpoint == "second", "\(found.rows)")
    #expect(found.rows.filter(\.isAboveNoise).map(\.endpoint) == ["second"])
  }

  /// The layers are paired by what computes them, and called by the reference's names.
  @Test func pairedLayersAreGivenValues() throws {
    let found = try propagation(target("renamed_scales.py"))
    #expect(found.origin?.endpoint == "second", "\(found.rows)")
    #expect(found.rows.filter(\.isAboveNoise).map(\.endpoint) == ["second"])
  }

  @Test func aTracedFunctionRefuses() throws {
    let state = Debugger(target: try target("planted_epsilon.py", candidate: .function)).propagate()
    #expect(state.propagation == nil)
    #expect(state.reply.words?.contains("--candidate eager") == true)
  }

  @Test func aPartBeginsWithTheReferencesValue() throws {
    let part = try #require(ModelPart(from: "norm", to: nil))
    let result = CheckRunner(target: try target("planted_epsilon.py").limited(to: part)).run()
    #expect(result.conclusion.verdict == .equal, LiveTensorFlow.log(result.state))
    let statuses = Dictionary(uniqueKeysWithValues: result.state.endpoints.map { ($0.name, $0.status) })
    #expect(statuses["conv1"] == .outside && statuses["norm"] == .outside && statuses["logits"] == .match)
    let before = try #require(ModelPart(from: nil, to: "norm"))
    #expect(
      CheckRunner(target: try target("planted_epsilon.py").limited(to: before)).run().conclusion.verdict == .diverged)
  }

  @Test func anUnknownLayerIsAnError() throws {
    let part = try #require(ModelPart(from: "nrom", to: nil))
    let result = CheckRunner(target: try target("planted_epsilon.py").limited(to: part)).run()
    #expect(result.conclusion.verdict == .incomparable)
    #expect(result.state.failure?.message.contains("Did you mean 'norm'?") == true)
  }
}
