import TFDiffTensor

extension PairRun {
  /// Finds out why the runs first part: records the operations of the endpoint where they do, with the values that each
  /// takes, and makes experiments.
  mutating func explain(_ progress: Progress) {
    guard let index = recorder.state.firstDivergence else {
      recorder.state.explanations = FindingExplainer(recorder.state).explanations()
      return
    }
    let phase = recorder.state.phase
    defer { recorder.state.phase = phase }
    if recorder.state.endpoints[index].rung == nil {
      recordOperations(at: index, tellsOperands: true, progress)
      if control.isCancelled { return }
    }
    recorder.state.phase = .running("explaining \(recorder.state.endpoints[index].name)")
    progress(recorder.state)
    recorder.state.phase = phase
    let laboratory = Laboratory(target, control)
    var found = Explainer(recorder.prepared(at: index, in: laboratory), laboratory: laboratory).explanations()
    recorder.state.endpoints[index].forgetOperands()
    if found.first?.cause == nil { found = explainedByRuns(index, found, progress) }
    // What was broken off has ruled nothing out.
    if control.isCancelled { return }
    recorder.state.explanations = found
    recorder.state.joinPropagation()
  }

  /// What whole runs say of an endpoint that experiments with its operations do not explain.
  ///
  /// - Parameter found: what these say; what runs cannot show is added to it.
  private func explainedByRuns(_ index: Int, _ found: [Explanation], _ progress: Progress) -> [Explanation] {
    let kind = found.first?.kind
    if let other = explainedByVariant(index, kind, progress) ?? explainedByLossPass(index, progress) { return [other] }
    let switches = differingSwitches(at: index)
    if let other = explainedBySwitch(switches, index, kind, progress) { return [other] }
    var found = found
    if !found.isEmpty { found[0].evidence += switches.map(\.words) }
    return found
  }
}

extension EndpointRow {
  /// Lets go of the values that operations take, which memory is not asked for again; their statistics stay.
  fileprivate mutating func forgetOperands() {
    for index in operations.indices {
      operations[index].reference = operations[index].reference?.withSummarizedOperands
      operations[index].candidate = operations[index].candidate?.withSummarizedOperands
    }
  }
}

extension Recorder {
  /// What is known, as it is explained: with what a rewrite has fused on the way to an endpoint taken apart, and variables that
  /// the operations show to differ. What is looked at is left as it is.
  fileprivate func prepared(at index: Int, in laboratory: Laboratory) -> DebuggerState {
    var copy = self
    let rows = state.endpoints[index].operations
    copy.addDifferingVariables(of: rows)
    let parts = UnfusedOperations(laboratory: laboratory)
    func operations(_ side: Side) -> [OperationEvent] { parts.expanded(rows.compactMap { $0[side] }) }
    copy.recordSpan(SidePair(reference: operations(.reference), candidate: operations(.candidate)), at: index)
    return copy.state
  }

  /// Variables that the two sides read other values of, where nothing was told of how they begin.
  private mutating func addDifferingVariables(of rows: [OperationRow]) {
    guard state.initialValues.isEmpty else { return }
    let (reference, candidate) = (rows.variables(of: .reference), rows.variables(of: .candidate))
    for (name, value) in reference.sorted(by: { $0.key < $1.key }) {
      guard let other = candidate[name], !value.isIdentical(to: other) else { continue }
      var row = InitialValueRow(
        InitialValueEvent(variable: name, candidate: name, values: SidePair(reference: value, candidate: other)))
      row.judge(under: state.tolerance)
      state.initialValues.append(row)
    }
  }
}

extension [OperationRow] {
  /// The values of the variables that a side's operations take, by the reference's names.
  fileprivate func variables(of side: Side) -> [String: Tensor] {
    var found: [String: Tensor] = [:]
    for event in compactMap({ $0[side] }) {
      for (input, operand) in zip(event.inputs, event.operands) {
        if case .variable(let name) = input, let tensor = operand?.tensor, found[name] == nil { found[name] = tensor }
      }
    }
    return found
  }
}
