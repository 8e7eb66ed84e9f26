import TFDiffTensor

/// Eager's kernels by op type and attributes: a kernel made once is used for every later call, so that a random
/// operation with the seeds of an earlier one continues its stream.
///
/// Source: tensorflow/core/common_runtime/eager/execute.cc, `GetOrCreateKernelAndDevice`.
struct KernelCache {
  private struct Key: Hashable {
    let type: String
    let attributes: Attributes
    let inputs: [DType]
  }
  private var kernels: [Key: any Kernel] = [:]
  let registry: OperationRegistry

  init(registry: OperationRegistry) { self.registry = registry }

  mutating func kernel(
    _ type: String, attributes: Attributes, inputs: [Tensor]
  ) throws -> any Kernel {
    let key = Key(type: type, attributes: attributes, inputs: inputs.map(\.dtype))
    if let kernel = kernels[key] { return kernel }
    let kernel = try registry[type].makeKernel(attributes)
    kernels[key] = kernel
    return kernel
  }

  /// Random operations with the seeds of earlier ones draw from the start of their streams.
  mutating func restartStreams() { kernels = kernels.filter { $0.key.attributes["seed2"] == nil } }

  /// What `tf.random.set_seed` does to it.
  mutating func removeAll() { kernels.removeAll() }
}
