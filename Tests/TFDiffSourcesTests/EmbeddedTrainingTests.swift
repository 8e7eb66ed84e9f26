import Foundation
import TFDiffDebugger
import TFDiffEmbedded
import TFDiffEngine
import TFDiffTargets
import TFDiffTensor
import Testing

/// Protects: training steps of built-in models: optimizers of the two worlds that have the same formula are equal, those that do
/// not are told apart at the rung where they part, and each planted fault of training shows at its rung.
@Suite struct EmbeddedTrainingTests {
  private func arguments(_ optimizer: String, steps: Int = 2, faults: [String] = []) -> TargetArguments {
    var arguments = TargetArguments(target: "digits")
    arguments.mode = "constant"
    arguments.input = "\(Fixtures.batch):images"
    arguments.checkpoint = Fixtures.checkpoint
    (arguments.steps.count, arguments.steps.optimizer) = (steps, optimizer)
    arguments.steps.labels = "\(Fixtures.batch):labels"
    arguments.faults = faults
    return arguments
  }

  private func check(_ arguments: TargetArguments) throws -> DebuggerState {
    CheckRunner(target: try EmbeddedSettings(arguments).target()).run().state
  }

  @Test(arguments: [
    "sgd:learning_rate=0.1", "momentum:learning_rate=0.01", "nesterov:learning_rate=0.01",
    "adam:learning_rate=1e-3,epsilon=1e-8", "adagrad:learning_rate=0.05",
  ])
  func theSameFormulaIsEqual(optimizer: String) throws {
    let state = try check(arguments(optimizer, steps: 5))
    #expect(state.conclusion.verdict == .equal, "\(state.conclusion.findings)")
    #expect(state.trainingSteps.count == 5)
    #expect(state.trainingSteps.allSatisfy { ($0.free.reference.loss ?? 1) < 0.05 })
    #expect(state.drift == nil)
  }

  struct Parting: Sendable, CustomTestStringConvertible {
    var optimizer: String
    var fault: String?
    /// How the name of the first rung outside begins.
    var rung: String
    var testDescription: String { fault ?? optimizer }

    init(_ optimizer: String, _ fault: String? = nil, _ rung: String) {
      (self.optimizer, self.fault, self.rung) = (optimizer, fault, rung)
    }
  }

  @Test(arguments: [
    Parting("adam", nil, "step1/variables/"),
    Parting("rmsprop", nil, "step1/initial_slots/rms/"),
    Parting("sgd", "loss-reduction", "step1/losses/data"),
    Parting("sgd", "missing-regularization-loss", "step1/loss"),
    Parting("sgd", "stop-gradient@pool1", "step1/gradients/endpoints/conv1"),
    Parting("sgd", "gradient-scale=2", "step1/applied/"),
    Parting("sgd:global_clipnorm=0.05", "clipping-kind", "step1/applied/"),
    Parting("adam:epsilon=1e-8", "optimizer-epsilon=1e-3", "step1/variables/"),
    Parting("adagrad", "accumulator-start=0.5", "step1/initial_slots/accumulator/"),
    Parting("sgd", "learning-rate=0.005", "step1/learning_rate"),
    Parting("momentum", "momentum-kind", "step1/variables/"),
    Parting("sgd", "weight-decay-kind=0.01", "step1/variables/"),
    Parting("sgd", "moving-averages-not-updated", "step1/variables/DigitsNet/conv1/BatchNorm/moving_"),
    Parting("sgd", "labels-off-by-one", "step1/batch/labels"),
  ])
  func whatPartsIsFoundAtItsRung(parting: Parting) throws {
    let state = try check(arguments(parting.optimizer, faults: parting.fault.map { [$0] } ?? []))
    #expect(state.conclusion.verdict == .diverged)
    let name = try #require(state.divergence?.endpoint.name)
    #expect(name.hasPrefix(parting.rung), "\(name)")
  }

  /// A step of the candidate begins with the reference's state, so that an error that is only handed on is none of its own.
  @Test func anErrorThatIsHandedOnIsNotFoundAgain() throws {
    let state = try check(arguments("rmsprop:learning_rate=1e-3,epsilon=1e-7", steps: 3))
    let steps = state.trainingSteps
    #expect(steps[1].rungs.allSatisfy { !$0.status.isDivergence })
    #expect(steps[1].ownError < 1e-4)
    #expect((steps[1].distance ?? 0) > 1e-3)
  }

  @Test(
    arguments: [
      (nil, "digits is trained on labels: add --labels FILE.npz:NAME, a whole number for each item."),
      ("images", "has dtype float32, but labels are whole numbers"),
    ] as [(String?, String)])
  func labelsThatWillNotDoAreRefused(array: String?, says: String) {
    var arguments = arguments("sgd")
    arguments.steps.labels = array.map { "\(Fixtures.batch):\($0)" }
    #expect { try EmbeddedSettings(arguments) } throws: { "\($0)".contains(says) }
  }

  @Test(arguments: [
    ("adamw", "Did you mean 'adam'?"), ("adam:lr=1", "--optimizer 'lr=1' should be KEY=VALUE"),
    ("sgd:momentum=0.9", "This one takes learning_rate"),
    ("sgd:learning_rate=nan", "should be KEY=VALUE with a number"),
  ])
  func anOptimizerThatIsNoneIsRefused(words: String, says: String) {
    #expect { try EmbeddedSettings(arguments(words)) } throws: { "\($0)".contains(says) }
  }

  /// Dropout draws in eager steps what it draws in a graph, whose operations have the seeds they were built with, and initial values are
  /// those of a graph in which dropout stands between two of them.
  @Test(arguments: ["constant", "num_random_ops", "fixed-weights"]) func randomNumbersAreTheGraphs(mode: String) throws
  {
    var arguments = arguments("sgd", steps: 3)
    (arguments.mode, arguments.checkpoint) = (mode, nil)
    let state = try check(arguments)
    #expect(state.conclusion.verdict == .equal, "\(state.divergence?.endpoint.name ?? "")")
    let dropped = state.endpoints.filter { $0.rung?.name == "dropout" }
    #expect(dropped.count == 3 && dropped.allSatisfy { $0.status == .match })
  }

  /// Each step of the run whose input is moved begins with what the run beside it begins with, so that noise does not grow from step
  /// to step.
  @Test func theNoiseOfRungsIsMeasured() throws {
    var options = DebuggerOptions(tolerance: TolerancePolicy(isAutomatic: true))
    options.breakpoints = []
    let target = try EmbeddedSettings(arguments("momentum:learning_rate=0.01", steps: 4)).target()
    let state = CheckRunner(target: target, options: options).run().state
    #expect(state.conclusion.verdict == .equal && state.noise?.obstacle == nil)
    let compared = state.endpoints.filter { $0.isComplete && $0.rung?.kind != .slot }
    #expect(compared.allSatisfy { $0.noise != nil })
    let losses = compared.filter { $0.rung?.name == Rung.loss }.compactMap { $0.noise?.relative }
    #expect(losses.count == 4 && losses.allSatisfy { $0 < 1e-5 }, "\(losses)")
    let faulty = try EmbeddedSettings(arguments("sgd", faults: ["gradient-scale"])).target()
    let diverged = CheckRunner(target: faulty, options: options).run().state
    #expect(diverged.divergence?.endpoint.name == "step1/applied/DigitsNet/conv1/weights")
  }

  /// Where steps are asked for, the ladder climbs on to them, and its other steps are those of the forward pass.
  @Test(arguments: [(nil, LadderVerdict.passed), ("learning-rate=0.005", .failed)] as [(String?, LadderVerdict)])
  func theLadderClimbsOnToTraining(fault: String?, verdict: LadderVerdict) throws {
    var arguments = arguments("sgd", faults: fault.map { [$0] } ?? [])
    arguments.climbsLadder = true
    let debugger = Debugger(target: try EmbeddedSettings(arguments).target(), options: DebuggerOptions())
    let rows = debugger.perform(.ladder(keepsGoing: true)).ladder
    #expect(rows.map(\.step.rawValue) == ["1", "2", "3", "3b", "4", "4b", "5", "6"])
    #expect(rows.dropLast(2).allSatisfy { $0.verdict == .passed })
    #expect(rows.suffix(2).map(\.verdict) == [verdict, verdict])
  }

  /// Whether values stay or go decides over memory alone: verdict, distances and norms are the same.
  @Test(arguments: ["momentum", "rmsprop"]) func valuesThatAreGivenUpChangeNothing(optimizer: String) throws {
    let target = try EmbeddedSettings(arguments(optimizer, steps: 3)).target()
    var options = DebuggerOptions(breakpoints: [])
    let kept = CheckRunner(target: target, options: options).run().state
    options.keepsRungs = false
    let lean = CheckRunner(target: target, options: options).run().state
    #expect(lean.conclusion == kept.conclusion)
    #expect(lean.trainingSteps.map(\.distance) == kept.trainingSteps.map(\.distance))
    #expect(lean.trainingSteps.map(\.ownError) == kept.trainingSteps.map(\.ownError))
    #expect(lean.endpoints.map(\.status) == kept.endpoints.map(\.status))
    #expect(lean.endpoints.map { $0.reference?.statistics } == kept.endpoints.map { $0.reference?.statistics })
    let held = { (state: DebuggerState) in state.endpoints.count { $0.candidate?.tensor != nil } }
    #expect(held(lean) < held(kept) / 2)
    #expect(lean.divergence?.endpoint.candidate?.tensor != nil || optimizer == "momentum")
  }

  @Test(arguments: [(nil, Verdict.equal), ("clipping-kind", .diverged), ("labels-off-by-one", .diverged)])
  func triageComparesSteps(fault: String?, verdict: Verdict) throws {
    let arguments = arguments("sgd:global_clipnorm=0.05", steps: 3, faults: fault.map { [$0] } ?? [])
    let result = try TriageRunner(EmbeddedSettings(arguments).triage()).run()
    #expect(result.kinds.map(\.title).suffix(2) == ["session, all rewrites off", "eager"])
    #expect(result.failures.isEmpty, "\(result.failures)")
    #expect(result.verdict == verdict && result.hasSteps, "\(result.sentence)")
    if fault != nil { #expect(result.sentence.contains("part first at step1/"), "\(result.sentence)") }
  }

  @Test func aModelWithoutLabelsCannotBeTrained() {
    var arguments = arguments("sgd")
    (arguments.target, arguments.checkpoint, arguments.input) = ("fixed-scaling-layer", nil, "ones")
    #expect { try EmbeddedSettings(arguments) } throws: { "\($0)".contains("name one of inception-resnet-v2") }
  }

  @Test func aProgramOfTheUsersHasAnOptimizerAndLabelsOfItsOwn() {
    for option in ["--optimizer", "--labels"] {
      var arguments = TargetArguments(target: "net.py")
      arguments.steps.count = 1
      if option == "--labels" { arguments.steps.labels = "y.npy" } else { arguments.steps.optimizer = "adam" }
      let words = EmbeddedSettings.refusal(of: arguments, for: "a Python target")
      #expect(words?.hasPrefix("\(option) does not go with a Python target") == true)
    }
  }

  @Test func aFaultOfTrainingNeedsSteps() {
    var arguments = TargetArguments(target: "digits")
    arguments.faults = ["loss-reduction"]
    #expect { try EmbeddedSettings(arguments) } throws: { "\($0)".contains("add --steps N --labels FILE") }
  }
}

private enum Fixtures {
  static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path
  static let batch = tests + "/TFDiffEngineTests/Golden/train_digits_batch.npz"
  static let checkpoint = tests + "/TFDiffArtefactsTests/Fixtures/ckpt_tf1/model.ckpt-400"
}
