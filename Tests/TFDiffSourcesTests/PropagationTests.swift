import TFDiffDebugger
import TFDiffEmbedded
import TFDiffEngine
import TFDiffTargets
import TFDiffTensor
import Testing

/// Protects: on the reference's values a layer's own error is told from what it is only handed, and the first layer that adds more
/// than rounding is the origin, also where the difference is within tolerance there.
@Suite struct PropagationTests {
  private func settings(
    _ model: any Model = TinyModel(), candidate: CandidateKind = .eager, mode: WeightMode = .numRandomOps,
    training: Bool = false, faults: [String] = []
  ) throws -> EmbeddedSettings {
    let input = model.inputShape == TinyModel().inputShape ? TinyModel.image : Tensor.waves(model.inputShape)
    return EmbeddedSettings(
      model: model, mode: mode, training: training, input: input, inputName: "image", candidate: candidate,
      faults: try faults.map { try Fault(parsing: $0) })
  }

  private func propagation(_ settings: EmbeddedSettings) throws -> Propagation {
    let state = Debugger(target: try .embedded(settings)).propagate()
    #expect(state.reply == .done)
    return try #require(state.propagation)
  }

  @Test(arguments: [
    (CandidateKind.eager, false), (.eager, true), (.function, false), (.function, true), (.functionalModel, false),
  ])
  func aCleanPairHasNoOrigin(candidate: CandidateKind, training: Bool) throws {
    let found = try propagation(settings(candidate: candidate, training: training))
    #expect(found.rows.map(\.endpoint) == TinyModel().endpoints)
    #expect(found.origin == nil)
    for row in found.rows { #expect(try #require(row.ownError) <= (try #require(row.noise)), "\(row)") }
  }

  @Test(arguments: [WeightMode.fixedWeights(0.001), .constant, .numRandomOps], [false, true])
  func cleanDigitsHaveNoOrigin(mode: WeightMode, training: Bool) throws {
    let found = try propagation(settings(DigitsNet(), mode: mode, training: training))
    #expect(found.origin == nil, "\(found.rows.filter(\.isAboveNoise))")
  }

  @Test(arguments: [CandidateKind.eager, .function])
  func whatIsHandedOnIsNoLayersOwn(candidate: CandidateKind) throws {
    let found = try propagation(settings(candidate: candidate, faults: ["batch-norm-epsilon=0.1@conv1"]))
    let origin = try #require(found.origin)
    #expect(origin.endpoint == "conv1")
    for row in found.rows.dropFirst() {
      #expect(try #require(row.errorOut) > 1e-3, "the ordinary run differs to its end")
      #expect(try #require(row.ownError) <= (try #require(row.noise)), "\(row)")
    }
  }

  @Test func flowIsRecordedAndGainFollowsFromIt() throws {
    let found = try propagation(settings(faults: ["perturbed-element=0.01@pool1"]))
    #expect(found.rows.allSatisfy { $0.flow == .recorded })
    #expect(found.rows.map(\.inputs) == [[], ["conv1"], ["pool1"], ["conv2"], ["flat"], ["drop"]])
    let (pool, conv) = (found.rows[1], found.rows[2])
    #expect(pool.isOrigin && pool.errorIn == found.rows[0].errorOut)
    #expect(conv.errorIn == pool.errorOut)
    #expect(try #require(conv.gain) == (try #require(conv.errorOut)) / (try #require(pool.errorOut)))
  }

  /// The fault is far below the tolerance where it is made, and the layer after it makes it a thousand times as great.
  @Test(arguments: [CandidateKind.eager, .function])
  func theOriginIsFoundBelowTolerance(candidate: CandidateKind) throws {
    let model = AmplifyingModel()
    let settings = try settings(model, candidate: candidate, faults: ["perturbed-element=0.000008@quiet"])
    let result = CheckRunner(target: try .embedded(settings), explains: true).run()
    let first = try #require(result.state.firstDivergence)
    #expect(result.state.endpoints[first].name == "loud")
    let found = try #require(result.state.propagation)
    #expect(found.origin?.endpoint == "quiet")
    let gain = try #require(found.rows.first { $0.endpoint == "loud" }?.gain)
    #expect(abs(gain - 1000) < 50)
    let evidence = result.state.explanations.flatMap(\.evidence)
    #expect(evidence.contains { $0.contains("born at quiet") && $0.contains("to loud") }, "\(evidence)")
  }

  /// A saturated activation hides the fault: nothing differs after it, and the layer where it is born is still named.
  @Test func aFaultThatIsHiddenIsFound() throws {
    let found = try propagation(settings(SaturatingModel(), faults: ["perturbed-element=0.01@before"]))
    #expect(found.origin?.endpoint == "before")
    let after = try #require(found.rows.first { $0.endpoint == "clipped" })
    #expect(after.errorIn == found.rows[0].errorOut && after.errorOut == 0 && after.ownError == 0)
    #expect(after.gain == 0)
  }

  @Test func twoFaultsAreTwoLayersOwn() throws {
    let found = try propagation(
      settings(faults: ["batch-norm-epsilon=0.1@conv1", "missing-activation@conv2"]))
    #expect(found.origin?.endpoint == "conv1")
    #expect(found.rows.filter(\.isAboveNoise).map(\.endpoint) == ["conv1", "conv2"])
  }

  @Test func aLayerOfAnotherShapeIsTheOrigin() throws {
    let found = try propagation(settings(faults: ["padding=VALID@conv2"]))
    let origin = try #require(found.origin)
    #expect(origin.endpoint == "conv2" && origin.ownError == nil)
    #expect(try #require(origin.note).contains("float32"))
  }

  @Test func anInterruptedOneLeavesNothing() throws {
    let debugger = Debugger(target: try .embedded(settings(faults: ["batch-norm-epsilon=0.1@conv1"])))
    debugger.perform(.continue)
    let phase = debugger.state.phase
    let state = debugger.propagate { state in
      if case .running(let words) = state.phase, words.contains("values: conv2") { debugger.cancel() }
    }
    #expect(state.propagation == nil && state.phase == phase)
    #expect(debugger.propagate().propagation != nil)
  }

  @Test func trainingStepsRefuse() throws {
    var settings = try settings(DigitsNet())
    settings.training = true
    settings.plan = TrainingPlan(steps: 1, labels: Tensor([Int64(3)], shape: [1]))
    let state = Debugger(target: settings.target()).propagate()
    #expect(state.propagation == nil)
    #expect("\(state.reply.words ?? "")".contains("rung by rung"))
  }

  @Test func reportsHaveItWhereItWasMade() throws {
    let target = try DebugTarget.embedded(settings(faults: ["batch-norm-epsilon=0.1@conv2"]))
    let debugger = Debugger(target: target)
    let context = ReportContext(command: "c")
    let before = debugger.perform(.continue)
    #expect(!JSONReport.document(before, context: context).text().contains("propagation"))
    let state = debugger.propagate()
    let json = JSONReport.document(state, context: context).text()
    for field in ["error_in", "error_out", "own_error", "gain", "noise", "is_origin"] { #expect(json.contains(field)) }
    let markdown = MarkdownReport.text(state, context: context)
    #expect(
      markdown.contains("### Propagation") && markdown.contains("Born at `conv2`") || markdown.contains("Born at conv2")
    )
  }
}

/// Two layers, of which the second makes whatever comes a thousand times as great.
private struct AmplifyingModel: StatelessModel {
  let name = "amplifying"
  let inputShape: Shape = [1, 4]
  let endpoints = ["quiet", "loud"]

  func callAsFunction(_ inputs: Value, training: Bool, in context: any ExecutionContext) throws -> Value {
    let half = try context.constant(Tensor(scalar: Float(0.5)), name: "half")
    let quiet = try context.endpoint("quiet", context.apply1("Mul", [inputs, half], name: "quiet/mul"))
    let factor = try context.constant(Tensor(scalar: Float(1000)), name: "factor")
    return try context.endpoint("loud", context.apply1("Mul", [quiet, factor], name: "loud/mul"))
  }
}

/// A layer, and an activation that is saturated for all that it takes.
private struct SaturatingModel: StatelessModel {
  let name = "saturating"
  let inputShape: Shape = [1, 4]
  let endpoints = ["before", "clipped"]

  func callAsFunction(_ inputs: Value, training: Bool, in context: any ExecutionContext) throws -> Value {
    let ten = try context.constant(Tensor(scalar: Float(10)), name: "ten")
    let before = try context.endpoint("before", context.apply1("Sub", [inputs, ten], name: "before/sub"))
    return try context.endpoint("clipped", context.apply1("Relu", [before], name: "clipped/relu"))
  }
}

extension Tensor {
  /// Some numbers between -1 and 1: neither constant nor symmetric.
  fileprivate static func waves(_ shape: Shape) -> Tensor {
    Tensor((0..<shape.elementCount).map { Float(($0 * 37) % 101) / 50 - 1 }, shape: shape)
  }
}
