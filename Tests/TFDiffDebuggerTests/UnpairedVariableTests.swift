import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: where what diverges first reads a variable without a partner, that variable is named, with what could be it.
@Suite struct UnpairedVariableTests {
  private func state(_ candidates: [VariableEvent]) -> DebuggerState {
    var state = DebuggerState(
      target: TargetDescription(
        name: "t", mode: nil, training: false, seed: 1, input: "ones",
        runtimes: SidePair(reference: "r", candidate: "c")))
    state.variables = SidePair(reference: [variable("net/table", [9, 2])], candidate: candidates)
    return state
  }

  private func event(_ name: String, _ type: String, reads: String) -> OperationEvent {
    OperationEvent(name: name, type: type, output: nil, id: name, inputs: [.variable(reads), .modelInput])
  }

  private func unpaired(_ state: DebuggerState, candidateReads: String) -> UnpairedVariable? {
    state.unpairedVariable(
      of: OperationRow(
        reference: event("lookup", "GatherV2", reads: "net/table"), candidate: nil, status: .missingCandidate),
      instead: OperationRow(
        reference: nil, candidate: event("gather", "ResourceGather", reads: candidateReads), status: .missingReference))
  }

  @Test func whatIsReadInItsPlaceCouldBeIt() throws {
    let state = state([variable("a/own", [9, 2]), variable("b/own", [9, 2])])
    let found = try #require(unpaired(state, candidateReads: "b/own"))
    #expect(found.reference.name == "net/table" && found.candidates.map(\.name) == ["b/own"])
    let text = DivergenceText.unpaired(found, RemedyWords())
    #expect(text.contains("net/table (float32 [9, 2], trainable) has no partner in the candidate"), "\(text)")
    #expect(text.contains("under [variables] in a map: \"net/table\" = \"b/own\""), "\(text)")
  }

  @Test func severalThatCouldBeItAreNamed() throws {
    let state = state([variable("a/own", [9, 2]), variable("b/own", [9, 2])])
    let found = try #require(unpaired(state, candidateReads: "elsewhere"))
    let text = DivergenceText.unpaired(found, RemedyWords())
    #expect(text.contains("2 of the candidate's could be it: a/own, b/own"), "\(text)")
  }

  /// A variable that the candidate lacks altogether is missing, which is said as such.
  @Test func whatNothingCouldBeIsNone() {
    #expect(unpaired(state([variable("a/own", [2])]), candidateReads: "a/own") == nil)
  }

  @Test func whatIsPairedIsNone() {
    let partner = VariablePartner(name: "net/table", way: .path)
    let candidate = VariableEvent(name: "own", shape: [9, 2], dtype: .float32, trainable: true, partner: partner)
    #expect(unpaired(state([candidate]), candidateReads: "own") == nil)
  }
}
