import TFDiffTensor

/// Follows the values of an eager run from operation to operation.
struct ValueOrigins {
  private var known: [TensorIdentity: ValueOrigin] = [:]
  private var count = 0

  /// Forgets what an earlier call of the model has computed.
  mutating func beginCall() {
    known = known.filter { entry in
      switch entry.value {
      case .variable, .fed: true
      case .operation, .constant: false
      }
    }
  }

  /// Remembers what the model is given, in the place of what it was given before.
  mutating func addFed(_ value: Value) {
    known = known.filter { $0.value != .fed }
    if let identity = value.identity { known[identity] = .fed }
  }

  mutating func addVariable(_ handle: Value, resource: String) {
    if let identity = handle.identity { known[identity] = .variable(resource) }
  }

  /// Takes in that an operation was executed, and returns its id.
  mutating func record(_ type: String, _ inputs: [Value], _ outputs: [Value]) -> Int {
    let id = count
    count += 1
    let handed = ValueOrigin.handingOn.contains(type) ? inputs.first.map { origin(of: $0) } : nil
    for (place, output) in outputs.enumerated() {
      guard let identity = output.identity else { continue }
      known[identity] = handed ?? .operation(id: id, output: place)
    }
    return id
  }

  /// Takes in that a value stands in the place of another from now on.
  mutating func substitute(_ given: Value, for value: Value) {
    guard let identity = given.identity, let old = value.identity else { return }
    known[identity] = known[old]
  }

  /// What no operation has made stands in the code.
  func origin(of value: Value) -> ValueOrigin { value.identity.flatMap { known[$0] } ?? .constant }
}
