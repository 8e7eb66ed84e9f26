import TFDiffDebugger
import TFDiffTensor

extension WorkerMessage {
  /// What the debugger is told of; nil for what is the connection's own business, or lacks a field.
  func traceEvent(_ tensor: Tensor?, origin: VariableOrigin) -> TraceEvent? {
    switch (event, name) {
    case ("log", _): text.map { .log($0) }
    case ("operation", let name?): type.map { .operation(operation(name, $0, tensor)) }
    case ("endpoint", let name?): tensor.map { .endpoint(EndpointEvent(name: name, value: $0, spacing: spacing ?? 1)) }
    case ("update", let name?):
      tensor.map {
        .update(
          UpdateEvent(
            variable: name, operation: operation ?? name, value: $0, stack: callStack, endpoint: endpoint))
      }
    case ("variable", let name?): variable(name, origin)
    case ("random", let name?): random(name)
    case ("finished", _): .finished(summary)
    default: nil
    }
  }

  private func variable(_ name: String, _ origin: VariableOrigin) -> TraceEvent? {
    guard let shape, let trainable, let call else { return nil }
    // A variable of an element type that the debugger has no tensors for is still a variable.
    let type = dtype.flatMap { DType(rawValue: $0) } ?? .float32
    return .variable(
      VariableEvent(
        name: name, shape: Shape(shape), dtype: type, trainable: trainable, call: call,
        origin: origin, stack: callStack, role: role.flatMap { VariableRole(rawValue: $0) } ?? .weight,
        initializer: initializer))
  }

  private func operation(_ name: String, _ type: String, _ output: Tensor?) -> OperationEvent {
    OperationEvent(
      name: name, type: type, output: output, stack: callStack, id: id,
      attributes: (attributes ?? [:]).sorted { $0.key < $1.key }.map {
        OperationAttribute(name: $0.key, value: $0.value)
      },
      inputs: (inputs ?? []).map { OperationInput($0) })
  }

  private var callStack: CallStack { CallStack((stack ?? []).map { StackFrame($0) }) }

  private func random(_ name: String) -> TraceEvent? {
    guard let type, let shape, let index, let seed, let seed2 else { return nil }
    return .random(
      RandomEvent(index: index, name: name, type: type, shape: Shape(shape), seed: seed, seed2: seed2))
  }

  private var summary: RunSummary {
    RunSummary(
      regularizationLoss: regularizationLoss, seconds: seconds ?? 0,
      losses: (losses ?? []).map { RegularizationLoss(variable: $0.variable, value: $0.value) },
      untracked: untracked ?? [],
      observerEffect: observer.map { ObserverEffect(output: $0.name, maxAbs: $0.maxAbs) })
  }
}

extension StackFrame {
  init(_ frame: WorkerMessage.Frame) {
    self.init(function: frame.function, file: frame.file, line: frame.line, isUser: frame.user)
  }
}

extension OperationInput {
  init(_ input: WorkerMessage.Input) {
    switch (input.kind, input.id, input.name) {
    case ("operation", let id?, _): self = .operation(id: id, output: input.output ?? 0)
    case ("variable", _, let name?): self = .variable(name)
    case ("constant", _, _):
      self = .constant(
        OperationConstant(
          shape: input.shape ?? [], dtype: input.dtype ?? "", values: input.values, digest: input.digest))
    case ("input", _, _): self = .modelInput
    default: self = .unknown
    }
  }
}
