import TFDiffEngine
import TFDiffTensor

/// Plants faults in a run through its ``Hooks``, each in the code between the end point before its own and its own.
///
/// Used from the thread of the run.
final class FaultPlanter {
  /// Those that can show in this run.
  private let faults: [Fault]
  private let endpoints: [String]
  private var call = 0
  private var passed = 0
  private var planted: Set<Fault> = []
  /// Those that have been planted in the call under way, of the kinds that are planted once a call.
  private var plantedInCall: Set<Fault> = []
  /// The variables that the checkpoint must not reach.
  private var unrestored: Set<String> = []

  init(_ settings: EmbeddedSettings) {
    faults = settings.faults.filter { $0.obstacle(in: settings) == nil }
    endpoints = settings.model.endpoints
  }

  /// The run calls its model (again): which call it is, from 1.
  func beginCall(_ call: Int) {
    self.call = call
    passed = 0
    plantedInCall = []
  }

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
    hooks.changeRequest = { [unowned self] request in change(&request) }
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
    case (.missingRegularizer, .conv2d), (.missingRegularizer, .fullyConnected): arguments.weightsRegularizer = nil
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

  private func change(_ request: inout VariableRequest) {
    for fault in active {
      switch (fault.kind, request.initializer) {
      case (.swappedRandomOp, .varianceScaling(let factor, let mode, let uniform)):
        request.initializer = .varianceScaling(factor: factor, mode: mode, uniform: !uniform)
      case (.renamedVariable, _) where !planted.contains(fault): request.name += "_renamed"
      case (.frozenVariable, _) where !planted.contains(fault) && request.trainable: request.trainable = false
      default: continue
      }
      planted.insert(fault)
    }
  }

  /// Whether a variable of this run is kept from being loaded from the checkpoint. Asked about a variable when it is made.
  func leavesInitial(_ variable: String) -> Bool {
    if unrestored.contains(variable) { return true }
    for fault in active {
      let isMeant =
        switch fault.kind {
        case .unrestoredVariable: !planted.contains(fault)
        case .movingAveragesReset: variable.split(separator: "/").last?.hasPrefix("moving_") ?? false
        default: false
        }
      guard isMeant else { continue }
      planted.insert(fault)
      unrestored.insert(variable)
    }
    return unrestored.contains(variable)
  }

  private func read(
    _ variable: Variable, _ value: Value, _ context: any ExecutionContext
  ) throws -> Value {
    var value = value
    for fault in active {
      switch fault.kind {
      case .transposedWeight where !plantedInCall.contains(fault) && value.shape.rank >= 2:
        value = try transposed(value, context)
      case .variablePerCall where !plantedInCall.contains(fault) && call > 1:
        value = try copied(value, of: variable, context)
      case .variablePerCall: planted.insert(fault); continue
      default: continue
      }
      planted.insert(fault)
      plantedInCall.insert(fault)
    }
    return value
  }

  /// The same value in a variable made for this call, as `tf.Variable(weights)` in a forward pass makes it.
  private func copied(
    _ value: Value, of variable: Variable, _ context: any ExecutionContext
  ) throws -> Value {
    guard let tensor = value.tensor else { return value }
    let name = variable.name.split(separator: "/").last.map(String.init) ?? variable.name
    return try context.read(context.variable(tensor, name: name), name: "ReadVariableOp")
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
