import TFDiffTensor

extension PairRun {
  /// Finds out which layers add to the difference and which only hand it on: runs the candidate on the reference's values.
  ///
  /// A cancellation leaves what was known before.
  mutating func propagate(_ progress: Progress) {
    let open: @Sendable () throws -> any TraceSource
    switch target.sides.candidate.substitution {
    case .impossible(let reason): return refuse(.noResync(reason: reason))
    case .possible(let opening): open = opening
    }
    let phase = recorder.state.phase
    defer { recorder.state.phase = phase }
    do {
      let ordinary = try finishedRun(progress)
      var resync = ResyncRun(target, options: options, control: control)
      let unshared = Set(ordinary.endpoints.filter { $0.status == .unpaired }.map(\.name))
      let layers = try resync.run(open: open, isShared: { !unshared.contains($0) }) { tell($0, progress) }
      if control.isCancelled { return }
      recorder.state.propagation = Propagation(
        rows: PropagationRows(ordinary: ordinary, layers: layers).rows())
      recorder.state.joinPropagation()
    } catch is CancellationError {
      return
    } catch {
      refuse(.cannotResync(reason: String(describing: error)))
    }
  }

  /// The ordinary run to its end: the one that is looked at where it has come there, else one of its own.
  ///
  /// - Throws: `CancellationError`.
  private mutating func finishedRun(_ progress: Progress) throws -> DebuggerState {
    if recorder.isOver { return recorder.state }
    var options = options
    options.breakpoints = []
    var pair = PairRun(target: target, options: options, control: control)
    pair.takesSettings = false
    pair.run(.end) { state in
      if case .running(let words) = state.phase { tell(words, progress) }
    }
    if pair.recorder.state.phase == .paused(.cancelled) { throw CancellationError() }
    return pair.recorder.state
  }

  private mutating func tell(_ words: String, _ progress: Progress) {
    recorder.state.phase = .running(words)
    progress(recorder.state)
  }
}

extension DebuggerState {
  /// Puts what the propagation found into the explanations, where that is news.
  mutating func joinPropagation() {
    guard let sentence = propagation?.sentence(firstDivergence: firstDivergence.map { endpoints[$0] }) else { return }
    for index in explanations.indices where !explanations[index].evidence.contains(sentence) {
      explanations[index].evidence.append(sentence)
    }
  }
}
