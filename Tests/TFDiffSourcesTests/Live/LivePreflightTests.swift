import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

@testable import TFDiffLive
@testable import TFDiffTargets

/// Protects: before any run both workers say what they have in common and in what they differ, and neither computes anything of
/// its forward pass.
@Suite(.serialized, .enabled(if: Python.tensorFlow != nil, Python.tensorFlowIsMissing)) struct LivePreflightTests {
  /// - Parameters:
  ///   - code: what follows the program, and may put other functions in the place of its own.
  ///   - reference: another interpreter for the reference.
  private func preflight(
    _ code: String = "", training: Bool = true, steps: Int = 0, reference: String? = nil,
    checkpoint: CheckpointValues? = nil
  ) throws -> Preflight {
    let folder = try TestFolder()
    let mark = "\(folder.path)/mark"
    let path = "\(LiveTensorFlow.models)/preflight/pair.py"
    var settings = try LiveTensorFlow.settings(path, training: training)
    let source = try String(contentsOfFile: path, encoding: .utf8)
    settings.program.source = "import os\nos.environ['PREFLIGHT_MARK'] = '\(mark)'\n\(source)\n\(code)\n"
    if let reference { settings.interpreters.reference.python = reference }
    (settings.checkpoint, settings.steps) = (checkpoint, steps)
    let found = try settings.preflight()
    #expect(!FileManager.default.fileExists(atPath: mark), "something was computed")
    return found
  }

  private func differing(_ preflight: Preflight) -> [String] {
    preflight.lines.filter { $0.outcome == .differs }.map { "\($0.topic): \($0.words)" }
  }

  private func words(_ preflight: Preflight, _ topic: String, _ outcome: Preflight.Outcome) -> [String] {
    preflight.lines.filter { $0.topic == topic && $0.outcome == outcome }.map(\.words)
  }

  @Test func twoSidesThatAreAlike() throws {
    let found = try preflight()
    #expect(found.verdict == .equal && differing(found) == [], "\(found.text(.unicode).joined(separator: "\n"))")
    let sha = Tensor((0..<108).map { Float(-1 + 2 * Double($0) / 107) }, shape: [1, 6, 6, 3]).sha256
    #expect(words(found, "input inputs()", .same) == ["sha256 \(sha)"])
    #expect(words(found, "Conv2D", .same) == ["1, alike in data_format, dilations, padding, strides"])
    #expect(words(found, "FusedBatchNorm", .same).first?.contains("epsilon") == true)
    #expect(words(found, "moving averages", .same) == ["keep 0.99 (1)"])
    #expect(words(found, "global seed", .same) == ["42"])
    #expect(words(found, "random operations", .same).first?.hasPrefix("1, ") == true)
    #expect(words(found, "TF_ENABLE_ONEDNN_OPTS", .same).count == 1)
    #expect(words(found, "TensorFlow", .same).first?.hasPrefix("2.") == true)
  }

  @Test func defaultsThatPartAreNamed() throws {
    let found = try preflight(
      "def tf2_model():\n  tf.random.set_seed(7)\n  return Port(epsilon=1e-5, padding='VALID', decay=0.9)")
    #expect(
      differing(found).sorted() == [
        "Conv2D padding: SAME (1) in the reference, VALID (1) in the candidate",
        "FusedBatchNorm epsilon: 0.001 (1) in the reference, 1e-05 (1) in the candidate",
        "global seed: 42 in the reference, 7 in the candidate",
        "moving averages: keep 0.99 (1) in the reference, 0.9 (1) in the candidate",
      ])
    #expect(found.verdict == .diverged)
  }

  @Test func inputsThatPartAreNamed() throws {
    let found = try preflight("def inputs():\n  return np.full([1, 6, 6, 3], os.getpid(), np.float32)")
    #expect(differing(found).map { String($0.prefix(15)) } == ["input inputs():"])
  }

  @Test func patternsThatMatchNothingAreNamed() throws {
    let found = try preflight(
      """
      def tf1_optimizer():
        return AdamWeightDecay(['LayerNorm', 'bias'])
      def tf2_optimizer():
        return AdamWeightDecay(['norm', 'bias'])
      """, steps: 1)
    #expect(
      differing(found) == [
        "weight decay: AdamWeightDecay of the reference leaves ‘LayerNorm’ out of weight decay, and no variable matches"
      ])
    #expect(
      words(found, "weight decay", .same) == [
        "AdamWeightDecay of the reference leaves ‘bias’ out of weight decay: 1 variables",
        "AdamWeightDecay of the candidate leaves ‘norm’ out of weight decay: 3 variables",
        "AdamWeightDecay of the candidate leaves ‘bias’ out of weight decay: 1 variables",
      ])
  }

  @Test func aModelThatCannotBeTracedIsSaid() throws {
    let found = try preflight(
      "class Port(tf.Module):\n  def __call__(self, inputs, training=False):\n"
        + "    return inputs * float(tf.reduce_sum(inputs).numpy())")
    let unknown = words(found, "layers", .unknown)
    #expect(
      unknown.first?.hasPrefix("the candidate's model cannot be built without running it: ") == true, "\(unknown)")
    #expect(found.lines.contains { $0.topic == "TensorFlow" && $0.outcome == .same })
  }

  @Test func whatACheckpointHasIsCompared() throws {
    let keys = ["conv/kernel", "conv/bias", "norm/gamma", "norm/beta", "other/kernel", "conv/kernel/Adam"]
    let entries = Dictionary(
      uniqueKeysWithValues: keys.map { ($0, CheckpointValues.Entry(key: $0, shape: [1], dtype: "float32")) })
    let description = CheckpointDescription(path: "ckpt", style: "name-based", variables: keys)
    let found = try preflight(
      checkpoint: CheckpointValues(description: description, entries: entries) { _ in [:] })
    let lines = found.lines.filter { $0.topic == "checkpoint" }
    #expect(lines.contains { $0.outcome == .differs && $0.words == "nothing restores norm/moving_mean" }, "\(lines)")
    #expect(lines.contains { $0.outcome == .differs && $0.words == "no variable takes other/kernel" })
    #expect(lines.contains { $0.outcome == .unknown && $0.words.hasPrefix("1 slots of an optimizer") })
    #expect(lines.contains { $0.outcome == .same && $0.words.hasPrefix("4 of 5 variables") })
  }

  @Test(.enabled(if: Python.tensorFlow1 != nil)) func anOlderTensorFlowDiffersInWhatItIs() throws {
    let found = try preflight(reference: Python.tensorFlow1)
    let topics = Set(found.lines.filter { $0.outcome == .differs }.map(\.topic))
    #expect(topics.isSuperset(of: ["Python", "TensorFlow", "NumPy"]) && !topics.contains("Conv2D"), "\(topics)")
    #expect(words(found, "TensorFloat-32", .unknown).first?.contains("the reference has no such switch") == true)
  }

  @Test func aSideThatCannotBeAskedIsAnError() throws {
    #expect(throws: LiveError.self) { try preflight(reference: "/nonexistent/python") }
  }
}
