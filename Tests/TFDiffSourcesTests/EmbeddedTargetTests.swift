import TFDiffDebugger
import TFDiffEngine
import TFDiffEmbedded
import TFDiffTargets
import TFDiffTensor
import Testing

/// Protects: the two embedded runs are two executions that agree, and a planted fault parts them where it lies.
@Suite struct EmbeddedTargetTests {
  private func settings(
    _ mode: WeightMode = .numRandomOps, training: Bool = false, faults: [String] = []
  ) throws -> EmbeddedSettings {
    EmbeddedSettings(
      model: TinyModel(), mode: mode, training: training, input: TinyModel.image, inputName: "image",
      faults: try faults.map { try Fault(parsing: $0) })
  }

  private func check(_ settings: EmbeddedSettings) throws -> CheckRunner.Result {
    CheckRunner(target: try .embedded(settings)).run()
  }

  @Test(arguments: [WeightMode.fixedWeights(0.001), .constant, .numRandomOps], [false, true])
  func unchangedRunsAgree(mode: WeightMode, training: Bool) throws {
    let result = try check(settings(mode, training: training))
    #expect(result.conclusion.verdict == .equal)
    #expect(result.state.endpoints.map(\.name) == TinyModel().endpoints)
    #expect(result.state.endpoints.allSatisfy { $0.status == .match })
    #expect(result.state.variables.reference.count == 10)
    #expect(result.state.variables.candidate.map(\.name) == result.state.variables.reference.map(\.name))
    #expect(result.state.referenceSummary?.regularizationLoss != nil)
  }

  /// Fusion folds batch norm into the weights, so that the graph rounds differently; without it, it does not.
  @Test func graphAndEagerDifferByTheGraphsRewrites() throws {
    var settings = try settings()
    let rewritten = try check(settings).state
    settings.rewrites = .none
    let plain = try check(settings).state
    #expect(rewritten.endpoints.contains { ($0.comparison?.maxAbs ?? 0) > 0 })
    #expect(plain.endpoints.map { $0.comparison?.maxAbs } == TinyModel().endpoints.map { _ in 0 })
  }

  /// In training the moving averages are assigned on the way, on both sides and to the same values.
  @Test func movingAveragesAreCompared() throws {
    let state = try check(settings(training: true)).state
    let updates = state.endpoints.flatMap(\.updates)
    #expect(updates.count == 4)
    #expect(updates.allSatisfy { $0.status == .match })
  }

  @Test(arguments: [
    ("batch-norm-epsilon=0.1@conv2", false), ("batch-norm-decay=0.5@conv1", true), ("missing-activation@conv2", false),
    ("padding=VALID@conv1", false), ("dropout-in-inference@drop", false), ("swapped-random-op@conv2", false),
    ("transposed-weight@logits", false), ("perturbed-element=0.01@pool1", false),
  ])
  func faultsPartTheRunsWhereTheyLie(fault: String, training: Bool) throws {
    let result = try check(settings(training: training, faults: [fault]))
    #expect(result.conclusion.verdict == .diverged)
    let first = try #require(result.state.firstDivergence)
    #expect(result.state.endpoints[first].name == String(fault.split(separator: "@")[1]))
    #expect(result.state.endpoints[first].operations.contains { $0.status.isDivergence })
    #expect(result.state.endpoints[..<first].allSatisfy { $0.status == .match })
  }

  @Test func aFaultThatFindsNothingToChangeIsAnError() throws {
    let result = try check(settings(faults: ["missing-activation@pool1"]))
    #expect(result.conclusion.verdict == .incomparable)
    guard case .failed(.candidate, let message) = result.state.phase else {
      Issue.record("the candidate should have failed")
      return
    }
    #expect(message.contains("found nothing to change before pool1"))
  }

  @Test(arguments: [
    ("nonsense", "--fault has no kind 'nonsense'"), ("padding", "KIND[=VALUE]@ENDPOINT"),
    ("loss-reduction@conv1", "KIND[=VALUE] for one that lies in how the model is trained"),
    ("@conv1", "KIND[=VALUE]@ENDPOINT"),
    ("missing-activatoin@conv1", "Did you mean 'missing-activation'?"), ("padding=FULL@conv1", "SAME or VALID"),
    ("batch-norm-epsilon=tiny@conv1", "takes a number"), ("missing-activation=3@conv1", "takes no value"),
    ("missing-activation@conv3", "Did you mean 'conv1'?"), ("batch-norm-decay@conv1", "add --training"),
  ])
  func badFaultsSayWhatToDo(text: String, remedy: String) throws {
    do {
      _ = try check(settings(faults: [text]))
      Issue.record("\(text) was accepted")
    } catch let error as EmbeddedError {
      #expect(error.description.contains(remedy), "\(error)")
    }
  }

  @Test func faultsThatFixedWeightsHideAreRefused() throws {
    #expect(throws: EmbeddedError.self) {
      _ = try check(settings(.fixedWeights(0.001), faults: ["transposed-weight@conv1"]))
    }
  }

  /// Steps one side of a run by hand: the eager worker waits inside the forward pass until it is asked on.
  @Test(arguments: Side.allCases) func sourcesRunOnlyAsFarAsTheyAreAsked(side: Side) throws {
    let source = try DebugTarget.embedded(settings()).sides[side].open()
    var endpoints: [String] = []
    var operations = 0
    func deliver(_ event: TraceEvent) {
      switch event {
      case .endpoint(let endpoint): endpoints.append(endpoint.name)
      case .operation: operations += 1
      default: break
      }
    }
    // A source may pause where a variable is created.
    while endpoints.isEmpty { #expect(try source.advance(.endpoint(deliveringOperations: false), deliver: deliver)) }
    #expect(endpoints == ["conv1"])
    #expect(operations == 0)
    #expect(try source.advance(.operation, deliver: deliver))
    #expect(operations == 1)
    while try source.advance(.endpoint(deliveringOperations: true), deliver: deliver) {}
    #expect(endpoints == TinyModel().endpoints)
    #expect(operations > 5)
    #expect(try !source.advance(.operation, deliver: deliver))
  }

  @Test(arguments: Side.allCases) func aCancelledSourceThrows(side: Side) throws {
    let source = try DebugTarget.embedded(settings()).sides[side].open()
    _ = try source.advance(.endpoint(deliveringOperations: false)) { _ in }
    source.cancel()
    #expect(throws: CancellationError.self) {
      while try source.advance(.endpoint(deliveringOperations: false), deliver: { _ in }) {}
    }
  }
}
