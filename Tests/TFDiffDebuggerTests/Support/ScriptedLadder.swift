import TFDiffDebugger

/// A ladder over scripted pairs, each under a key.
struct ScriptedLadder: Sendable {
  struct Rung: Sendable {
    var step: LadderStep
    var runs: [(key: String, scripted: ScriptedTarget)] = []
    var reasonToSkip: String?

    init(_ step: LadderStep, _ runs: (key: String, scripted: ScriptedTarget)..., reasonToSkip: String? = nil) {
      self.step = step
      self.runs = runs
      self.reasonToSkip = reasonToSkip
    }
  }
  /// What the debugger is opened with.
  var base = ScriptedTarget.equal()
  var rungs: [Rung]

  var target: DebugTarget { climbable(base) }

  func debugger(breakpoints: [Breakpoint.Condition] = [.mismatch], tolerance: TolerancePolicy = .init()) -> Debugger {
    Debugger(target: target, options: DebuggerOptions(tolerance: tolerance, breakpoints: breakpoints))
  }

  private func climbable(_ scripted: ScriptedTarget) -> DebugTarget {
    var target = scripted.target
    target.ladder = { plan() }
    return target
  }

  private func plan() -> LadderPlan {
    LadderPlan(
      entries: rungs.map { rung in
        LadderPlan.Entry(
          rung.step, runs: rung.runs.map { LadderPlan.Run(key: $0.key, target: climbable($0.scripted)) },
          reasonToSkip: rung.reasonToSkip)
      })
  }
}

extension ScriptedLadder {
  /// The first three steps judged by one pair, the fourth by two more, no checkpoint.
  static func whole(
    fixed: ScriptedTarget = .equal(), inference: ScriptedTarget = .equal(), training: ScriptedTarget = .equal()
  ) -> ScriptedLadder {
    ScriptedLadder(
      rungs: [
        Rung(.variablesOnce, ("fixed", fixed)), Rung(.variableKinds, ("fixed", fixed)),
        Rung(.fixedWeights, ("fixed", fixed)), Rung(.checkpointInference, reasonToSkip: "no --checkpoint was given"),
        Rung(.alignedRandomness, ("inference", inference), ("training", training)),
        Rung(.checkpointTraining, reasonToSkip: "no --checkpoint was given"),
      ])
  }

  /// One step judged by one pair.
  static func single(_ step: LadderStep, _ scripted: ScriptedTarget) -> ScriptedLadder {
    ScriptedLadder(rungs: [Rung(step, ("one", scripted))])
  }

  /// Every step judged by the same pair.
  static func all(_ scripted: ScriptedTarget) -> ScriptedLadder {
    ScriptedLadder(rungs: LadderStep.ofForwardPass.map { Rung($0, ("one", scripted)) })
  }
}
