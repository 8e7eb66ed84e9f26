import TFDiffTargets
import TFDiffDebugger
import TFDiffTensor

extension WorkerMessage.Variable {
  /// - Parameter origin: where its value comes from.
  func event(_ origin: VariableOrigin) -> VariableEvent {
    VariableEvent(
      // A variable of an element type that the debugger has no tensors for is still a variable.
      name: name, shape: Shape(shape), dtype: DType(rawValue: dtype) ?? .float32, trainable: trainable, call: call,
      origin: origin, stack: CallStack(stack), role: VariableRole(rawValue: role) ?? .weight, initializer: initializer)
  }
}

extension WorkerMessage.Random {
  var event: RandomEvent {
    RandomEvent(index: index, name: name, type: type, shape: Shape(shape), seed: seed, seed2: seed2)
  }
}

extension WorkerMessage.Operation {
  func event(operands: [OperandValue?]) -> OperationEvent {
    OperationEvent(
      name: name, type: type, output: tensor?.value, stack: CallStack(stack), id: id,
      attributes: attributes.sorted { $0.key < $1.key }.map { OperationAttribute(name: $0.key, value: $0.value) },
      inputs: inputs.map { OperationInput($0) }, repetition: repetition.map { OperationRepetition($0) },
      operands: operands)
  }
}

extension OperationRepetition {
  fileprivate init(_ repetition: WorkerMessage.Operation.Repetition) {
    self.init(
      site: repetition.site, iteration: repetition.iteration, count: repetition.count, loop: repetition.loop)
  }
}

extension WorkerMessage.EndPoint {
  var event: EndpointEvent { EndpointEvent(name: name, value: tensor.value, spacing: spacing) }
}

extension WorkerMessage.Rung {
  /// Nil where the kind is none that there is.
  var event: TraceEvent? {
    guard let kind = TFDiffDebugger.Rung.Kind(rawValue: kind) else { return nil }
    let rung = TFDiffDebugger.Rung(step: step, kind: kind, name: name, scale: scale)
    if isFree { return .free(FreeRung(rung, value: tensor.value)) }
    return .endpoint(EndpointEvent(rung, value: tensor.value, stack: CallStack(stack), spacing: spacing))
  }
}

extension WorkerMessage.Update {
  var event: UpdateEvent {
    UpdateEvent(
      variable: name, operation: operation, value: tensor.value, stack: CallStack(stack), endpoint: endpoint,
      decay: decay)
  }
}

extension WorkerMessage.Finished {
  var summary: RunSummary {
    RunSummary(
      regularizationLoss: regularizationLoss, seconds: seconds,
      losses: losses.map { RegularizationLoss(variable: $0.variable, value: $0.value) }, untracked: untracked,
      observerEffect: observer.map { ObserverEffect(output: $0.name, maxAbs: $0.maxAbs) })
  }
}

extension WorkerMessage.WantedVariable {
  /// Nil where the debugger has no tensors of its element type.
  var wanted: CheckpointValues.Wanted? {
    DType(rawValue: dtype).map { CheckpointValues.Wanted(name: name, shape: Shape(shape), dtype: $0) }
  }
}

extension CallStack {
  convenience init(_ frames: [WorkerMessage.Frame]) {
    self.init(
      frames.map { StackFrame(function: $0.function, file: $0.file, line: $0.line, isUser: $0.user) })
  }
}

extension StackFrame {
  init(_ frame: WorkerMessage.TracebackFrame) {
    self.init(function: frame.function, file: frame.file, line: frame.line, isUser: frame.user)
  }
}

extension OperationInput {
  init(_ operand: WorkerMessage.Operand) {
    switch operand {
    case .operation(let id, let output): self = .operation(id: id, output: output)
    case .variable(let name): self = .variable(name)
    case .constant(let shape, let dtype, let values, let digest):
      self = .constant(OperationConstant(shape: shape, dtype: dtype, values: values, digest: digest))
    case .input: self = .modelInput
    case .unknown: self = .unknown
    }
  }
}
