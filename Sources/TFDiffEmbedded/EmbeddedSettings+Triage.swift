import TFDiffTargets
import TFDiffDebugger
import TFDiffEngine

extension EmbeddedSettings {
  /// The ways in which the migration guide would have a difference narrowed down: the session, the session without each
  /// rewrite and without all, the candidate as a traced function, and the candidate operation by operation. Of training steps
  /// each goes on from its own state, and none is traced.
  public func triage() -> [TriageExecution] {
    let enabled = RewriteOptions.Rewrite.allCases.filter { rewrites.enabled.contains($0) }
    let without = enabled.map { rewrite in
      session(
        .sessionWithout(rewrite: rewrite.rawValue, effect: rewrite.effect), rewrites.enabled.subtracting([rewrite]))
    }
    return [session(.session, rewrites.enabled)] + without
      + [session(.sessionPlain, [])] + (plan == nil ? [candidate(.function, .function)] : [])
      + [candidate(.eager, .eager)]
  }

  private func session(_ kind: TriageExecution.Kind, _ enabled: Set<RewriteOptions.Rewrite>) -> TriageExecution {
    var settings = self
    settings.rewrites = RewriteOptions(enabled: enabled)
    return TriageExecution(kind, open: settings.sides()[.reference].open)
  }

  private func candidate(_ kind: TriageExecution.Kind, _ candidate: CandidateKind) -> TriageExecution {
    var settings = self
    settings.candidate = candidate
    return TriageExecution(kind, open: settings.sides()[.candidate].open)
  }
}

extension RewriteOptions.Rewrite {
  /// What it does to a graph, in the words of a sentence that blames it.
  fileprivate var effect: String {
    switch self {
    case .constantFolding: "arithmetic done beforehand"
    case .arithmeticOptimization: "arithmetic done in another order"
    case .remapping: "fusion"
    }
  }
}
