import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: that each step of the guide's ladder fails on exactly what belongs to it, and says what was found.
@Suite struct LadderJudgingTests {
  /// The verdicts of all six steps on one pair, and the details of those that failed.
  private func climb(_ scripted: ScriptedTarget) -> (verdicts: [LadderVerdict], details: [String]) {
    let ladder = ScriptedLadder.all(scripted).debugger().perform(.ladder(keepsGoing: true)).ladder
    #expect(ladder.map(\.step) == LadderStep.ofForwardPass)
    return (ladder.map(\.verdict), ladder.filter { $0.verdict.isFailure }.map(\.detail))
  }

  private func target(
    _ reference: [Step], _ candidate: [Step], planned: [String] = [], checkpoint: CheckpointDescription? = nil,
    configure: (inout Script, inout Script) -> Void = { _, _ in }
  ) -> ScriptedTarget {
    var (left, right) = (Script(steps: reference), Script(steps: candidate))
    configure(&left, &right)
    return ScriptedTarget(
      reference: left, candidate: right, planned: planned, description: .scripted(checkpoint: checkpoint))
  }

  @Test func equalRunsPassEveryStep() {
    let checkpoint = CheckpointDescription(path: "p", style: "name-based", variables: ["w"])
    let steps: [Step] =
      [.variable(variable("w", origin: .checkpoint(key: "w")))] + layer("a", 1) + [.update("m", tensor([1]))]
      + [endpoint("b", 2)]
    let losses = [RegularizationLoss(variable: "w", value: 0.5)]
    let scripted = target(steps, steps, planned: ["a", "b", "never"], checkpoint: checkpoint) {
      $0.losses = losses
      $1.losses = losses
    }
    let state = ScriptedLadder.all(scripted).debugger().perform(.ladder(keepsGoing: false))
    #expect(state.ladder.map(\.verdict) == Array(repeating: .passed, count: 6))
    #expect(state.ladder.allSatisfy { $0.advice == nil })
    #expect(state.ladder[0].detail == "1 variables created on the first call, none after it")
    #expect(state.ladder[1].detail == "1 variables agree in name, shape and trainable flag")
    let agreement = "2 endpoints agree, 1 regularization losses, 1 updated variables, 1 variables restored"
    #expect(state.ladder[2...].allSatisfy { $0.detail == agreement }, "\(state.ladder[2].detail)")
    #expect(state.ladderVerdict == .equal)
  }

  @Test func theGreatestDifferenceWithinToleranceIsTold() {
    let (_, details) = climb(target([endpoint("a", 1)], [endpoint("a", 1)]))
    #expect(details.isEmpty)
    let close = target([endpoint("a", 1), endpoint("b", 1)], [endpoint("a", 1), endpoint("b", 1.000001)])
    let row = ScriptedLadder.single(.fixedWeights, close).debugger().perform(.ladder(keepsGoing: false)).ladder[0]
    #expect(row.detail == "2 endpoints agree (greatest difference 9.5e-07 at b)")
  }

  @Test func creationsFailTheFirstStepAlone() {
    let again = [14, 14, 20].enumerated().map { at, line in
      Step.variable(variable("w_\(at + 1)", call: at + 2, stack: stack("/me/model.py", line)))
    }
    let (verdicts, details) = climb(
      target([.variable(variable("w"))] + layer("a", 1), [.variable(variable("w"))] + again + layer("a", 1)))
    #expect(verdicts == [.failed, .passed, .passed, .passed, .passed, .passed])
    #expect(details == ["3 created after the first call, the first w_1 on call 2, at model.py:14"])
  }

  @Test func creationsDoNotHideThatNothingWasCompared() {
    let (verdicts, details) = climb(
      target([.variable(variable("w"))], [.variable(variable("w")), .variable(variable("w", call: 2))]))
    #expect(
      verdicts == [.failed, .passed, .incomparable, .incomparable, .incomparable, .incomparable])
    #expect(details.last?.hasPrefix("no endpoint was reached by both sides") == true)
  }

  @Test func variablesFailTheSecondStepAlone() {
    let reference: [Step] = ["a", "old", "z", "gone", "kind"].map { .variable(variable($0)) } + layer("e", 1)
    let candidate: [Step] =
      [variable("a"), variable("new"), variable("z"), variable("kind", [3]), variable("more", [9])]
      .map { Step.variable($0) } + layer("e", 1)
    let (verdicts, details) = climb(target(reference, candidate) { $1.untracked = [0, 2] })
    #expect(verdicts == [.passed, .failed, .passed, .passed, .passed, .passed])
    #expect(
      details == [
        "2 missing (first old), 2 extra (first new), 1 different (first kind), 2 not tracked (first a); "
          + "old may be new renamed"
      ])
  }

  /// A port that keeps the reference's names is reached by them, as from a checkpoint, and one that is off is not.
  @Test func oneNameThatIsOffAmongThoseThatAreKeptFailsTheSecondStep() {
    let paired = VariableEvent(
      name: "net/beta", shape: [2], dtype: .float32, trainable: true,
      partner: VariablePartner(name: "net/offset", way: .operation))
    let ladder = ScriptedLadder.all(
      target(
        [.variable(variable("net/kernel")), .variable(variable("net/offset"))] + layer("e", 1),
        [.variable(variable("net/kernel")), .variable(paired)] + layer("e", 1))
    ).debugger().perform(.ladder(keepsGoing: true)).ladder
    #expect(ladder[1].verdict == .failed)
    #expect(ladder[1].detail.hasPrefix("1 under another name (first net/offset); net/offset is net/beta, paired by"))
  }

  @Test func whatIsPairedUnderAnotherNameIsNotMissing() {
    let paired = VariableEvent(
      name: "port/dense_3/kernel", shape: [2], dtype: .float32, trainable: true,
      partner: VariablePartner(name: "old", way: .operation))
    let ladder = ScriptedLadder.all(
      target([.variable(variable("old"))] + layer("e", 1), [.variable(paired)] + layer("e", 1))
    ).debugger().perform(.ladder(keepsGoing: true)).ladder
    #expect(ladder[1].verdict == .passed)
    #expect(
      ladder[1].detail == "1 variables agree in shape and trainable flag, 1 under another name (old is "
        + "port/dense_3/kernel, paired by the operations that read them)")
  }

  @Test func aRenamedVariableWithALossFailsTheSecondStepAlone() {
    let (verdicts, _) = climb(
      target([.variable(variable("old"))] + layer("e", 1), [.variable(variable("new"))] + layer("e", 1)) {
        $0.losses = [RegularizationLoss(variable: "old", value: 0.5)]
        $1.losses = [RegularizationLoss(variable: "new", value: 0.5)]
      })
    #expect(verdicts == [.passed, .failed, .passed, .passed, .passed, .passed])
  }

  @Test func numbersFailTheStepsThatCompareThem() {
    let numeric: [LadderVerdict] = [.passed, .passed, .failed, .failed, .failed, .failed]
    let endpoints = climb(target(layer("a", 1), layer("a", 2)))
    #expect(endpoints.verdicts == numeric)
    #expect(endpoints.details.allSatisfy { $0 == "a is out of tolerance" })
    let losses = climb(
      target(layer("a", 1), layer("a", 1)) {
        $0.losses = [RegularizationLoss(variable: "w", value: 0.5)]
        $1.losses = [RegularizationLoss(variable: "w", value: 0.25)]
      })
    #expect(losses.verdicts == numeric)
    #expect(losses.details.first == "1 of 1 regularization losses differ, the first at w: 0.5 and 0.25")
    #expect(climb(target([.update("m", tensor([1]))] + layer("a", 1), layer("a", 1))).verdicts == numeric)
  }

  @Test func whatWasRestoredOnOneSideFailsTheNumbers() {
    let checkpoint = CheckpointDescription(path: "p", style: "name-based", variables: ["w"])
    let (verdicts, details) = climb(
      target(
        [.variable(variable("w", origin: .checkpoint(key: "w")))] + layer("a", 1),
        [.variable(variable("w"))] + layer("a", 1), checkpoint: checkpoint))
    #expect(verdicts == [.passed, .passed, .failed, .failed, .failed, .failed])
    #expect(details.first == "1 variables were restored on one side only, the first w")
  }

  @Test func theRandomStepSaysWhereTheOrdersPart() {
    let scripted = target(
      [.random(random(0, "RandomUniform", "u"))] + layer("a", 1),
      [.random(random(0, "RandomUniform", "u", seed2: 5))] + layer("a", 2))
    let rows = ScriptedLadder.all(scripted).debugger().perform(.ladder(keepsGoing: true)).ladder
    #expect(rows[4].advice?.hasPrefix("random op 0: ") == true)
    #expect(rows[2].advice?.hasPrefix("With equal weights") == true)
  }

  @Test func everyFailureOfItsOwnHasAdvice() {
    let scripted = target(
      [.variable(variable("w"))] + layer("a", 1),
      [.variable(variable("v")), .variable(variable("x", call: 2))]
        + layer("a", 2))
    let rows = ScriptedLadder.all(scripted).debugger().perform(.ladder(keepsGoing: true)).ladder
    #expect(rows.map(\.verdict) == Array(repeating: .failed, count: 6))
    #expect(Set(rows.compactMap(\.advice)).count == 6)
  }

  @Test func aCandidateThatRaisesLeavesEveryStepIncomparable() {
    let (verdicts, details) = climb(target(layer("a", 1), [.fail(ScriptError("shapes"))]))
    #expect(verdicts == Array(repeating: .incomparable, count: 6))
    #expect(details.allSatisfy { $0 == "the candidate failed on the way to a: shapes" })
  }

  @Test func aFailureForWhichTheCreationsAreTheReasonIsTheFirstSteps() {
    let (_, details) = climb(
      target(layer("a", 1), [.variable(variable("w", call: 2)), .fail(ScriptError("refused"))]))
    #expect(details.first == "1 created after the first call, the first w on call 2")
    #expect(details.last == "the candidate failed on the way to a: refused")
  }

  @Test func runsThatSayNothingOfTheModelAreIncomparable() {
    let incomparable = Array(repeating: LadderVerdict.incomparable, count: 6)
    #expect(climb(target([.fail(ScriptError("x"))], layer("a", 1))).verdicts == incomparable)
    #expect(climb(target(layer("a", 1), [.fail(WorkerDied())])).verdicts == incomparable)
    let unopened = ScriptedTarget(
      reference: Script(steps: layer("a", 1)), candidate: Script(),
      openError: SidePair(reference: nil, candidate: ScriptError("no interpreter")))
    #expect(climb(unopened).verdicts == incomparable)
  }
}
