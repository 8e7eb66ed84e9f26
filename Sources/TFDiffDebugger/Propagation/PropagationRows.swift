import TFDiffTensor

/// Makes the rows of a ``Propagation`` of what two pairs of runs came to.
struct PropagationRows {
  /// The ordinary run, in which each side goes on from its own values.
  let ordinary: DebuggerState
  let layers: [ResyncRun.Layer]
  private let errors: [String: Double]

  init(ordinary: DebuggerState, layers: [ResyncRun.Layer]) {
    (self.ordinary, self.layers) = (ordinary, layers)
    let known = ordinary.endpoints.compactMap { row in row.comparison.map { (row.name, $0.maxAbs) } }
    errors = Dictionary(known, uniquingKeysWith: { first, _ in first })
  }

  /// In the reference's order, with the origin marked.
  func rows() -> [PropagationRow] {
    var rows: [PropagationRow] = []
    for layer in layers { rows.append(row(of: layer, after: rows.last)) }
    let unreplaced = Set(layers.filter { $0.obstacle != nil }.map(\.row.name))
    let origin = rows.indices.first { index in
      let isOfOtherKind =
        layers[index].row.activationStatus == .shapeMismatch
        && !unreplaced.contains { name in
          rows[index].inputs.contains(name)
        }
      return rows[index].isAboveNoise || isOfOtherKind && layers[index].isShared
    }
    if let origin { rows[origin].isOrigin = true }
    return rows
  }

  private func row(of layer: ResyncRun.Layer, after previous: PropagationRow?) -> PropagationRow {
    var row = PropagationRow(endpoint: layer.row.name)
    row.errorOut = errors[row.endpoint]
    if let flow = layer.flow {
      row.flow = .recorded
      row.inputs = layers.map(\.row.name).filter { flow.inputs.contains($0) }
      row.errorIn = greatestError(row.inputs, takesModelInput: flow.takesModelInput)
    } else {
      row.inputs = previous.map { [$0.endpoint] } ?? []
      row.errorIn = greatestError(row.inputs, takesModelInput: row.inputs.isEmpty)
    }
    guard layer.isShared, let comparison = layer.row.comparison else {
      row.note = layer.obstacle
      return row
    }
    row.ownError = comparison.maxAbs
    row.noise = noise(of: layer)
    // Nothing takes what the model returns.
    let obstacle =
      layer.row.isOutput ? nil : layer.obstacle.map { "what takes it goes on from the candidate's own value: \($0)" }
    let notes = [obstacle, bypass(layer)].compactMap(\.self)
    row.note = notes.isEmpty ? nil : notes.joined(separator: "; ")
    return row
  }

  /// What the layer takes past endpoints, which was not replaced.
  private func bypass(_ layer: ResyncRun.Layer) -> String? {
    guard let bypassed = layer.flow?.bypassed, !bypassed.isEmpty else { return nil }
    return
      "it also takes what is computed on the way to \(bypassed.sorted().joined(separator: ", ")), past the endpoint: an "
      + "error that is born there counts as its own"
  }

  /// The greatest error of what flows in; nil where one of them is not known.
  private func greatestError(_ inputs: [String], takesModelInput: Bool) -> Double? {
    var greatest = takesModelInput ? inputError : 0
    for name in inputs {
      guard let error = errors[name] else { return nil }
      greatest = max(greatest, error)
    }
    return greatest
  }

  /// How far what the two sides are given is apart.
  private var inputError: Double {
    ordinary.initialValues.filter(\.isInput).compactMap { $0.comparison?.maxAbs }.max() ?? 0
  }

  private func noise(of layer: ResyncRun.Layer) -> Double? {
    guard let reference = layer.row.reference?.tensor, let candidate = layer.row.candidate?.tensor else { return nil }
    let untold = max(RoundingEstimate(untold: reference).error, RoundingEstimate(untold: candidate).error)
    return RoundingEstimate.margin * (layer.flow?.rounding.error ?? untold)
  }
}
