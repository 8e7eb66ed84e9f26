import TFDiffEngine
import TFDiffTensor

/// A side's slots in the terms that both sides have in common.
///
/// Keras' SGD keeps what its momentum adds to a variable, TensorFlow 1's the sum of gradients that this is made of: minus the
/// learning rate times as much. Sources: keras/optimizers/sgd.py, `update_step`; tensorflow/core/kernels/training_ops.cc,
/// `ApplyMomentum`.
struct SlotTerms: Sendable {
  let learningRate: Float

  /// A slot's value in the terms of the sum of gradients.
  func compared(_ value: Tensor, of slot: Slot) -> Tensor {
    slot.meaning == .step ? value.scaled(by: -1 / learningRate) : value
  }
}

extension Slot.Meaning {
  /// What is kept, in the words of the optimizer that keeps it as its formula has it.
  var comparedName: String {
    switch self {
    case .firstMoment: "m"
    case .secondMoment: "v"
    case .velocity, .step, .increment: "momentum"
    case .meanSquare: "rms"
    case .meanGradient: "mg"
    case .squareSum: "accumulator"
    case .beta1Power: "beta1_power"
    case .beta2Power: "beta2_power"
    }
  }
}

extension Tensor {
  fileprivate func scaled(by factor: Float) -> Tensor {
    withElements(of: Float.self) { source in
      Tensor(shape: shape, of: Float.self) { target in
        for place in source.indices { target[place] = source[place] * factor }
      }
    }
  }
}
