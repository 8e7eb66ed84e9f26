import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: the first place where random operations part, and that its cause is only told where it can be known.
@Suite struct RandomPartingTests {
  private func parting(
    _ reference: [RandomEvent], _ candidate: [RandomEvent], isOver: Bool = true
  ) -> RandomParting? {
    var state = DebuggerState(target: .scripted())
    state.randomOperations = SidePair(reference: reference, candidate: candidate)
    if isOver {
      state.referenceSummary = RunSummary(regularizationLoss: nil, seconds: 1)
      state.candidateSummary = RunSummary(regularizationLoss: nil, seconds: 1)
    }
    return state.randomParting
  }

  private let first = random(0, "TruncatedNormal", "net/conv/init")

  @Test func noneWhereAllAgree() {
    #expect(parting([first], [first]) == nil)
    #expect(parting([], []) == nil)
  }

  @Test func otherSeeds() throws {
    let found = try #require(parting([first], [random(0, "TruncatedNormal", "net/conv/init", seed2: 9)]))
    #expect(found.cause == .seeds)
    #expect(found.index == 0)
    #expect(
      found.description.hasPrefix(
        "random op 0: the reference draws TruncatedNormal [2] (net/conv/init, seeds 42, 0), "
          + "the candidate TruncatedNormal [2] (net/conv/init, seeds 42, 9). Same operation, other seeds: "))
  }

  @Test func aSizeThatAGraphDoesNotKnowIsNoDifference() {
    let (fed, called) = (
      random(0, "RandomUniform", "drop/u", [-1, 24]), random(0, "RandomUniform", "drop/u", [4, 24])
    )
    #expect(parting([fed], [called]) == nil)
    #expect(parting([fed], [random(0, "RandomUniform", "drop/u", [4, 12])])?.cause == .lacking)
    #expect(parting([fed], [random(0, "RandomUniform", "drop/u", [24])])?.cause == .lacking)
  }

  @Test func anotherOrder() throws {
    let (a, b) = (random(1, "RandomUniform", "net/drop/u"), random(2, "TruncatedNormal", "net/fc/init", [3]))
    let found = try #require(parting([first, a, b], [first, b, a]))
    #expect(found.index == 1)
    #expect(found.cause == .order(candidateIndex: 2))
    #expect(found.description.contains("the reference's comes as random op 2 in the candidate"))
    #expect(found.description.contains("compare with the tool's mode constant"))
  }

  /// The same shape for the same variable, drawn by another op, is another initializer and not a layer that is lacking.
  @Test func anotherOpInItsPlace() throws {
    let reference = random(0, "RandomUniform", "net/conv/weights/Initializer/random_uniform/RandomUniform")
    let candidate = random(0, "TruncatedNormal", "net/conv/weights/Initializer/truncated_normal/TruncatedNormal")
    let found = try #require(parting([reference], [candidate]))
    #expect(found.cause == .replaced)
    #expect(found.description.contains("look at its initializer"))
    let elsewhere = random(0, "TruncatedNormal", "net/fc/weights/Initializer/truncated_normal/TruncatedNormal")
    #expect(parting([reference], [elsewhere])?.cause == .lacking)
  }

  @Test func oneMoreInTheCandidate() throws {
    let extra = random(0, "RandomUniform", "net/augment/u", [9])
    let found = try #require(parting([first], [extra, random(1, "TruncatedNormal", "net/conv/init")]))
    #expect(found.cause == .extra)
    #expect(found.description.contains("The candidate draws once more"))
  }

  @Test func oneMoreOfAKindThatTheReferenceHasElsewhere() {
    let reference = [random(0, "TruncatedNormal", "net/a/init"), random(1, "RandomUniform", "net/drop/u")]
    let candidate = [
      random(0, "RandomUniform", "net/more/u"), random(1, "TruncatedNormal", "net/a/init"),
      random(2, "RandomUniform", "net/drop/u"),
    ]
    #expect(parting(reference, candidate)?.cause == .extra)
  }

  @Test func oneMoreAtTheEnd() {
    let more = random(1, "RandomUniform", "net/u")
    #expect(parting([first], [first, more])?.cause == .extra)
    #expect(parting([first], [first, more], isOver: false) == nil, "the reference may still make it")
  }

  @Test func oneLackingInTheMiddleOrAtTheEnd() throws {
    let (a, b) = (random(1, "RandomUniform", "net/drop/u"), random(2, "TruncatedNormal", "net/fc/init", [3]))
    #expect(parting([first, a, b], [first, b])?.cause == .lacking)
    let end = try #require(parting([first, a], [first]))
    #expect(end.cause == .lacking)
    #expect(end.candidate == nil)
    #expect(end.description.contains("the candidate nothing. The candidate lacks the reference's random op"))
  }

  @Test func anUnfinishedRunIsNotSaidToLackAnything() {
    let (a, b) = (random(1, "RandomUniform", "net/drop/u"), random(2, "TruncatedNormal", "net/fc/init", [3]))
    #expect(parting([first, a, b], [first], isOver: false) == nil)
    #expect(parting([first, a, b], [first, b], isOver: false) == nil, "a may still come")
    #expect(parting([first, a, b], [first, b, a], isOver: false)?.cause == .order(candidateIndex: 2))
    #expect(
      parting([first], [random(0, "TruncatedNormal", "net/conv/init", seed2: 9)], isOver: false)?.cause == .seeds)
  }

  @Test(arguments: [
    ("net/drop/u", "net/drop_1/u_2"), ("net/drop/u", "drop/u"), ("drop/u", "Model/net_1/drop/u"),
  ])
  func uniqueSuffixesAndOuterScopesDoNotMatter(reference: String, candidate: String) {
    let other = random(0, "TruncatedNormal", "x", [7])
    let parting = parting(
      [random(0, "RandomUniform", reference), random(1, "TruncatedNormal", "x", [7])],
      [other, random(1, "RandomUniform", candidate)])
    #expect(parting?.cause == .order(candidateIndex: 1))
  }

  @Test func anotherLayersDrawOfTheSameKindIsNotTheReferences() {
    let reference = [random(0, "RandomUniform", "net/drop/u"), random(1, "TruncatedNormal", "x", [7])]
    let candidate = [random(0, "TruncatedNormal", "x", [7]), random(1, "RandomUniform", "net/augment/u")]
    #expect(parting(reference, candidate)?.cause == .lacking)
  }

  /// What draws takes a shape alone, and is no constant for that.
  @Test func aDivergenceThatComesOfItNamesTheDraw() throws {
    let shape = OperationInput.constant(OperationConstant(shape: [1], dtype: "int32", values: [2]))
    func draw(_ name: String, _ values: [Float]) -> OperationEvent {
      OperationEvent(
        name: name, type: "RandomUniform", output: Tensor(values), id: name,
        attributes: [.init(name: "seed2", value: "1")],
        inputs: [shape])
    }
    let scaled = OperationEvent(
      name: "drop/mul", type: "Mul", output: Tensor([1, 2]), id: "drop/mul",
      inputs: [.operation(id: "drop/u", output: 0), .modelInput])
    var endpoint = EndpointRow(name: "outputs")
    endpoint.status = .mismatch
    endpoint.operations = [
      OperationRow(reference: draw("drop/u", [0.1, 0.2]), candidate: nil, status: .missingCandidate),
      OperationRow(reference: scaled, candidate: nil, status: .missingCandidate),
      OperationRow(reference: nil, candidate: draw("Drop/u", [0.7, 0.4]), status: .missingReference),
    ]
    var state = DebuggerState(target: .scripted())
    state.endpoints = [endpoint]
    state.settleOrigin(at: 0)
    state.referenceSummary = RunSummary(regularizationLoss: nil, seconds: 1)
    state.candidateSummary = RunSummary(regularizationLoss: nil, seconds: 1)
    state.randomOperations = SidePair(
      reference: [first, random(1, "RandomUniform", "drop/u")], candidate: [random(0, "RandomUniform", "Drop/u")])
    let divergence = try #require(state.divergence)
    #expect(divergence.operation?.name == "drop/u")
    let parting = try #require(divergence.randomParting)
    #expect(parting.reference == first)
    #expect(parting.description.contains("compare with the tool's mode constant"))
  }

  @Test func itChangesNoVerdict() {
    let target = ScriptedTarget(
      reference: Script(steps: [.random(first)] + layer("a", 1)),
      candidate: Script(steps: layer("a", 1)))
    let result = CheckRunner(target: target.target).run()
    #expect(result.state.randomParting?.cause == .lacking)
    #expect(result.conclusion.verdict.exitStatus == 0)
  }

  @Test func afterAFailureNothingIsSaidToBeLacking() {
    let target = ScriptedTarget(
      reference: Script(steps: layer("a", 1) + [.random(first)] + layer("b", 1)),
      candidate: Script(steps: layer("a", 1) + [.fail(ScriptError("boom"))]))
    #expect(CheckRunner(target: target.target).run().state.randomParting == nil)
  }
}
