import TFDiffDebugger
import TFDiffEmbedded
import TFDiffEngine
import TFDiffTargets
import TFDiffTensor
import Testing

/// Protects: a part of a model is run on the reference's values and compared alone; what lies outside decides nothing and is
/// said to be not compared.
@Suite struct ModelPartTests {
  private func target(
    _ from: String?, _ to: String?, candidate: CandidateKind = .eager, faults: [String] = []
  ) throws -> DebugTarget {
    let settings = EmbeddedSettings(
      model: TinyModel(), input: TinyModel.image, inputName: "image", candidate: candidate,
      faults: try faults.map { try Fault(parsing: $0) })
    return try DebugTarget.embedded(settings).limited(to: try #require(ModelPart(from: from, to: to)))
  }

  private func check(_ target: DebugTarget) -> CheckRunner.Result { CheckRunner(target: target).run() }

  @Test(arguments: [CandidateKind.eager, .function, .functionalModel])
  func whatLiesBeforeThePartDecidesNothing(candidate: CandidateKind) throws {
    let faults = ["batch-norm-epsilon=0.1@conv1"]
    let result = check(try target("pool1", nil, candidate: candidate, faults: faults))
    #expect(result.conclusion.verdict == .equal, "\(result.conclusion.findings)")
    #expect(result.state.endpoints.map(\.status) == [.outside, .outside, .match, .match, .match, .match])
    #expect(result.state.endpoints[0].comparison?.isMatch == false, "the candidate's own value differs there")
    #expect(check(try target(nil, "pool1", candidate: candidate, faults: faults)).conclusion.verdict == .diverged)
  }

  @Test func whatLiesBehindThePartIsNotRun() throws {
    let result = check(try target("conv1", "conv2", faults: ["missing-activation@logits"]))
    #expect(result.conclusion.verdict == .equal)
    #expect(result.state.endpoints.map(\.status) == [.outside, .match, .match, .outside, .outside, .outside])
    #expect(result.state.endpoints[4].candidate == nil && result.state.endpoints[4].reference == nil)
    #expect(result.state.phase == .finished)
    #expect(result.state.lossComparisons.isEmpty)
  }

  @Test func aFaultWithinThePartIsFound() throws {
    let result = check(try target("pool1", "flat", faults: ["batch-norm-epsilon=0.1@conv2"]))
    #expect(result.conclusion.verdict == .diverged)
    let first = try #require(result.state.firstDivergence)
    #expect(result.state.endpoints[first].name == "conv2" && !result.state.endpoints[first].operations.isEmpty)
  }

  /// Bits and not tolerance: the run is the reference's from there on, but for what rounding the rewrites make.
  @Test func thePartGoesOnFromTheReferencesBits() throws {
    let plain = Debugger(target: try target("conv1", nil, faults: ["perturbed-element=5@conv1"]))
    let state = plain.perform(.continue)
    let clean = Debugger(target: try target("conv1", nil)).perform(.continue)
    for (row, other) in zip(state.endpoints, clean.endpoints).dropFirst() {
      #expect(try #require(row.candidate?.tensor).isIdentical(to: try #require(other.candidate?.tensor)), "\(row.name)")
    }
  }

  @Test func theWordsSaySo() throws {
    let state = check(try target("pool1", "flat")).state
    let context = ReportContext(command: "c")
    #expect(state.coverage.sentence?.contains("the part from pool1 up to flat alone") == true)
    #expect(state.tally == "2 of 2 endpoints match")
    #expect(CheckSummary().opening(state)[0].contains("from pool1 up to flat"))
    #expect(CheckSummary().line(state.endpoints[0]).contains("not compared: outside the part"))
    #expect(CheckSummary().line(state.endpoints[1]).contains("goes on from the reference's value"))
    let json = JSONReport.document(state, context: context).text()
    #expect(json.contains("\"part\": { \"from\": \"pool1\", \"to\": \"flat\" }") && json.contains("not-compared"))
    #expect(MarkdownReport.text(state, context: context).contains("from pool1 up to flat"))
  }

  @Test(
    arguments: [
      ("pol1", nil, "Did you mean 'pool1'?"), (nil, "logit", "Did you mean 'logits'?"),
      ("pool1", "pool1", "no endpoint lies"),
      ("conv2", "pool1", "no endpoint lies"),
    ] as [(String?, String?, String)])
  func whatIsNotThereIsRefused(from: String?, to: String?, words: String) throws {
    do {
      _ = try target(from, to)
      Issue.record("it was accepted")
    } catch let error as ModelPartError {
      #expect("\(error)".contains(words), "\(error)")
    }
  }

  @Test func anotherShapeIsRefused() throws {
    let result = check(try target("conv2", nil, faults: ["padding=VALID@conv2"]))
    #expect(result.conclusion.verdict == .incomparable)
    #expect(result.state.failure?.side == .candidate)
    #expect(
      result.state.failure?.message.contains("cannot be given") == true, "\(String(describing: result.state.failure))")
  }

  @Test func aPartCanBeSteppedAndLookedInto() throws {
    let debugger = Debugger(
      target: try target("pool1", nil, faults: ["batch-norm-epsilon=0.1@conv1", "missing-activation@conv2"]))
    var state = debugger.perform(.continue)
    #expect(state.phase == .paused(.divergence(endpoint: "conv2")))
    state = debugger.perform(.into(endpoint: 2))
    #expect(state.endpoints[2].operations.contains { $0.status == .match })
    #expect(debugger.perform(.restart).target.part == state.target.part)
    #expect(debugger.propagate().propagation == nil)
  }
}
