import TFDiffDebugger

extension LiveSettings {
  /// The ways in which the migration guide would have a difference narrowed down, on real TensorFlow: the session, the
  /// session without each rewrite that changes how numbers are computed and without any optimization, the candidate as a
  /// traced function, and the candidate operation by operation.
  public func triage() -> [TriageExecution] {
    let enabled = Self.rewritesOfNumbers.filter { !rewrites.disabled.contains($0.name) }
    let without = enabled.map { rewrite in
      session(
        .sessionWithout(rewrite: rewrite.name, effect: rewrite.effect),
        LiveRewrites(disabled: rewrites.disabled + [rewrite.name]))
    }
    return [session(.session, rewrites)] + without
      + [
        session(.sessionPlain, LiveRewrites(optimizes: false)), candidate(.function, .function),
        candidate(.eager, .eager),
      ]
  }

  /// Grappler's passes that change how numbers are computed, and not only when or where, by their toggles in
  /// tensorflow/core/protobuf/rewriter_config.proto.
  private static let rewritesOfNumbers = [
    (name: "constant_folding", effect: "arithmetic done beforehand"),
    (name: "arithmetic_optimization", effect: "arithmetic done in another order"),
    (name: "remapping", effect: "fusion"),
    (name: "layout_optimizer", effect: "another layout of the data"),
  ]

  private func session(_ kind: TriageExecution.Kind, _ rewrites: LiveRewrites) -> TriageExecution {
    var settings = self
    settings.rewrites = rewrites
    return settings.execution(kind, .reference)
  }

  private func candidate(_ kind: TriageExecution.Kind, _ candidate: CandidateKind) -> TriageExecution {
    var settings = self
    settings.candidate = candidate
    return settings.execution(kind, .candidate)
  }

  private func execution(_ kind: TriageExecution.Kind, _ side: Side) -> TriageExecution {
    TriageExecution(kind) { LiveSource(self, side: side, discoveries: LiveDiscoveries()) }
  }
}
