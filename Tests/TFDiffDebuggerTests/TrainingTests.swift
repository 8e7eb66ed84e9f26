import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: a training step is judged rung by rung, by what rounding can make of each; the first rung outside is the divergence, a
/// gradient that is nothing but noise is no false alarm and hides no error, and steps that only drift are called that.
@Suite struct TrainingTests {
  private static let weights = "fc/weights"

  private func rung(
    _ kind: Rung.Kind, _ name: String, step: Int = 1, variable: String? = nil, scale: Double? = nil,
    isExpected: Bool = true
  ) -> Rung {
    Rung(step: step, kind: kind, name: name, variable: variable, scale: scale, isExpected: isExpected)
  }

  private func check(
    _ reference: [Step], _ candidate: [Step], steps: Int = 1, tolerance: TolerancePolicy = .init(),
    keepsRungs: Bool = true
  ) -> CheckRunner.Result {
    var description = TargetDescription.scripted()
    description.steps = steps
    let target = ScriptedTarget(
      reference: Script(steps: reference, loss: nil), candidate: Script(steps: candidate, loss: nil),
      description: description)
    var options = DebuggerOptions(tolerance: tolerance)
    options.keepsRungs = keepsRungs
    return CheckRunner(target: target.target, options: options).run()
  }

  /// A whole step of one variable; what is given differs.
  private func step(
    _ number: Int = 1, loss: Float = 2, gradient: [Float] = [1, 0.5], applied: [Float]? = nil,
    variable: [Float] = [0.9, 0.95], scale: Double = 0.1, stack: CallStack = .none
  ) -> [Step] {
    let name = Self.weights
    return [
      .rung(rung(.batch, "batch/inputs", step: number), tensor([1, 2, 3])),
      .rung(rung(.loss, Rung.loss, step: number), tensor([loss], .scalar)),
      .rung(
        rung(.gradient, "gradients/\(name)", step: number, variable: name, scale: 1), tensor(gradient), stack),
      .rung(
        rung(.appliedGradient, "applied/\(name)", step: number, variable: name, scale: 1), tensor(applied ?? gradient),
        stack),
      .rung(rung(.learningRate, Rung.learningRate, step: number), tensor([0.1], .scalar)),
      .rung(rung(.variable, "variables/\(name)", step: number, variable: name, scale: scale), tensor(variable)),
    ]
  }

  @Test func equalStepsAreEqual() {
    let result = check(step(), step())
    #expect(result.conclusion.verdict == .equal)
    #expect(result.state.tally == "6 of 6 rungs match")
    #expect(result.state.drift == nil)
  }

  @Test func theFirstRungOutsideIsTheDivergenceWithItsLine() throws {
    let result = check(
      step(stack: stack("old.py", 7)), step(applied: [0.5, 0.25], variable: [0.8, 0.9], stack: stack("new.py", 12)))
    #expect(result.conclusion.verdict == .diverged)
    let divergence = try #require(result.state.divergence)
    #expect(divergence.endpoint.name == "step1/applied/fc/weights")
    #expect(divergence.places.candidate?.stack.culprit?.line == 12)
    let training = try report(result)
    let first = try #require(training["first_divergence"] as? [String: Any])
    #expect(first["rung"] as? String == "applied/fc/weights")
    #expect(first["kind"] as? String == "applied_gradient")
    #expect(first["step"] as? Int == 1)
    let frames = try #require(first["reference_stack"] as? [[String: Any]])
    #expect(frames.first?["line"] as? Int == 7)
  }

  @Test func aReportHasEachStepsLossesAndRungs() throws {
    let losses: [Step] = [
      .rung(rung(.loss, Rung.dataLoss), tensor([1.5], .scalar)),
      .rung(rung(.loss, Rung.regularizationLoss), tensor([0.5], .scalar)),
    ]
    let training = try report(check(losses + step(), losses + step()))
    let steps = try #require(training["steps"] as? [[String: Any]])
    #expect(steps.count == 1)
    for side in ["reference", "candidate", "own"] {
      let told = try #require(steps[0][side] as? [String: Any])
      #expect(told["loss"] as? Double == 2)
      #expect(told["data_loss"] as? Double == 1.5)
      #expect(told["regularization_loss"] as? Double == 0.5)
      #expect((told["learning_rate"] as? Double).map { abs($0 - 0.1) < 1e-6 } == true)
    }
    let rungs = try #require(steps[0]["rungs"] as? [[String: Any]])
    #expect(rungs.map { $0["kind"] as? String }.suffix(2) == ["learning_rate", "variable"])
    #expect(training["first_divergence"] is NSNull)
  }

  /// What is a large error in a forward pass is what sums of many terms differ by in a gradient.
  @Test(arguments: [(Rung.Kind.endpoint, false), (.loss, false), (.gradient, true), (.slot, true)])
  func theRateIsThatOfTheKind(kind: Rung.Kind, passes: Bool) {
    let name = "some/rung"
    let result = check(
      [.rung(rung(kind, name), tensor([1, 1e-3]))], [.rung(rung(kind, name), tensor([1, 1.05e-3]))])
    #expect((result.conclusion.verdict == .equal) == passes)
  }

  @Test func anExceptionKnowsARungInEveryStep() {
    let (left, right) = (step(1) + step(2), step(1) + step(2, gradient: [1, 0.6]))
    #expect(check(left, right, steps: 2).state.divergence?.endpoint.name == "step2/gradients/fc/weights")
    let wide = Tolerance(rtol: 0, atol: 0.2)
    for glob in ["gradients/*", "step2/gradients/*"] {
      let policy = TolerancePolicy(exceptions: [.init(glob: glob, tolerance: wide)])
      #expect(
        check(left, right, steps: 2, tolerance: policy).state.divergence?.endpoint.name == "step2/applied/fc/weights",
        "\(glob)")
    }
  }

  /// The gradient of a bias before a batch normalization is zero but for rounding; Adam makes a whole update of it.
  /// What is said of it does not depend on whether the gradients are still held.
  @Test(arguments: [true, false]) func noiseIsNotJudgedAndIsSaid(keepsRungs: Bool) {
    let (left, right) = (
      step(gradient: [3e-9, -1e-9], variable: [0.9, 1.1]), step(gradient: [-2e-9, 4e-9], variable: [1.1, 0.9])
    )
    let result = check(left, right, keepsRungs: keepsRungs)
    #expect(result.conclusion.verdict == .equal)
    let gradients = result.state.endpoints.filter { $0.rung?.kind == .gradient || $0.rung?.kind == .appliedGradient }
    #expect(gradients.count == 2 && gradients.allSatisfy { ($0.reference?.tensor != nil) == keepsRungs })
    let row = result.state.endpoints.last
    #expect(row?.undetermined == 2)
    #expect(row?.explanation?.contains("2 of 2 elements are not judged") == true)
  }

  @Test(arguments: [true, false]) func anErrorBesideNoiseIsFound(keepsRungs: Bool) {
    let (left, right) = (
      step(gradient: [3e-9, 1], variable: [0.9, 0.9]), step(gradient: [-2e-9, 1], variable: [1.1, 0.8999])
    )
    let result = check(left, right, keepsRungs: keepsRungs)
    #expect(result.state.divergence?.endpoint.name == "step1/variables/fc/weights")
    #expect(result.state.divergence?.firstMismatch?.index == [1])
  }

  /// As Adam's epsilon of another size makes: far less than the variable, much beside its update.
  @Test func anUpdateIsJudgedByItsOwnSize() {
    let (left, right) = (step(variable: [0.5, 0.25], scale: 1e-3), step(variable: [0.500001, 0.25], scale: 1e-3))
    #expect(check(left, right).state.divergence?.endpoint.name == "step1/variables/fc/weights")
    #expect(check(step(variable: [0.5, 0.25]), step(variable: [0.500001, 0.25])).conclusion.verdict == .equal)
  }

  @Test func aGradientThatOneSideLacksIsADivergence() {
    let result = check(step(), step().enumerated().filter { $0.offset != 2 }.map(\.element))
    #expect(result.conclusion.verdict == .diverged)
    #expect(result.state.divergence?.endpoint.status == .missingCandidate)
  }

  /// One optimizer keeps what the other's formula has no need of.
  @Test func aSlotOfOneSideAloneDecidesNothing() {
    let slot = Step.rung(rung(.slot, "slots/momentum/\(Self.weights)", isExpected: false), tensor([0]))
    let result = check(step() + [slot] + step(2), step() + step(2), steps: 2)
    #expect(result.conclusion.verdict == .equal)
    #expect(result.state.endpoints.contains { $0.status == .referenceOnly })
  }

  /// A candidate that keeps a slot for each variable tells all of them before the two sides meet again.
  @Test func slotsOfOneSideAloneAreNotHeld() {
    let slots = (0..<5).map {
      Step.rung(rung(.slot, "slots/momentum/\($0)", isExpected: false), tensor([Float($0)]))
    }
    // The variable is told last, and what follows the slots is what the reference waits at.
    let right = step().dropLast() + slots + step().suffix(1)
    var held: [Int] = []
    var description = TargetDescription.scripted()
    description.steps = 1
    let target = ScriptedTarget(
      reference: Script(steps: step(), loss: nil), candidate: Script(steps: Array(right), loss: nil),
      description: description)
    var options = DebuggerOptions(breakpoints: [])
    options.keepsRungs = false
    let state = CheckRunner(target: target.target, options: options).run { state in
      held.append(state.endpoints.count { $0.rung?.kind == .slot && $0.candidate?.tensor != nil })
    }.state
    #expect(state.endpoints.count { $0.status == .candidateOnly } == 5)
    #expect(state.endpoints.filter { $0.rung?.kind == .slot }.map { $0.candidate?.statistics.max } == [0, 1, 2, 3, 4])
    #expect(held.max() == 0, "\(held)")
  }

  /// Free runs part more with each step while no step's own error is outside.
  @Test func stepsThatOnlyDriftAreCalledDrift() throws {
    func free(_ number: Int, _ apart: Float) -> [Step] {
      [
        .free(rung(.loss, Rung.loss, step: number), tensor([2 + apart], .scalar)),
        .free(
          rung(.variable, "variables/\(Self.weights)", step: number, variable: Self.weights),
          tensor([0.9 + apart, 0.95])),
      ]
    }
    let reference = (1...4).flatMap { step($0) }
    let candidate =
      step(1, variable: [0.900001, 0.95])
      + (2...4).flatMap { number in
        step(number) + free(number, 1e-5 * Float(1 << number))
      }
    let result = check(reference, candidate, steps: 4)
    #expect(result.conclusion.verdict == .equal)
    let drift = try #require(result.state.drift)
    #expect(drift.growsBy > 1.9 && drift.growsBy < 8)
    #expect(drift.ownError < 1e-4)
    let steps = result.state.trainingSteps
    #expect(steps[3].free.candidate.loss.map { $0 > 2.0001 } == true)
    #expect(steps[3].own.loss == 2)
    let words = CheckSummary().closing(result.state).joined(separator: "\n")
    #expect(words.contains("drift: after 4 steps"))
    let text = try #require(try report(result)["drift"] as? [String: Any])
    #expect(text["grows_by"] as? Double == drift.growsBy)
  }

  @Test func aLateStepsOwnErrorIsADivergenceAndNoDrift() {
    let reference = (1...3).flatMap { step($0) }
    let result = check(reference, step(1) + step(2) + step(3, variable: [0.8, 0.95]), steps: 3)
    #expect(result.state.divergence?.endpoint.name == "step3/variables/fc/weights")
    #expect(result.state.drift == nil)
  }

  /// Looser or tighter, the same values are judged anew without a run.
  @Test func theToleranceCanBeChangedAfterwards() {
    var state = check(step(), step(gradient: [1, 0.50005])).state
    #expect(state.divergence == nil)
    state.setTolerance(TolerancePolicy(standard: Tolerance(rtol: 1e-6, atol: 0)))
    #expect(state.divergence?.endpoint.name == "step1/gradients/fc/weights")
    state.setTolerance(TolerancePolicy())
    #expect(state.divergence == nil)
  }

  private func report(_ result: CheckRunner.Result) throws -> [String: Any] {
    let text = JSONReport.document(result.state, context: ReportContext(command: "c", reproduction: "r")).text()
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    return try #require(object["training"] as? [String: Any])
  }
}
