import TFDiffTensor

extension ObserverEffect: CustomStringConvertible {
  public var description: String {
    maxAbs == 0
      ? "capturing leaves the outputs as they are"
      : "capturing changes the outputs, by \(formatShort(maxAbs)) at most (\(output)): fetching what lies on the way keeps "
        + "the graph from being rewritten as it is without"
  }
}

extension DebuggerState {
  /// Of each side whose outputs are others where nobody looks into the run: what its runtime is called, and how far.
  public var observerEffects: [(runtime: String, effect: ObserverEffect)] {
    [(target.runtimes.reference, referenceSummary), (target.runtimes.candidate, candidateSummary)]
      .compactMap { runtime, summary in
        summary?.observerEffect.flatMap { $0.maxAbs == 0 ? nil : (runtime, $0) }
      }
  }
}
