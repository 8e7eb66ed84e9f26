import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: what is told of the two sides' variables: what lacks, what seems renamed, what is not tracked, and which
/// place in the code created something again.
@Suite struct VariablesComparisonTests {
  @Test func missingExtraAndMismatched() {
    let comparison = VariablesComparison(
      reference: [variable("a"), variable("b"), variable("c"), variable("d")],
      candidate: [variable("a"), variable("b", [3]), variable("c", trainable: false), variable("e")])
    #expect(comparison.referenceCount == 4)
    #expect(comparison.candidateCount == 4)
    #expect(comparison.missing.map(\.name) == ["d"])
    #expect(comparison.extra.map(\.name) == ["e"])
    #expect(comparison.mismatched.map(\.name) == ["b", "c"])
    #expect(comparison.unexpectedCreations.isEmpty)
    #expect(!comparison.isEqual)
  }

  @Test func whatTheCandidateCreatesOnALaterCallIsUnexpected() {
    let comparison = VariablesComparison(
      reference: [variable("w")], candidate: [variable("w"), variable("w_1", call: 2)])
    #expect(comparison.unexpectedCreations.map(\.first.name) == ["w_1"])
    #expect(comparison.extra.isEmpty)
  }

  @Test func namesUsedAgainOnLaterCallsNeverMakeTheMatchesNegative() {
    let twice = [variable("w"), variable("w", call: 2), variable("w", [3], call: 2)]
    for (reference, candidate) in [(twice, []), (twice, [variable("w")]), ([], twice), (twice, twice)] {
      let comparison = VariablesComparison(reference: reference, candidate: candidate)
      #expect(comparison.matched >= 0)
      #expect(comparison.matched + comparison.missing.count + comparison.mismatched.count == reference.count)
    }
    let again = VariablesComparison(reference: [variable("w")], candidate: [variable("w"), variable("w", call: 2)])
    #expect(again.matched == 1)
    #expect(again.unexpectedCreations.map(\.first.call) == [2])
    #expect(again.isAlike)
    #expect(!again.isEqual)
  }

  @Test func aReferenceThatCreatesOnLaterCallsTooIsTheMeasure() {
    let both = [variable("a"), variable("b", call: 2)]
    #expect(VariablesComparison(reference: both, candidate: both).isEqual)
    let third = VariablesComparison(reference: both, candidate: both + [variable("c", call: 3)])
    #expect(third.unexpectedCreations.map(\.first.name) == ["c"])
  }

  @Test func untrackedVariablesAreNamedByTheirPlace() {
    let candidate = [variable("a"), variable("b"), variable("c", call: 2)]
    let comparison = VariablesComparison(
      reference: [variable("a"), variable("b")], candidate: candidate, untracked: [1, 2, 7, -1])
    #expect(comparison.untracked.map(\.name) == ["b"], "created again is told of already; the rest does not exist")
    #expect(!comparison.isAlike)
  }

  /// Eager variables may share a name: each of them needs a partner of its own.
  @Test func variablesOfOneNameArePairedOneByOne() {
    let comparison = VariablesComparison(
      reference: [variable("v"), variable("v", [3]), variable("w")],
      candidate: [variable("v"), variable("w"), variable("w")])
    #expect(comparison.matched == 2)
    #expect(comparison.missing.map(\.shape) == [[3]])
    #expect(comparison.extra.map(\.name) == ["w"])
    #expect(!comparison.isAlike)
  }

  @Test func equalVariables() {
    let variables = [variable("a"), variable("b")]
    #expect(VariablesComparison(reference: variables, candidate: variables).isEqual)
  }

  @Test func randomOperationsStandSideBySide() {
    var state = DebuggerState(
      target: TargetDescription(
        name: "t", mode: nil, training: false, seed: 1, input: "ones",
        runtimes: SidePair(reference: "r", candidate: "c")))
    func random(_ index: Int, _ type: String) -> RandomEvent {
      RandomEvent(index: index, name: "r\(index)", type: type, shape: [2], seed: 1, seed2: index)
    }
    state.randomOperations.reference = [random(0, "RandomUniform"), random(1, "TruncatedNormal")]
    state.randomOperations.candidate = [
      random(0, "RandomUniform"), random(1, "RandomUniform"), random(2, "X"),
    ]
    #expect(state.randomComparisons.map(\.agrees) == [true, false, false])
    #expect(state.randomComparisons[2].reference == nil)
  }
}
