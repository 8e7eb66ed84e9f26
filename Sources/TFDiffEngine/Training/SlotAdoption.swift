import TFDiffTensor

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension TrainingSide {
  /// The accumulators of another side's optimizer, as this side's keeps them: what a step begins with whose own error is
  /// asked for.
  ///
  /// Keras's momentum holds what is added to the variable, TensorFlow 1's the gradients without the learning rate: one
  /// follows from the other while the learning rate stays. TensorFlow 1's Adam keeps the powers of its betas, which follow
  /// from the number of steps.
  ///
  /// - Parameters:
  ///   - state: the other side's, and what it keeps by which optimizer.
  ///   - own: what stands where the other side keeps nothing of the kind.
  /// - Returns: the slots, and those that do not follow from what the other side keeps, which are as they were.
  public func slots(
    adopting state: TrainingState, _ others: [Slot], of other: Optimizer, keeping own: [String: Tensor]
  ) -> (slots: [String: Tensor], unknown: [Slot]) {
    let theirs = Dictionary(others.map { (Key($0), $0) }, uniquingKeysWith: { first, _ in first })
    var result = own
    var unknown: [Slot] = []
    for slot in slots {
      if let same = theirs[Key(slot)] {
        result[slot.name] = state.slots[same.name]
      } else if let power = optimizer.power(slot.meaning, after: state.step) {
        result[slot.name] = power
      } else if let counterpart = slot.counterpart.flatMap({ theirs[$0] }), let value = state.slots[counterpart.name] {
        if let converted = optimizer.converted(value, to: slot.meaning, from: other) {
          result[slot.name] = converted
        } else {
          unknown.append(slot)
        }
      }
    }
    return (result, unknown)
  }
}

private struct Key: Hashable {
  let meaning: Slot.Meaning
  let variable: String?

  init(_ slot: Slot) { self.init(slot.meaning, slot.variable) }
  init(_ meaning: Slot.Meaning, _ variable: String?) {
    self.meaning = meaning
    self.variable = variable
  }
}

extension Slot {
  /// The slot of another family that this one may follow from.
  fileprivate var counterpart: Key? {
    switch meaning {
    case .velocity: Key(.step, variable)
    case .step: Key(.velocity, variable)
    default: nil
    }
  }
}

extension Optimizer {
  /// What Adam's shared slots are after a number of steps; nil for any other slot.
  fileprivate func power(_ meaning: Slot.Meaning, after steps: Int) -> Tensor? {
    guard case .adam(let beta1, let beta2, _) = method else { return nil }
    switch meaning {
    case .beta1Power: return Tensor(scalar: powf(Float(beta1), Float(steps + 1)))
    case .beta2Power: return Tensor(scalar: powf(Float(beta2), Float(steps + 1)))
    default: return nil
    }
  }

  /// A velocity as a step, or a step as a velocity; nil where the learning rate changes.
  fileprivate func converted(_ value: Tensor, to meaning: Slot.Meaning, from other: Optimizer) -> Tensor? {
    guard case .constant(let rate) = meaning == .step ? learningRate : other.learningRate, rate != 0,
      case .constant = learningRate, case .constant = other.learningRate
    else { return nil }
    let factor = meaning == .step ? -rate : -1 / rate
    return Tensor(value.elements(of: Float.self).map { $0 * factor }, shape: value.shape)
  }
}
