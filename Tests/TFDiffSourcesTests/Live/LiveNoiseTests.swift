import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

@testable import TFDiffLive

/// Protects: on real TensorFlow the noise of a run is measured with the input moved in its last place, judges a port that rounds
/// otherwise, and says where a batch norm over one constant image lets nothing be judged.
@Suite(.enabled(if: Python.tensorFlow != nil, Python.tensorFlowIsMissing)) struct LiveNoiseTests {
  private static let folder = "\(LiveTensorFlow.models)/noise"

  /// - Parameter input: the name of the program's function that gives it.
  private func check(_ input: String, candidate: String = "", reference python: String? = nil) throws -> DebuggerState {
    let source = try String(contentsOfFile: "\(Self.folder)/batch_norm.py", encoding: .utf8)
    var settings = try LiveTensorFlow.settings("\(Self.folder)/batch_norm.py", training: true)
    settings.program.source = source + "\n\ninputs = \(input)\n" + candidate
    if let python { settings.interpreters.reference.python = python }
    let options = DebuggerOptions(tolerance: TolerancePolicy(isAutomatic: true))
    return CheckRunner(target: .live(settings), options: options).run().state
  }

  @Test func aPortThatRoundsOtherwiseIsEqual() throws {
    let state = try check("varied")
    #expect(state.conclusion == Conclusion(verdict: .equal, findings: []), LiveTensorFlow.log(state))
    for row in state.endpoints {
      let noise = try #require(row.noise, "\(row.name)")
      #expect(noise.greatest > 0 && noise.greatest < 1e-6 && noise.isJudgeable, "\(row.name): \(noise)")
    }
    #expect(try #require(state.endpoints.first { $0.name == "normalized" }?.comparison).maxAbs > 0)
  }

  /// The difference is a hundredth of what the default tolerance lets pass.
  @Test func aSmallMistakeIsFound() throws {
    let scaled =
      "\nPorted.__call__ = lambda self, inputs, training=False: dict("
      + "tf1_model(inputs, training), scaled=inputs * tf.constant(0.7 * (1 + 1e-5)))\n"
    let state = try check("varied", candidate: scaled)
    let row = try #require(state.endpoints.first { $0.name == "scaled" })
    #expect(row.status == .mismatch, LiveTensorFlow.log(state))
    let comparison = try #require(row.comparison)
    #expect(comparison.maxAbs < Tolerance.standard.atol)
  }

  @Test func aConstantImageLetsNothingBeJudged() throws {
    let state = try check("constant")
    let rows = Dictionary(uniqueKeysWithValues: state.endpoints.map { ($0.name, $0.status) })
    #expect(rows["scaled"] == .match && rows["normalized"] == .unjudged, "\(rows) \(LiveTensorFlow.log(state))")
    #expect(state.conclusion.verdict == .incomparable)
    let words = state.conclusion.findings.map { "\($0)" }.joined()
    #expect(words.contains("the first of them normalized"), "\(words)")
  }

  @Test func wholeNumbersHaveNoLastPlace() throws {
    let state = try check("whole")
    #expect(state.noise?.obstacle?.contains("no input is of floating-point numbers") == true)
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
  }

  @Test(.enabled(if: Python.tensorFlow1 != nil)) func olderTensorFlowIsMeasuredToo() throws {
    let state = try check("varied", reference: Python.tensorFlow1)
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    #expect(state.endpoints.allSatisfy { ($0.noise?.greatest ?? 0) > 0 })
  }
}
