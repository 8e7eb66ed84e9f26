import Synchronization
import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: a change in how both sides run is a cause where all that differs agrees under it, and only there; and a run that cannot
/// have to do with what differs is not made.
@Suite struct TargetVariantTests {
  private let ones = tensor([1, 1, 1, 1])
  private let others = tensor([1, 2, 1, 3])

  /// A pair whose endpoints have these values, each the same on both sides or not.
  private func target(_ endpoints: [(String, Tensor, Tensor)], draws: Bool = true) -> DebugTarget {
    func script(_ side: Side) -> Script {
      Script(
        steps: endpoints.flatMap { name, reference, candidate -> [Step] in
          let value = side == .reference ? reference : candidate
          let draw = OperationEvent(
            name: "net/\(name)", type: draws ? "RandomUniform" : "Tanh", output: value, id: name,
            attributes: draws ? [.init(name: "seed2", value: "1")] : [])
          return [.operation(draw), .endpoint(name, value)]
        }, loss: nil)
    }
    return ScriptedTarget(reference: script(.reference), candidate: script(.candidate)).target
  }

  private func explained(
    _ target: DebugTarget, _ change: TargetVariant.Change, as variant: DebugTarget
  ) -> (explanation: Explanation?, runs: Int) {
    let runs = Mutex(0)
    var target = target
    target.variants = [
      TargetVariant(change) {
        runs.withLock { $0 += 1 }
        return variant
      }
    ]
    let state = CheckRunner(target: target, explains: true).run().state
    return (state.explanations.first, runs.withLock { $0 })
  }

  @Test func numbersDrawnInAnotherOrder() throws {
    let (found, _) = explained(
      target([("drop", ones, others), ("head", ones, others)]), .constantRandomness,
      as: target([("drop", ones, ones), ("head", ones, ones)]))
    let explanation = try #require(found)
    #expect(explanation.cause == .randomOrder && explanation.kind == .randomNumbers, "\(explanation)")
    #expect(explanation.origin.endpoint == "drop")
    #expect(explanation.experiment?.before == 2 && explanation.experiment?.after == 0)
    #expect(explanation.evidence.contains { $0.hasPrefix("2 that were compared agree") }, "\(explanation.evidence)")
  }

  /// One of what differs differs still.
  @Test func whatLeavesSomethingIsNoCause() {
    let (found, runs) = explained(
      target([("drop", ones, others), ("head", ones, others)]), .constantRandomness,
      as: target([("drop", ones, ones), ("head", ones, others)]))
    #expect(found?.cause == nil, "\(String(describing: found))")
    #expect(runs == 1)
  }

  /// An endpoint that the variant does not reach has not been seen to agree.
  @Test func whatIsNotReachedDoesNotAgree() {
    let (found, _) = explained(
      target([("drop", ones, others), ("head", ones, others)]), .constantRandomness, as: target([("drop", ones, ones)]))
    #expect(found?.cause == nil, "\(String(describing: found))")
  }

  /// Where nothing draws, and nothing looks drawn, no time is spent on it.
  @Test func whatCannotBeTheCauseIsNotRun() {
    let scaled = ones.mapped { value, _ in 3 * value }
    let pair = target([("head", ones, scaled)], draws: false)
    let (found, runs) = explained(pair, .constantRandomness, as: target([("head", ones, ones)]))
    #expect(found?.cause != .randomOrder && runs == 0, "\(String(describing: found))")
    #expect(explained(pair, .passingGradients(.candidate), as: pair).runs == 0)
  }

  // MARK: What runs the programs

  /// Something that a rewrite has made of a product, and what is left of it without.
  private func rewritten(_ candidate: Tensor) -> DebugTarget { target([("head", ones, candidate)], draws: false) }

  /// The part of the change that is enough is named.
  @Test func aRewriteOfTheGraph() throws {
    var pair = rewritten(others)
    var without = TargetVariant(.withoutRewrites(named: nil)) { rewritten(ones) }
    without.refinements = [
      TargetVariant(.withoutRewrites(named: "remapping")) { rewritten(others) },
      TargetVariant(.withoutRewrites(named: "constant_folding")) { rewritten(ones) },
    ]
    pair.variants = [without]
    let found = try #require(CheckRunner(target: pair, explains: true).run().state.explanations.first)
    #expect(found.cause == .graphRewrite && found.experiment?.closesTheGap == true, "\(found)")
    #expect(found.sentence.contains("(constant_folding)"), "\(found.sentence)")
    #expect(found.remedy?.contains("without the rewrite constant_folding") == true)
    without.refinements.removeLast()
    pair.variants = [without]
    let some = CheckRunner(target: pair, explains: true).run().state.explanations.first
    #expect(some?.cause == .graphRewrite && some?.sentence.contains("(") == false, "\(String(describing: some))")
  }

  /// Rounding is what a rewrite makes of any program.
  @Test func aRewriteThatRoundsOtherwiseIsNoCause() {
    let near = ones.mapped { value, index in value + (index[0] == 1 ? 2e-6 : 0) }
    var pair = rewritten(near)
    pair.variants = [TargetVariant(.withoutRewrites(named: nil)) { rewritten(ones) }]
    let options = DebuggerOptions(tolerance: TolerancePolicy(standard: Tolerance(rtol: 0, atol: 0)), breakpoints: [])
    let found = CheckRunner(target: pair, options: options, explains: true).run().state.explanations.first
    #expect(found != nil && found?.cause == nil, "\(String(describing: found))")
  }

  private func switched(_ candidate: Tensor) -> Explanation? {
    var pair = rewritten(others)
    let values = SidePair(reference: "0", candidate: "not set")
    pair.switches = {
      [
        NumericSwitch("NVIDIA_TF32_OVERRIDE", values, obstacle: "it acts on GPUs alone, which neither side has"),
        NumericSwitch(
          "TF_ENABLE_ONEDNN_OPTS", values,
          variant: TargetVariant(.numericSwitch(name: "TF_ENABLE_ONEDNN_OPTS", value: "0")) { rewritten(candidate) }),
      ]
    }
    return CheckRunner(target: pair, explains: true).run().state.explanations.first
  }

  @Test func aSwitchOfTheEnvironment() throws {
    let found = try #require(switched(ones))
    #expect(found.cause == .numericSwitch && found.experiment?.closesTheGap == true, "\(found)")
    #expect(
      found.sentence.contains("TF_ENABLE_ONEDNN_OPTS") && found.remedy?.contains("TF_ENABLE_ONEDNN_OPTS 0") == true)
  }

  /// It is told all the same, and why no run could show it.
  @Test func aSwitchThatClosesNothingIsEvidence() throws {
    let found = try #require(switched(others))
    #expect(found.cause == nil)
    #expect(
      found.evidence.suffix(2) == [
        "NVIDIA_TF32_OVERRIDE is 0 in the reference and not set in the candidate: it acts on GPUs alone, which neither side has",
        "TF_ENABLE_ONEDNN_OPTS is 0 in the reference and not set in the candidate",
      ], "\(found.evidence)")
  }

  // MARK: Gradients

  /// A step whose gradients are such times the reference's; a stopped part leaves no factor between the two.
  private func steps(_ factors: [Double]) -> DebugTarget {
    var numbers = MadeUpNumbers(seed: 8)
    let gradients = (0..<2).map { _ in numbers.tensor([24]) }
    func script(_ side: Side) -> Script {
      let rungs = gradients.indices.map { index -> Step in
        let value = gradients[index].mapped { value, place in
          side == .reference ? value : value * (1 + factors[index] * Double(place[0] % 5))
        }
        let rung = Rung(
          step: 1, kind: .gradient, name: "gradients/w\(index)", variable: "w\(index)", scale: 0.3, isExpected: true)
        return .rung(rung, value)
      }
      return Script(steps: rungs, loss: nil)
    }
    var description = TargetDescription.scripted()
    description.steps = 1
    return ScriptedTarget(
      reference: script(.reference), candidate: script(.candidate), description: description
    ).target
  }

  @Test(arguments: Side.allCases) func stoppedGradients(side: Side) throws {
    let (found, _) = explained(steps([0.2, 0.1]), .passingGradients(side), as: steps([0, 0]))
    let explanation = try #require(found)
    #expect(explanation.cause == .stoppedGradient, "\(explanation)")
    #expect(explanation.origin.rung == "step1/gradients/w0" && explanation.origin.variable == "w0")
    #expect(explanation.sentence.hasPrefix("the \(side.rawValue) stops gradients"))
    #expect(explanation.remedy?.isEmpty == false)
    #expect(explained(steps([0.2, 0.1]), .passingGradients(side), as: steps([0, 0.1])).explanation?.cause == nil)
  }
}
