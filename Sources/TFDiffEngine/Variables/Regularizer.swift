import TFDiffTensor

/// A penalty on a variable's values.
public enum Regularizer: Sendable, Hashable {
  /// `scale · Σ w² / 2`. Source: tf_slim/layers/regularizers.py, `l2_regularizer`.
  case l2(scale: Float)

  /// Adds or executes the operations of the loss, a scalar, in a name scope (with its `/`; empty for the root).
  func loss(of variable: Variable, in context: any ExecutionContext, scope: String) throws -> Value {
    switch self {
    case .l2(let factor):
      try context.withScopes({ $0.nameScope = scope }) {
        try context.withNameScope("l2_regularizer") { scope in
          let factor = try context.constant(Tensor(scalar: factor), name: "scale")
          let loss = try context.withNameScope("L2Loss") { scope in
            let weights = try context.read(variable, name: "ReadVariableOp")
            return try context.apply1("L2Loss", [weights], name: scope)
          }
          return try context.apply1("Mul", [factor, loss], name: scope)
        }
      }
    }
  }
}
