import TFDiffTensor

/// What both worlds add or execute for a training step, beside the forward pass and the gradients.
struct TrainingComputation {
  let procedure: TrainingProcedure
  let context: any ExecutionContext

  /// The terms of the loss, and their sum.
  struct Loss {
    var data: Value
    /// By variable.
    var penalties: [(variable: Variable, loss: Value)]
    /// The sum of the penalties; nil where there are none, or none are wanted.
    var regularization: Value?
    var total: Value
  }

  func loss(logits: Value, labels: Value, penalties: [(variable: Variable, loss: Value)]) throws -> Loss {
    let losses = try context.sparseSoftmaxCrossEntropy(labels: labels, logits: logits)
    let data =
      switch procedure.reduction {
      case .mean: try context.mean(losses)
      case .sum: try context.sum(losses)
      }
    guard procedure.hasRegularization, !penalties.isEmpty else {
      return Loss(data: data, penalties: [], regularization: nil, total: data)
    }
    let regularization = try context.addN(penalties.map(\.loss))
    return Loss(
      data: data, penalties: penalties, regularization: regularization,
      total: try context.add(data, regularization))
  }

  /// The gradients as the optimizer is given them.
  func applied(_ gradients: [Value?], to variables: [Variable]) throws -> [Value?] {
    var gradients = gradients
    if let scale = procedure.gradientScale {
      let scale = try context.constant(Tensor(scalar: scale), name: "gradient_scale")
      gradients = try gradients.map { try $0.map { try context.multiply($0, scale) } }
    }
    if let clipping = procedure.clipping { gradients = try clipping.clip(gradients, in: context) }
    guard case .coupled(let decay)? = procedure.optimizer.weightDecay else { return gradients }
    let rate = try context.constant(Tensor(scalar: decay), name: "weight_decay")
    return try zip(gradients, variables).map { gradient, variable in
      try gradient.map {
        try context.add($0, context.multiply(context.read(variable, name: "ReadVariableOp"), rate))
      }
    }
  }
}
