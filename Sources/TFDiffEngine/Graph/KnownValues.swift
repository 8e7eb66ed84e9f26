import TFDiffTensor

/// The values that outputs of a graph have in every run: constants, shapes, and what is computed from them alone. Shape
/// rules ask for them, as a gradient's shapes are often computed in the graph.
///
/// Source: tensorflow/core/common_runtime/eval_const_tensor.cc.
struct KnownValues {
  /// By operation, its outputs' values; nil where they depend on the run.
  private var values: [ObjectIdentifier: [Tensor]?] = [:]

  /// What is computed from known values is known only up to this many elements: it is arithmetic on shapes.
  private static let greatestComputed = 1 << 12

  mutating func value(of output: Output, registry: OperationRegistry) -> Tensor? {
    outputs(of: output.operation, registry)?[output.index]
  }

  private mutating func outputs(of operation: Operation, _ registry: OperationRegistry) -> [Tensor]? {
    let key = ObjectIdentifier(operation)
    if let known = values[key] { return known }
    // A kernel that refuses its inputs does so in the run, where it is told of.
    let computed = try? compute(operation, registry)
    values[key] = .some(computed)
    return computed
  }

  private mutating func compute(_ operation: Operation, _ registry: OperationRegistry) throws -> [Tensor]? {
    if operation.type == "Const" { return [try operation.attributes.tensor("value")] }
    if let shapes = try StaticShape.values(operation.type, operation.inputs.map(\.spec), operation.attributes) {
      return shapes
    }
    let definition = try registry[operation.type]
    let isSmall = operation.outputSpecs.allSatisfy { $0.shape.elementCount <= Self.greatestComputed }
    guard !definition.isStateful, operation.type != "Placeholder", isSmall, !operation.inputs.isEmpty else {
      return nil
    }
    var inputs: [Tensor] = []
    for input in operation.inputs {
      guard let value = outputs(of: input.operation, registry)?[input.index] else { return nil }
      inputs.append(value)
    }
    return try definition.makeKernel(operation.attributes)
      .compute(inputs, KernelContext(threads: 1, resources: ResourceManager()))
  }
}
