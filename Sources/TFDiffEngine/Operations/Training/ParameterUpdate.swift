import TFDiffTensor

/// The operations that change a variable, and an optimizer's slots of it, by a gradient. Each takes the handles of the
/// variable and the slots, then numbers and the gradient in TensorFlow's order.
///
/// Source: tensorflow/core/ops/training_ops.cc, and tensorflow/core/kernels/training_ops.cc for the formulas.
enum ParameterUpdate: String, CaseIterable, Sendable {
  case gradientDescent = "ResourceApplyGradientDescent"
  case momentum = "ResourceApplyMomentum"
  case kerasMomentum = "ResourceApplyKerasMomentum"
  case adam = "ResourceApplyAdam"
  case rmsProp = "ResourceApplyRMSProp"
  case centeredRMSProp = "ResourceApplyCenteredRMSProp"
  case adagrad = "ResourceApplyAdagrad"
  case adagradV2 = "ResourceApplyAdagradV2"

  /// How many of the inputs are handles: the variable's and the slots'.
  var handleCount: Int {
    switch self {
    case .gradientDescent: 1
    case .momentum, .kerasMomentum, .adagrad, .adagradV2: 2
    case .adam, .rmsProp: 3
    case .centeredRMSProp: 4
    }
  }

  /// What follows the handles.
  var operands: [Operand] {
    switch self {
    case .gradientDescent: [.learningRate, .gradient]
    case .momentum, .kerasMomentum: [.learningRate, .gradient, .momentum]
    case .adam: [.beta1Power, .beta2Power, .learningRate, .beta1, .beta2, .epsilon, .gradient]
    case .rmsProp, .centeredRMSProp: [.learningRate, .decay, .momentum, .epsilon, .gradient]
    case .adagrad: [.learningRate, .gradient]
    case .adagradV2: [.learningRate, .epsilon, .gradient]
    }
  }

  enum Operand: Hashable, Sendable {
    case gradient, learningRate, momentum, beta1Power, beta2Power, beta1, beta2, epsilon, decay
  }
}

extension OperationDefinition {
  static let parameterUpdates = ParameterUpdate.allCases.map { update in
    OperationDefinition(
      update.rawValue, isStateful: true,
      shapeRule: { context in
        try check(context, of: update)
        return []
      },
      makeKernel: { attributes in
        let looksAhead = try attributes.bool("use_nesterov", default: false)
        return StatelessKernel { inputs, context in
          try check(ShapeContext(of: inputs, attributes), of: update)
          try apply(update, inputs, looksAhead: looksAhead, context)
          return []
        }
      })
  }

  private static func check(_ context: ShapeContext, of update: ParameterUpdate) throws(EngineError) {
    let operands = update.operands
    try context.expectInputs(update.handleCount + operands.count, of: update.rawValue)
    let numbers = update.handleCount..<context.inputs.count
    try context.expectType([.float32], ofInputs: numbers, of: update.rawValue)
    for (index, operand) in zip(numbers, operands) where operand != .gradient {
      try context.expect(.scalar, ofInput: index, of: update.rawValue)
    }
  }

  /// Reads variable and slots, and assigns what the update makes of them.
  private static func apply(
    _ update: ParameterUpdate, _ inputs: [Tensor], looksAhead: Bool, _ context: KernelContext
  ) throws {
    let names = inputs.prefix(update.handleCount).map(ResourceHandle.decode)
    let old = try names.map { try context.resources.read($0) }
    let values = Dictionary(uniqueKeysWithValues: zip(update.operands, inputs.dropFirst(update.handleCount)))
    guard let gradient = values[.gradient] else { return }
    for (name, value) in zip(names, old) where value.shape != gradient.shape || value.dtype != gradient.dtype {
      throw EngineError.badInput(
        operation: update.rawValue,
        reason: "\(name) is \(value.dtype) \(value.shape), the gradient \(gradient.dtype) \(gradient.shape)")
    }
    let numbers = values.filter { $0.key != .gradient }.mapValues { $0.elements(of: Float.self)[0] }
    let rule = UpdateRule(update, numbers, looksAhead: looksAhead)
    for (name, value) in zip(names, rule.applied(to: old, gradient, threads: context.threads)) {
      context.resources.assign(name, value)
    }
  }
}
