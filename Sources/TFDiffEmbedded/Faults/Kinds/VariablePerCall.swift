import TFDiffEngine

extension FaultKind {
  static let variablePerCall = FaultKind(
    "variable-per-call", help: "the first weight is copied into a new variable at each call after the first",
    obstacle: { settings in
      settings.candidate == .function
        ? "a traced function is not called again operation by operation: use --candidate eager" : nil
    },
    // In the first call it is there as well, and changes nothing.
    hook: .reading { site, variable, value, context in
      site.call > 1 ? try copied(value, of: variable, context) : value
    })

  /// The same value in a variable made for this call, as `tf.Variable(weights)` in a forward pass makes it.
  private static func copied(
    _ value: Value, of variable: Variable, _ context: any ExecutionContext
  ) throws -> Value {
    guard let tensor = value.tensor else { return value }
    let name = variable.name.split(separator: "/").last.map(String.init) ?? variable.name
    return try context.read(context.variable(tensor, name: name), name: "ReadVariableOp")
  }
}
