import TFDiffEngine
import TFDiffTensor

/// Plants faults in a run through its ``Hooks``, each in the code between the end point before its own and its own.
///
/// Used from the thread of the run.
final class FaultPlanter {
  private let faults: [Fault]
  private let endpoints: [String]
  private var passed = 0
  private var planted: Set<Fault> = []

  /// - Parameter endpoints: in the order in which the run passes them.
  init(_ faults: [Fault], endpoints: [String]) {
    self.faults = faults
    self.endpoints = endpoints
  }

  /// The run calls its model (again).
  func beginCall() { passed = 0 }

  /// The run has passed an end point.
  func pass(_ endpoint: String) { passed = (endpoints.firstIndex(of: endpoint) ?? passed) + 1 }

  /// - Throws: ``SourceError/faultNotPlanted(_:)`` where a fault found nothing to change.
  func verifyPlanted() throws(SourceError) {
    if let idle = faults.first(where: { !planted.contains($0) }) { throw .faultNotPlanted(idle) }
  }

  var hooks: Hooks {
    guard !faults.isEmpty else { return Hooks() }
    var hooks = Hooks()
    hooks.changeArguments = { [unowned self] kind, _, arguments in change(kind, &arguments) }
    hooks.changeInitializer = { [unowned self] request in initializer(for: request) }
    hooks.changeRead = { [unowned self] context, variable, value in try read(variable, value, context) }
    hooks.changeEndpoint = { [unowned self] context, name, value in try mark(name, value, context) }
    return hooks
  }

  /// The faults whose span of code the run is in.
  private var active: [Fault] {
    guard passed < endpoints.count else { return [] }
    return faults.filter { $0.endpoint == endpoints[passed] }
  }

  private func change(_ kind: LayerKind, _ arguments: inout LayerArguments) {
    for fault in active {
      let before = arguments
      change(kind, &arguments, fault)
      if arguments != before { planted.insert(fault) }
    }
  }

  private func change(_ layer: LayerKind, _ arguments: inout LayerArguments, _ fault: Fault) {
    switch (fault.kind, layer) {
    case (.batchNormEpsilon, .batchNorm): arguments.epsilon = fault.number(default: 1e-5)
    case (.batchNormDecay, .batchNorm): arguments.decay = Float(fault.number(default: 0.9))
    case (.missingActivation, .conv2d), (.missingActivation, .fullyConnected): arguments.activation = .linear
    case (.padding, .conv2d), (.padding, .maxPool2d), (.padding, .avgPool2d):
      let other: PaddingAlgorithm = arguments.padding == .same ? .valid : .same
      arguments.padding = fault.value.flatMap(PaddingAlgorithm.init) ?? other
    case (.dropoutInInference, .dropout):
      arguments.isTraining = true
      arguments.keepProbability = fault.value.flatMap(Float.init) ?? arguments.keepProbability
    default: break
    }
  }

  private func initializer(for request: VariableRequest) -> Initializer {
    for fault in active where fault.kind == .swappedRandomOp {
      guard case .varianceScaling(let factor, let mode, let uniform) = request.initializer else { continue }
      planted.insert(fault)
      return .varianceScaling(factor: factor, mode: mode, uniform: !uniform)
    }
    return request.initializer
  }

  private func read(
    _ variable: Variable, _ value: Value, _ context: any ExecutionContext
  ) throws -> Value {
    var value = value
    for fault in active where fault.kind == .transposedWeight && !planted.contains(fault) {
      guard value.shape.rank >= 2 else { continue }
      planted.insert(fault)
      value = try transposed(value, context)
    }
    return value
  }

  /// The elements of the transpose (of the last two dimensions), taken for the weight itself.
  private func transposed(_ weight: Value, _ context: any ExecutionContext) throws -> Value {
    let rank = weight.shape.rank
    let order = (0..<rank - 2).map(Int32.init) + [Int32(rank - 1), Int32(rank - 2)]
    let permutation = try context.constant(Tensor(order), name: "perm")
    let transpose = try context.apply1("Transpose", [weight, permutation], name: "transpose")
    let shape = try context.constant(Tensor(weight.shape.dimensions.map(Int32.init)), name: "shape")
    return try context.apply1("Reshape", [transpose, shape], name: "Reshape")
  }

  private func mark(_ name: String, _ value: Value, _ context: any ExecutionContext) throws -> Value {
    var value = value
    for fault in faults where fault.kind == .perturbedElement && fault.endpoint == name {
      guard value.shape.elementCount > 0 else { continue }
      planted.insert(fault)
      value = try context.add(value, perturbation(value.shape, by: fault.number(default: 1e-3)))
    }
    return value
  }

  /// Zero everywhere but in the middle.
  private func perturbation(_ shape: Shape, by amount: Double) -> Value {
    Value(
      Tensor(shape: shape, of: Float.self) { elements in
        elements.initialize(repeating: 0)
        elements[shape.elementCount / 2] = Float(amount)
      })
  }
}
