import TFDiffTensor

/// A variable that an optimizer keeps beside the model's.
public struct Slot: Sendable, Hashable {
  /// What is kept in it, by which the slots of two families are told to be the same.
  public enum Meaning: Sendable, Hashable {
    case firstMoment, secondMoment
    /// The sum of past gradients, each worth less by the momentum.
    case velocity
    /// The same, as it is added to the variable: times minus the learning rate.
    case step
    case meanSquare, meanGradient
    /// What the variable was last changed by, where RMSProp has a momentum.
    case increment
    case squareSum
    case beta1Power, beta2Power
  }

  public let meaning: Meaning
  /// TensorFlow's name of the kind: `m`, `momentum`, `rms`, …
  public let kind: String
  /// The model's variable that it belongs to; nil where it belongs to all.
  public let variable: String?
  /// The name TensorFlow gives it: `w/Adam_1`, `Adam/w/v`, `Adam/v/w`.
  public let name: String
}

extension Optimizer {
  /// What an optimizer keeps for each variable: the kinds of its slots, in TensorFlow's order.
  struct SlotKind {
    let meaning: Slot.Meaning
    let name: String
    let initial: Float
    init(_ meaning: Slot.Meaning, _ name: String, _ initial: Double = 0) {
      self.meaning = meaning
      self.name = name
      self.initial = Float(initial)
    }
  }

  var slotKinds: [SlotKind] {
    switch method {
    case .gradientDescent: family == .keras ? [SlotKind(.step, "m")] : []
    case .momentum:
      switch family {
      case .v1: [SlotKind(.velocity, "momentum")]
      case .kerasLegacy: [SlotKind(.step, "momentum")]
      case .keras: [SlotKind(.step, "m")]
      }
    case .adam: [SlotKind(.firstMoment, "m"), SlotKind(.secondMoment, "v")]
    case .rmsProp(_, let momentum, _, let initial, let isCentered):
      meanSquareKinds(hasMomentum: momentum > 0, initial: initial, isCentered: isCentered)
    case .adagrad(let initial, _): [SlotKind(.squareSum, "accumulator", initial)]
    }
  }

  private func meanSquareKinds(hasMomentum: Bool, initial: Double, isCentered: Bool) -> [SlotKind] {
    let increment = SlotKind(.increment, "momentum")
    let gradient = SlotKind(.meanGradient, family == .keras ? "average_gradient" : "mg")
    let square = SlotKind(.meanSquare, family == .keras ? "velocity" : "rms", initial)
    if family == .v1 { return [square] + (isCentered ? [gradient] : []) + [increment] }
    return [square] + (hasMomentum ? [increment] : []) + (isCentered ? [gradient] : [])
  }

  /// What it keeps once for all variables.
  var sharedKinds: [SlotKind] {
    guard family == .v1, case .adam(let beta1, let beta2, _) = method else { return [] }
    return [SlotKind(.beta1Power, "beta1_power", beta1), SlotKind(.beta2Power, "beta2_power", beta2)]
  }

  /// The name of a variable's slot. TensorFlow 1 names slots after the optimizer alone, and numbers them.
  fileprivate func slotName(_ kind: String, _ index: Int, of variable: String) -> String {
    switch family {
    case .v1: index == 0 ? "\(variable)/\(name)" : "\(variable)/\(name)_\(index)"
    case .kerasLegacy: "\(name)/\(variable)/\(kind)"
    case .keras: "\(name)/\(kind)/\(variable)"
    }
  }
}

/// The slots of an optimizer in one world, as variables there.
struct SlotVariables {
  private(set) var all: [(slot: Slot, variable: Variable)] = []
  private var byOwner: [String: [Slot.Meaning: Variable]] = [:]

  /// Makes an optimizer's slots for variables, at their initial values.
  init(_ optimizer: Optimizer, for variables: [Variable], in context: any ExecutionContext) throws {
    for kind in optimizer.sharedKinds {
      try add(kind, name: kind.name, owner: nil, shape: .scalar, in: context)
    }
    for variable in variables {
      for (index, kind) in optimizer.slotKinds.enumerated() {
        let name = optimizer.slotName(kind.name, index, of: variable.name)
        try add(kind, name: name, owner: variable.name, shape: variable.shape, in: context)
      }
    }
  }

  private mutating func add(
    _ kind: Optimizer.SlotKind, name: String, owner: String?, shape: Shape, in context: any ExecutionContext
  ) throws {
    let initializer: Initializer =
      switch (kind.initial, owner) {
      case (let value, nil): .initialValue(TensorAttribute(Tensor(scalar: value)))
      case (0, _): .zeros
      case (1, _): .ones
      case (let value, _): .constant(value)
      }
    var request = VariableRequest(
      name: context.takeName(name), shape: shape, dtype: .float32, trainable: false, initializer: initializer)
    request.isNameTaken = true
    let variable = try context.atRootScope { try context.makeVariable(request) }
    all.append((Slot(meaning: kind.meaning, kind: kind.name, variable: owner, name: variable.name), variable))
    byOwner[owner ?? "", default: [:]][kind.meaning] = variable
  }

  subscript(meaning: Slot.Meaning, of owner: Variable?) -> Variable {
    get throws(EngineError) {
      guard let variable = byOwner[owner?.name ?? ""]?[meaning] else {
        throw .variableMissing(name: "\(owner?.name ?? "") \(meaning)")
      }
      return variable
    }
  }
}
