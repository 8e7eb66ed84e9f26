import Collections
import TFDiffTensor

/// The order in which `tf.gradients` visits the operations between `xs` and `ys`: each as soon as everything that uses it
/// has been visited.
///
/// Source: tensorflow/python/ops/gradients_util.py (`_MarkReachedOps`, `_PendingCount`, `_StopOps`,
/// `_UpdatePendingAndEnqueueReady`).
struct BackwardPass {
  var received = ReceivedGradients()
  /// Those of `xs` that depend on no other of them: gradients are not taken through these.
  let stops: Set<ObjectIdentifier>
  /// By operation, how many uses of it lie between and are still to be visited.
  private var pending: [ObjectIdentifier: Int]
  private var queue: Deque<Operation> = []

  init(ys: [Operation], xs: [Operation]) {
    let reached = Self.depending(on: xs, among: ys)
    let between = Self.between(ys, reached)
    var pending: [ObjectIdentifier: Int] = [:]
    for operation in between.list {
      for input in operation.inputs where between.ids.contains(ObjectIdentifier(input.operation)) {
        pending[ObjectIdentifier(input.operation), default: 0] += 1
      }
    }
    self.pending = pending
    stops = Set(
      xs.filter { x in x.inputs.allSatisfy { pending[ObjectIdentifier($0.operation), default: 0] == 0 } }
        .map { ObjectIdentifier($0) })
    var queued: Set<ObjectIdentifier> = []
    for y in ys where reached.contains(ObjectIdentifier(y)) && pending[ObjectIdentifier(y), default: 0] == 0 {
      if queued.insert(ObjectIdentifier(y)).inserted { queue.append(y) }
    }
  }

  mutating func next() -> Operation? { queue.popFirst() }

  /// Lets the operations that this one uses come nearer to their turn.
  mutating func finish(_ operation: Operation) {
    for input in operation.inputs {
      let key = ObjectIdentifier(input.operation)
      guard let count = pending[key] else { continue }
      pending[key] = count - 1
      if count == 1 { queue.append(input.operation) }
    }
  }

  /// The ancestors of `ys` that depend on `xs` by floating-point values or a variable's handle, `xs` among them.
  private static func depending(on xs: [Operation], among ys: [Operation]) -> Set<ObjectIdentifier> {
    var reached = Set(xs.map { ObjectIdentifier($0) })
    var seen: Set<ObjectIdentifier> = []
    var ancestors: [Operation] = []
    var stack = ys
    while let operation = stack.popLast() {
      guard seen.insert(ObjectIdentifier(operation)).inserted else { continue }
      ancestors.append(operation)
      stack += operation.inputs.map(\.operation)
    }
    for operation in ancestors.sorted(by: { $0.id < $1.id }) {
      let depends = operation.inputs.contains {
        reached.contains(ObjectIdentifier($0.operation)) && carriesGradient($0)
      }
      if depends { reached.insert(ObjectIdentifier(operation)) }
    }
    return reached
  }

  private static func carriesGradient(_ output: Output) -> Bool {
    output.spec.dtype.isFloatingPoint || output.operation.type == "VarHandleOp"
  }

  private static func between(
    _ ys: [Operation], _ reached: Set<ObjectIdentifier>
  ) -> (list: [Operation], ids: Set<ObjectIdentifier>) {
    var ids: Set<ObjectIdentifier> = []
    var list: [Operation] = []
    var queue = Deque(ys)
    while let operation = queue.popFirst() {
      let id = ObjectIdentifier(operation)
      guard reached.contains(id), ids.insert(id).inserted else { continue }
      list.append(operation)
      queue.append(contentsOf: operation.inputs.map(\.operation))
    }
    return (list, ids)
  }
}

/// The gradients that outputs of a graph have received so far, in the order in which they came.
struct ReceivedGradients {
  private var gradients: [Output: [Value]] = [:]

  mutating func add(_ gradient: Value, to output: Output) { gradients[output, default: []].append(gradient) }

  func gradient(of output: Output) -> Value? { gradients[output]?.first }

  /// The sum of what each output of an operation has received, which then stands for it; nil where it received nothing.
  mutating func aggregate(_ operation: Operation, sum: ([Value]) throws -> Value) rethrows -> [Value?] {
    try operation.outputSpecs.indices.map { index in
      let output = Output(operation, index)
      guard let received = gradients[output], let first = received.first else { return nil }
      guard received.count > 1 else { return first }
      let total = try sum(received)
      gradients[output] = [total]
      return total
    }
  }
}
