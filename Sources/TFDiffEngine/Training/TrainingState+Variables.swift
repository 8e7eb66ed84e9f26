import TFDiffTensor

extension TrainingState {
  /// What variables and slots are at now.
  init(_ variables: [Variable], _ slots: [Variable], step: Int, in resources: ResourceManager) throws {
    func values(_ variables: [Variable]) throws -> [String: Tensor] {
      try Dictionary(
        variables.map { ($0.name, try resources.read($0.resource)) }, uniquingKeysWith: { first, _ in first })
    }
    self.init(variables: try values(variables), slots: try values(slots), step: step)
  }

  /// - Throws: ``EngineError/uninitializedVariable(name:)`` where the state lacks it, and
  ///   ``EngineError/variableShapeDiffers(name:existing:wanted:)``.
  func value(of variable: Variable, in values: [String: Tensor]) throws(EngineError) -> Tensor {
    guard let value = values[variable.name] else { throw .uninitializedVariable(name: variable.name) }
    guard value.shape == variable.shape else {
      throw .variableShapeDiffers(name: variable.name, existing: value.shape, wanted: variable.shape)
    }
    return value
  }
}

extension TrainingSide {
  /// Tells of slots and variables after a step.
  func tell(of state: TrainingState, _ told: (TrainingRung) throws -> Void) throws {
    for slot in slots {
      try told(TrainingRung(kind: .slot(slot), name: slot.name, value: state.slots[slot.name]))
    }
    for variable in variables {
      try told(
        TrainingRung(
          kind: .variable(isTrainable: variable.trainable), name: variable.name, value: state.variables[variable.name]))
    }
  }
}

extension TrainingComputation.Loss {
  /// The terms, then the loss, as an eager run has them.
  var rungs: [TrainingRung] {
    terms.map { TrainingRung(kind: $0.kind, name: $0.name, value: $0.value.tensor) }
  }

  /// What is told of the loss, in order.
  var terms: [(kind: TrainingRung.Kind, name: String, value: Value)] {
    var terms: [(TrainingRung.Kind, String, Value)] = [(.lossTerm, "data", data)]
    terms += penalties.map { (.lossTerm, "regularization/\($0.variable.name)", $0.loss) }
    if let regularization { terms.append((.lossTerm, "regularization", regularization)) }
    return terms + [(.loss, "loss", total)]
  }
}
