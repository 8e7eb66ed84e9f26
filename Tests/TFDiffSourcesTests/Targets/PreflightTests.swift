import TFDiffDebugger
import TFDiffTargets
import TFDiffTensor
import Testing

/// Protects: what two sides are said to have in common before a run, and what is said not to be known.
@Suite struct PreflightTests {
  private let target = TargetDescription(name: "t", mode: nil, training: true, seed: 42, input: "ones")

  private func preflight(_ reference: SidePreflight, _ candidate: SidePreflight) -> Preflight {
    Preflight(SidePair(reference: reference, candidate: candidate), target)
  }

  private func side(_ change: (inout SidePreflight) -> Void) -> SidePreflight {
    var side = SidePreflight()
    side.facts = [.init("TensorFlow", "2.12.1")]
    side.inputs = [.init("inputs()", "abc")]
    (side.operations, side.decays) = ([], [])
    change(&side)
    return side
  }

  private func norms(_ epsilon: String, _ count: Int) -> SidePreflight.ConfiguredOperation {
    .init(type: "FusedBatchNorm", attributes: ["epsilon": epsilon], count: count)
  }

  @Test func aSwitchOfOneSideAloneIsNotKnown() {
    let found = preflight(side { $0.facts.append(.init("TensorFloat-32", "True")) }, side { _ in })
    #expect(found.verdict == .equal)
    #expect(
      found.lines.contains(
        .init(.unknown, "TensorFloat-32", "True in the reference; the candidate has no such switch")))
  }

  @Test func oneLayerOfManyThatPartsIsCounted() {
    let found = preflight(
      side { $0.operations = [norms("0.001", 40)] }, side { $0.operations = [norms("0.001", 39), norms("1e-05", 1)] })
    #expect(found.verdict == .diverged)
    let words = "0.001 (40) in the reference, 0.001 (39), 1e-05 (1) in the candidate"
    #expect(found.lines.contains(.init(.differs, "FusedBatchNorm epsilon", words)))
  }

  /// What has no partner is compared with nothing.
  @Test func layersWithoutAPartnerSayNothing() {
    let found = preflight(side { $0.operations = [norms("0.001", 2)] }, side { $0.operations = [norms("1e-05", 1)] })
    #expect(found.verdict == .equal)
    #expect(found.lines.contains { $0.topic == "FusedBatchNorm" && $0.outcome == .unknown })
  }

  @Test func randomOperationsAreHeldAgainstEachOther() {
    func event(_ seed2: Int) -> RandomEvent {
      RandomEvent(index: 0, name: "drop", type: "RandomUniform", shape: [2], seed: 42, seed2: seed2)
    }
    let same = preflight(side { $0.random = [event(1)] }, side { $0.random = [event(1)] })
    #expect(same.lines.contains(.init(.same, "random operations", "1, of the same types and seeds")))
    let other = preflight(side { $0.random = [event(1)] }, side { $0.random = [event(2)] })
    #expect(
      other.lines.contains(
        .init(
          .differs, "random operations",
          "random op 0 is RandomUniform (42, 1) in the reference and RandomUniform (42, 2) in the candidate")))
    #expect(preflight(side { $0.random = [event(1)] }, side { _ in }).verdict == .diverged)
  }

  @Test func aPatternThatMatchesNothingDiffers() {
    func with(_ matches: Int?) -> Preflight {
      preflight(
        side { $0.exclusions = [.init(optimizer: "LAMB", pattern: "LayerNorm", matches: matches)] }, side { _ in })
    }
    #expect(with(0).verdict == .diverged && with(2).verdict == .equal)
    let words = "LAMB of the reference leaves ‘LayerNorm’ out of weight decay, and no variable matches"
    #expect(with(0).lines.contains(.init(.differs, "weight decay", words)))
    #expect(with(nil).lines.contains { $0.topic == "weight decay" && $0.outcome == .unknown })
  }

  @Test func whereNothingIsKnownThatIsTheVerdict() {
    var nothing = SidePreflight()
    nothing.obstacle = "ValueError"
    #expect(preflight(nothing, nothing).verdict == .incomparable)
    #expect(preflight(nothing, nothing).lines.allSatisfy { $0.outcome == .unknown })
  }

  @Test func theTextHasAMarkForEachLine() {
    let found = preflight(side { $0.facts.append(.init("x", "1")) }, side { $0.facts.append(.init("x", "2")) })
    let text = found.text(.ascii)
    #expect(text[0] == "= TensorFlow         2.12.1" && text[1].hasPrefix("X x  "), "\(text)")
    #expect(
      found.sentence == "1 of 4 facts that can be compared differs; 2 are not known before a run.", "\(found.sentence)")
  }
}
