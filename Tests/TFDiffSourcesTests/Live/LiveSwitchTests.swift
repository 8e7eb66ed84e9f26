import TFDiffDebugger
import TFDiffLive
import Testing

/// Protects: a variable of the environment that is another on the two sides is a cause where the candidate, run with the reference's,
/// computes the same, and one that acts on GPUs alone is told as such. The program stands for kernels that follow a switch: which of
/// a machine's do is the machine's.
@Suite(.enabled(if: Python.tensorFlow != nil, Python.tensorFlowIsMissing)) struct LiveSwitchTests {
  @Test func theCandidateIsRunWithTheReferencesSwitch() throws {
    var settings = try LiveTensorFlow.settings("\(LiveTensorFlow.models)/followed_switch.py")
    settings.copiesWeights = true
    settings.interpreters.candidate.launch = ["env", "TF_ENABLE_ONEDNN_OPTS=0", "NVIDIA_TF32_OVERRIDE=0"]
    let ask = try #require(settings.switches)
    let switches = try ask()
    let tensorFloat = try #require(switches.first { $0.name == "NVIDIA_TF32_OVERRIDE" })
    #expect(tensorFloat.variant == nil && tensorFloat.obstacle?.contains("GPU") == true)
    let state = CheckRunner(target: .live(settings), explains: true).run().state
    let explanation = try #require(state.explanations.first, LiveTensorFlow.log(state))
    #expect(explanation.cause == .numericSwitch, "\(explanation)")
    #expect(explanation.sentence.contains("TF_ENABLE_ONEDNN_OPTS"), "\(explanation.sentence)")
    #expect(explanation.experiment?.closesTheGap == true)
  }
}
