/// What an optimizer keeps for a variable, by the names that TensorFlow 1 and Keras give it.
///
/// TensorFlow 1 (tensorflow/python/training/) puts its own name behind the variable's, `fc/kernel/Adam_1`; Keras' legacy
/// optimizers put theirs before and the slot's behind, `Adam/fc/kernel/v`; its new ones put both before, `Adam/v/fc/kernel`.
package struct OptimizerSlot: Sendable, Hashable {
  package let variable: String
  /// Keras' word for what it is, such as `m`.
  let kind: String

  init(variable: String, kind: String) {
    self.variable = variable
    self.kind = kind
  }

  package init?(_ name: String) {
    let parts = name.split(separator: "/").map(String.init)
    guard parts.count >= 2, let last = parts.last else { return nil }
    if let kind = Self.behind[last] {
      (variable, self.kind) = (parts.dropLast().joined(separator: "/"), kind)
    } else if parts.count >= 3, let kind = Self.plain[parts[1].lowercased()] {
      (variable, self.kind) = (parts.dropFirst(2).joined(separator: "/"), kind)
    } else if parts.count >= 3, let kind = Self.plain[last.lowercased()] {
      (variable, self.kind) = (parts.dropFirst().dropLast().joined(separator: "/"), kind)
    } else {
      return nil
    }
  }

  private static let behind = [
    "Adam": "m", "Adam_1": "v", "Momentum": "momentum", "RMSProp": "rms", "RMSProp_1": "momentum",
    "Adagrad": "accumulator", "Adadelta": "accum_grad", "Adadelta_1": "accum_var", "Ftrl": "accumulator",
    "Ftrl_1": "linear",
  ]
  private static let plain = [
    "m": "m", "v": "v", "momentum": "momentum", "rms": "rms", "velocity": "rms", "accumulator": "accumulator",
    "accum_grad": "accum_grad", "accum_var": "accum_var", "linear": "linear", "vhat": "vhat",
  ]
}
