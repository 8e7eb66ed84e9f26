import Synchronization
import TFDiffDebugger
import TFDiffEngine
import TFDiffTensor

/// Executes single operations with the engine's kernels; in double, with the plain float64 arithmetic beside them.
final class EngineCalculator: OperationCalculator {
  private let registry: OperationRegistry
  private let context: KernelContext
  private let isCancelled = Atomic(false)

  init(registry: OperationRegistry = .standard, threads: Int = Processors.count) {
    self.registry = registry
    context = KernelContext(threads: threads, resources: ResourceManager())
  }

  /// - Throws: ``EngineError`` where the engine lacks the operation, or refuses the attributes or values.
  func execute(_ calculation: Calculation) throws -> [Tensor] {
    if isCancelled.load(ordering: .relaxed) { throw CancellationError() }
    let definition = try registry[calculation.type]
    if definition.isStateful, !Self.draws(calculation) {
      throw EngineError.badInput(operation: calculation.type, reason: "it works on variables, which are not here")
    }
    let attributes = try Attributes(words: calculation.attributes, outputType: calculation.outputType)
    guard calculation.isInDouble else {
      return try definition.makeKernel(attributes).compute(calculation.inputs, context)
    }
    guard let reference = definition.reference else {
      throw EngineError.badInput(operation: calculation.type, reason: "there is no float64 reference of it")
    }
    return try reference(
      calculation.inputs.map { $0.dtype.isFloatingPoint ? $0.converted(to: .float64) : $0 }, attributes)
  }

  func cancel() { isCancelled.store(true, ordering: .relaxed) }

  /// What draws random numbers depends on its seeds alone, where it is executed once.
  private static func draws(_ calculation: Calculation) -> Bool {
    calculation.attributes.contains { $0.name == "seed2" }
  }
}
