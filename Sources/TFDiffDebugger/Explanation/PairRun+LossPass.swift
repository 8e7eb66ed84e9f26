import TFDiffTensor

extension PairRun {
  /// Explains a rung that a training step's forward pass leads to, by that pass: it is run again as a model is, so that its
  /// layers are paired, the first that differs is found, and its operations are experimented with. Nil where the target has
  /// no such pass, or where nothing differs in it.
  func explainedByLossPass(_ index: Int, _ progress: Progress) -> Explanation? {
    let row = recorder.state.endpoints[index]
    guard let rung = row.rung, rung.step == 1, rung.kind == .endpoint || rung.kind == .loss,
      let target = target.lossPass?()
    else { return nil }
    var pass = PairRun(target: target, options: options(for: row), control: control)
    pass.takesSettings = false
    // What is shown meanwhile is this run, which knows what it is at.
    func tell(_ state: DebuggerState) {
      var shown = recorder.state
      shown.phase = .running("running the step's forward pass to explain \(row.name)")
      progress(shown)
    }
    pass.run(.end, tell)
    if control.isCancelled || pass.recorder.state.firstDivergence == nil { return nil }
    pass.explain(tell)
    guard var found = pass.recorder.state.explanations.first, found.origin.operation != nil else { return nil }
    found.origin.rung = row.name
    return found
  }

  /// Those of a forward pass, in which what the rung is of is held to what the rung was.
  private func options(for row: EndpointRow) -> DebuggerOptions {
    var options = options
    options.breakpoints = []
    options.tolerance = recorder.state.tolerance
    let name = row.rung?.kind == .loss ? Rung.loss : row.rung?.name ?? row.name
    let tolerance = recorder.state.tolerance.tolerance(for: row)
    options.tolerance.exceptions.append(.init(glob: name, tolerance: tolerance))
    return options
  }
}
