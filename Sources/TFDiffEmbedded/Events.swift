import TFDiffTargets
import TFDiffDebugger
import TFDiffEngine

extension VariableEvent {
  init(_ variable: Variable, call: Int, origin: VariableOrigin) {
    self.init(
      name: variable.name, shape: variable.shape, dtype: variable.dtype, trainable: variable.trainable, call: call,
      origin: origin, stack: CallStack(variable.stack))
  }
}

extension VariableEvent {
  /// A variable that was asked for and refused.
  init(_ creation: VariableCreation, call: Int) {
    self.init(
      name: creation.name, shape: creation.shape, dtype: creation.dtype, trainable: creation.trainable, call: call,
      stack: CallStack(creation.stack))
  }
}

extension CallStack {
  convenience init(_ captured: CapturedStack) {
    self.init(site: captured.addresses) { captured.frames.map { StackFrame($0) } }
  }
}

extension StackFrame {
  init(_ frame: CapturedStack.Frame) {
    self.init(function: frame.function, file: frame.file, line: frame.line, isUser: frame.isModel)
  }
}

extension EmbeddedSettings {
  /// Where the value of a variable comes from on a side.
  func origin(of variable: String, isRestored: Bool = true) -> VariableOrigin {
    if isRestored, let key = checkpoint?.key(of: variable) { return .checkpoint(key: key) }
    if case .fixedWeights = mode { return .fixed }
    return .initializer
  }
}

extension RandomEvent {
  init(_ operation: RandomOperation, index: Int) {
    self.init(
      index: index, name: operation.name, type: operation.type, shape: operation.shape,
      seed: operation.seeds.seed, seed2: operation.seeds.seed2)
  }
}

extension CheckpointValues.Wanted {
  init(_ variable: Variable) { self.init(name: variable.name, shape: variable.shape, dtype: variable.dtype) }
}
