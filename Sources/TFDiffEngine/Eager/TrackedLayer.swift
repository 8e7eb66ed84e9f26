import TFDiffTensor

/// The TF1-style shim: makes a forward pass written with `getVariable` and slim's layers into a layer that owns
/// its variables. The first call creates them, later calls find them by name, and their regularization losses
/// are the layer's.
///
/// After `tf.compat.v1.keras.utils.track_tf1_style_variables`; source:
/// keras/legacy_tf_layers/variable_scope_shim.py.
public final class TrackedLayer<Output> {
  public typealias ForwardPass = (_ context: EagerContext, _ inputs: Value, _ training: Bool) throws -> Output

  public let context: EagerContext
  private let forwardPass: ForwardPass

  public init(context: EagerContext, _ forwardPass: @escaping ForwardPass) {
    self.context = context
    self.forwardPass = forwardPass
  }

  public func callAsFunction(_ inputs: Value, training: Bool) throws -> Output {
    context.beginCall()
    return try context.withScopes({ $0.variableScope = VariableScope(name: "", reuse: .automatic) }) {
      try context.variableStore.enteringModel { try forwardPass(context, inputs, training) }
    }
  }

  /// What was made with `getVariable`, in order of creation.
  public var variables: [Variable] { Array(context.variableStore.variables.values) }

  /// Each a scalar, computed from the variables' values now.
  public func losses() throws -> [Value] { try context.losses().map(\.loss) }
}
