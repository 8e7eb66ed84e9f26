import TFDiffTargets
import TFDiffDebugger

extension LiveSettings {
  /// The ways in which the migration guide would have a difference narrowed down, on real TensorFlow: the session, the
  /// session without each rewrite that changes how numbers are computed and without any optimization, the candidate as a
  /// traced function, and the candidate operation by operation.
  ///
  /// All begin with what the first of them finds out: the same pairs of layers and variables, and the same initial values. Of
  /// training steps each goes on from its own state.
  public func triage() -> [TriageExecution] {
    let paired = LiveDiscoveries(map)
    let traced = LiveDiscoveries(paired.variables)
    let without = enabledRewrites.map { rewrite in
      session(
        .sessionWithout(rewrite: rewrite.name, effect: rewrite.effect),
        LiveRewrites(disabled: rewrites.disabled + [rewrite.name]), paired)
    }
    return [session(.session, rewrites, paired)] + without
      + [
        session(.sessionPlain, LiveRewrites(optimizes: false), paired), candidate(.function, .function, traced),
        candidate(.eager, .eager, paired),
      ]
  }

  /// One of Grappler's passes, and what it does.
  typealias Rewrite = (name: String, effect: String)

  /// Grappler's passes that change how numbers are computed, and not only when or where, by their toggles in
  /// tensorflow/core/protobuf/rewriter_config.proto; those that are not switched off.
  var enabledRewrites: [Rewrite] {
    [
      (name: "constant_folding", effect: "arithmetic done beforehand"),
      (name: "arithmetic_optimization", effect: "arithmetic done in another order"),
      (name: "remapping", effect: "fusion"),
      (name: "layout_optimizer", effect: "another layout of the data"),
    ].filter { !rewrites.disabled.contains($0.name) }
  }

  private func session(
    _ kind: TriageExecution.Kind, _ rewrites: LiveRewrites, _ discoveries: LiveDiscoveries
  ) -> TriageExecution {
    var settings = self
    settings.rewrites = rewrites
    // It is the eager candidate that the layers are paired with.
    settings.candidate = .eager
    return settings.execution(kind, .reference, discoveries)
  }

  private func candidate(
    _ kind: TriageExecution.Kind, _ candidate: CandidateKind, _ discoveries: LiveDiscoveries
  ) -> TriageExecution {
    var settings = self
    settings.candidate = candidate
    return settings.execution(kind, .candidate, discoveries)
  }

  private func execution(
    _ kind: TriageExecution.Kind, _ side: Side, _ discoveries: LiveDiscoveries
  ) -> TriageExecution {
    // The first pairs the sides, for which it needs both.
    if kind == .session {
      return TriageExecution(kind, open: LiveStarter(self, discoveries).side(side).open)
    }
    return TriageExecution(kind) {
      // The state that an execution before it was left in is none of its own.
      discoveries.beginTraining()
      return LiveSource(self, side: side, discoveries: discoveries)
    }
  }
}
