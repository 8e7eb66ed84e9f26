import TFDiffTensor

/// `tf.GradientTape`: keeps what an eager context executes on values that are watched, and takes gradients of it.
///
/// Trainable variables are watched as soon as they are read, as TensorFlow does. A tape can be used once: what it keeps is
/// let go as the gradients are taken.
///
/// Source: tensorflow/c/eager/tape.h.
public final class GradientTape {
  private struct Entry {
    let operation: ForwardOperation
    let inputs: [TensorIdentity]
    let outputs: [TensorIdentity]
  }

  private var entries: [Entry?] = []
  /// By value, the entry whose output it is; nil for one that is watched for itself.
  private var producers: [TensorIdentity: Int?] = [:]

  public init() {}

  /// Takes gradients with respect to a value, too, that no variable was used for.
  public func watch(_ value: Value) {
    guard let identity = value.identity, producers[identity] == nil else { return }
    producers[identity] = .some(nil)
  }

  func watch(_ variable: Variable) {
    if variable.trainable { watch(variable.handle) }
  }

  /// Keeps an operation if any of its inputs is watched and can carry a gradient; its outputs then are watched too.
  ///
  /// TensorFlow executes `StopGradient` out of any tape's sight (tensorflow/python/ops/array_ops.py, `stop_gradient`), so that
  /// what follows from it alone is not even asked for a gradient.
  func record(_ type: String, _ name: String, _ attributes: Attributes, _ inputs: [Value], _ outputs: [Value]) {
    guard type != "StopGradient" else { return }
    let identities = inputs.compactMap(\.identity)
    let isWatched = zip(inputs, identities).contains { input, identity in
      producers[identity] != nil && (input.isTrainable || type == "ReadVariableOp")
    }
    guard isWatched else { return }
    let outputIdentities = outputs.compactMap(\.identity)
    for identity in outputIdentities { producers[identity] = entries.count }
    let operation = ForwardOperation(
      name: name, type: type, attributes: attributes, inputs: inputs, outputs: outputs, skippedInputs: [])
    entries.append(Entry(operation: operation, inputs: identities, outputs: outputIdentities))
  }

  /// How `target` changes with each of the sources.
  ///
  /// - Parameters:
  ///   - sources: watched values, or what was computed from them.
  ///   - context: what the gradients are computed in, which must not keep what it executes on this tape any more.
  /// - Returns: for each source a value of its shape, or nil where `target` does not depend on it.
  /// - Throws: ``EngineError/noGradient(operation:type:)``, or what a kernel throws.
  public func gradient(of target: Value, withRespectTo sources: [Value], in context: EagerContext) throws -> [Value?] {
    guard let goal = target.identity else { return sources.map { _ in nil } }
    let identities = sources.compactMap(\.identity)
    let wanted = Set(identities)
    var uses = Uses(reaching: goal, producer: { self.producers[$0] ?? nil }) { self.entries[$0]?.inputs ?? [] }
    let one = Tensor(scalar: Float(1)).converted(to: target.dtype)
    let shape = try context.shapeConstant(target.shape, name: "Shape")
    var gradients = [goal: [try context.apply1("Fill", [shape, Value(one)], name: "Ones")]]
    while let index = uses.next(), let entry = entries[index] {
      entries[index] = nil
      let received = try take(entry.outputs, from: &gradients, keeping: wanted, in: context)
      let found = try inputGradients(of: entry, received, wanted, in: context)
      for (input, gradient) in zip(entry.inputs, found) {
        if let gradient { gradients[input, default: []].append(gradient) }
        uses.finish(input)
      }
    }
    return try identities.map { try context.sum(gradients[$0] ?? []) }
  }

  /// How `target` changes with each of the variables, and with each of the values.
  public func gradients(
    of target: Value, withRespectTo variables: [Variable], and values: [Value] = [], in context: EagerContext
  ) throws -> (variables: [Value?], values: [Value?]) {
    let all = try gradient(of: target, withRespectTo: variables.map(\.handle) + values, in: context)
    return (Array(all.prefix(variables.count)), Array(all.dropFirst(variables.count)))
  }

  private func take(
    _ outputs: [TensorIdentity], from gradients: inout [TensorIdentity: [Value]], keeping wanted: Set<TensorIdentity>,
    in context: EagerContext
  ) throws -> [Value?] {
    try outputs.map { output in
      guard let total = try context.sum(gradients[output] ?? []) else { return nil }
      gradients[output] = wanted.contains(output) ? [total] : nil
      return total
    }
  }

  private func inputGradients(
    of entry: Entry, _ gradients: [Value?], _ wanted: Set<TensorIdentity>, in context: EagerContext
  ) throws -> [Value?] {
    let operation = entry.operation
    guard gradients.contains(where: { $0 != nil }) else { return operation.inputs.map { _ in nil } }
    guard let gradient = try context.registry[operation.type].gradient else {
      throw EngineError.noGradient(operation: operation.name, type: operation.type)
    }
    guard case .function(let function) = gradient else { return operation.inputs.map { _ in nil } }
    let skipped = entry.inputs.indices.filter {
      producers[entry.inputs[$0]] == nil && !wanted.contains(entry.inputs[$0])
    }
    let forward = ForwardOperation(
      name: operation.name, type: operation.type, attributes: operation.attributes, inputs: operation.inputs,
      outputs: operation.outputs, skippedInputs: Set(skipped))
    let found = try context.withNameScope("gradient_tape/\(operation.name)/") { _ in
      try function(context, forward, gradients)
    }
    return try forward.checked(found)
  }
}

extension EagerContext {
  /// What several gradients of one value come to; nil where there is none.
  fileprivate func sum(_ gradients: [Value]) throws -> Value? {
    gradients.count > 1 ? try addN(gradients) : gradients.first
  }
}

/// The order in which a tape visits what it keeps: each entry as soon as all uses of its outputs have been visited.
private struct Uses {
  /// By value, how many uses of it lead to the target and are still to be visited.
  private var uses: [TensorIdentity: Int] = [:]
  /// By entry, how many of its outputs' uses are not through.
  private var missing: [Int: Int] = [:]
  private var queue: [Int] = []
  private var position = 0
  private let producer: (TensorIdentity) -> Int?

  init(
    reaching target: TensorIdentity, producer: @escaping (TensorIdentity) -> Int?, inputs: (Int) -> [TensorIdentity]
  ) {
    self.producer = producer
    var stack = [target]
    var seen: Set<Int> = []
    while let tensor = stack.popLast() {
      guard let entry = producer(tensor), seen.insert(entry).inserted else { continue }
      for input in inputs(entry) {
        uses[input, default: 0] += 1
        if uses[input] == 1 { stack.append(input) }
      }
    }
    for tensor in uses.keys {
      if let entry = producer(tensor) { missing[entry, default: 0] += 1 }
    }
    if let first = producer(target), missing[first] == nil { queue = [first] }
  }

  mutating func next() -> Int? {
    guard position < queue.count else { return nil }
    defer { position += 1 }
    return queue[position]
  }

  mutating func finish(_ tensor: TensorIdentity) {
    guard let count = uses[tensor] else { return }
    uses[tensor] = count - 1
    guard count == 1, let entry = producer(tensor), let left = missing[entry] else { return }
    missing[entry] = left - 1
    if left == 1 { queue.append(entry) }
  }
}
