import TFDiffTensor

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One execution of an operation without state: what its kernel body may look at.
struct Invocation {
  let inputs: [Tensor]
  let attributes: Attributes
  /// What the shape rule said of the outputs.
  let outputs: [TensorSpec]
  let threads: Int

  /// The inputs as a shape rule sees them, every value known.
  var shapeContext: ShapeContext { ShapeContext(of: inputs, attributes) }
}

extension ShapeContext {
  /// The context of inputs whose values are all known.
  init(of inputs: [Tensor], _ attributes: Attributes) {
    self.init(
      inputs: inputs.map { TensorSpec($0.dtype, $0.shape) }, attributes: attributes,
      constantInput: { inputs.indices.contains($0) ? inputs[$0] : nil })
  }
}

extension Tensor {
  /// A tensor without elements.
  init(empty spec: TensorSpec) {
    self.init(shape: spec.shape, dtype: spec.dtype, storage: TensorStorage(byteCount: 0) { _ in })
  }
}

extension OperationDefinition {
  typealias Body = @Sendable (Invocation) throws -> [Tensor]

  /// An operation without state. Every execution goes through the shape rule first, so that `compute` sees
  /// checked inputs only and allocates what the rule promised.
  init(
    _ type: String, shapeRule: @escaping ShapeRule, compute: @escaping Body, reference: Reference? = nil,
    gradient: Gradient? = nil
  ) {
    let checkedRule: ShapeRule = { context in
      let outputs = try shapeRule(context)
      for output in outputs where output.shape.representableElementCount == nil {
        throw EngineError.badInput(
          operation: type, reason: "an output of shape \(output.shape) has too many elements")
      }
      return outputs
    }
    self.init(
      type, shapeRule: checkedRule,
      makeKernel: { attributes in
        StatelessKernel { inputs, context in
          let outputs = try checkedRule(ShapeContext(of: inputs, attributes))
          try checkMemory(for: outputs, operation: type)
          return try compute(
            Invocation(
              inputs: inputs, attributes: attributes, outputs: outputs, threads: max(context.threads, 1)))
        }
      },
      reference: reference, gradient: gradient)
  }
}

/// Refuses outputs that cannot fit in the machine, which an allocation would answer with a crash.
private func checkMemory(for outputs: [TensorSpec], operation: String) throws(EngineError) {
  for output in outputs {
    let (bytes, overflow) = output.shape.elementCount.multipliedReportingOverflow(by: output.dtype.byteCount)
    guard overflow || bytes > physicalMemory else { continue }
    throw .badInput(
      operation: operation,
      reason: "an output of shape \(output.shape) and type \(output.dtype) does not fit in memory")
  }
}

private let physicalMemory = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))

extension Shape {
  /// The number of elements, or nil where an `Int` does not hold the strides or the size in bytes. A zero
  /// counts as one here, since the strides before it do not vanish.
  var representableElementCount: Int? {
    var count = 1
    for dimension in dimensions {
      let (product, overflow) = count.multipliedReportingOverflow(by: max(dimension, 1))
      if overflow { return nil }
      count = product
    }
    return count <= Int.max / 16 ? elementCount : nil
  }
}
