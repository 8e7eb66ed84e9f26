import TFDiffTensor

extension GraphContext {
  public func makeVariable(_ request: VariableRequest) throws -> Variable {
    if let lifting { return try lifting.makeVariable(request, self) }
    let variable =
      switch version {
      case .v2_12: try resourceVariable(request)
      case .v1_15: try referenceVariable(request)
      }
    guard let handle = variable.handle.output else { return variable }
    graph.add(handle, to: .globalVariables)
    if request.trainable { graph.add(handle, to: .trainableVariables) }
    return variable
  }

  /// Source: tensorflow/python/ops/resource_variable_ops.py, `ResourceVariable._init_from_args`.
  private func resourceVariable(_ request: VariableRequest) throws -> Variable {
    try withNameScope(request.nameScope) { scope in
      let initial = try withNameScope("Initializer") { _ in
        try request.initializer.value(shape: request.shape, dtype: request.dtype, in: self)
      }
      let handle = try apply1("VarHandleOp", [], name: scope, attributes: request.handleAttributes(scope))
      _ = try withNameScope("IsInitialized") { _ in
        try apply1("VarIsInitializedOp", [handle], name: "VarIsInitializedOp")
      }
      let assign = try addOperation(
        "AssignVariableOp", [handle, initial], name: "Assign", attributes: ["dtype": .dtype(request.dtype)])
      _ = try withNameScope("Read") { _ in
        try apply1("ReadVariableOp", [handle], name: "ReadVariableOp", attributes: request.readAttributes)
      }
      return Variable(
        request: request, resource: String(scope.dropLast()), handle: handle, initializer: assign)
    }
  }

  /// Source: TensorFlow 1.15, tensorflow/python/ops/variables.py, `RefVariable._init_from_args`.
  private func referenceVariable(_ request: VariableRequest) throws -> Variable {
    try withNameScope(request.nameScope) { scope in
      let initial = try withNameScope("Initializer") { _ in
        try request.initializer.value(shape: request.shape, dtype: request.dtype, in: self)
      }
      let handle = try apply1("VariableV2", [], name: scope, attributes: request.handleAttributes(scope))
      let assign = try addOperation("Assign", [handle, initial], name: "Assign", attributes: [:])
      _ = try apply1("Identity", [handle], name: "read")
      return Variable(
        request: request, resource: String(scope.dropLast()), handle: handle, initializer: assign)
    }
  }

  public func read(_ variable: Variable, name: String) throws -> Value {
    switch version {
    case .v2_12:
      let attributes: Attributes = ["dtype": .dtype(variable.dtype), "shape": .shape(variable.shape)]
      return try apply1("ReadVariableOp", [captured(variable)], name: name, attributes: attributes)
    case .v1_15: return Value(Output(try graph.operation(named: "\(variable.name)/read")))
    }
  }

  /// Adds the operation that sets a variable's value, as `variable.assign` does.
  public func assign(_ variable: Variable, _ value: Value) throws -> Operation {
    try addOperation(
      "AssignVariableOp", [captured(variable), value], name: "AssignVariableOp",
      attributes: ["dtype": .dtype(variable.dtype)])
  }

  /// The update is run by whoever fetches the graph's `UPDATE_OPS`.
  public func assignSubtract(_ variable: Variable, _ delta: Value, name: String) throws {
    let operation = try addOperation(
      "AssignSubVariableOp", [captured(variable), delta], name: name, attributes: ["dtype": .dtype(variable.dtype)])
    try withControlDependencies([operation]) {
      _ = try read(variable, name: "ReadVariableOp")
    }
    graph.addUpdate(operation)
  }
}

extension VariableRequest {
  fileprivate func handleAttributes(_ scope: String) -> Attributes {
    ["shared_name": .string(String(scope.dropLast())), "dtype": .dtype(dtype), "shape": .shape(shape)]
  }
  /// What `withNameScope` takes for it.
  fileprivate var nameScope: String { isNameTaken ? name + "/" : name }
  fileprivate var readAttributes: Attributes { ["dtype": .dtype(dtype), "shape": .shape(shape)] }
}
