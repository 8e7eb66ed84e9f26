import TFDiffEngine
import TFDiffTensor

/// One random kernel by itself, called with shapes.
struct RandomNode {
  let kernel: any Kernel
  private let range: [Tensor]

  /// - Parameter range: the scalars minval and maxval of `RandomUniformInt`.
  init(_ type: String, dtype: DType = .float32, _ seeds: SeedPair, range: [Tensor] = []) throws {
    self.range = range
    let attributes: Attributes = [
      "dtype": .dtype(dtype), "seed": .int(seeds.seed), "seed2": .int(seeds.seed2),
    ]
    kernel = try OperationRegistry(OperationDefinition.random)[type].makeKernel(attributes)
  }

  /// The tensor of the next execution.
  func run(_ shape: [Int], threads: Int = 2) throws -> Tensor {
    let context = KernelContext(threads: threads, resources: ResourceManager())
    let outputs = try kernel.compute([Tensor(shape.map(Int32.init))] + range, context)
    return outputs[0]
  }
}

/// The random part of an eager context: kernels are cached by type and attributes until the epoch changes.
struct EagerRandomness {
  var seeds = EagerSeedState()
  var tool: DeterministicRandomTestTool?
  private var kernels: [String: RandomNode] = [:]
  private var epoch = 0

  /// Draws float32 numbers as `tf.raw_ops` would, the seeds coming from the context or the tool.
  mutating func draw(_ type: String, _ shape: [Int], seed: Int? = nil) throws -> [Float] {
    let pair = try seeds.nextSeedPair(operationSeed: seed, tool: tool)
    if seeds.kernelEpoch != epoch {
      kernels = [:]
      epoch = seeds.kernelEpoch
    }
    let key = "\(type) \(pair.seed) \(pair.seed2)"
    let node = try kernels[key] ?? RandomNode(type, pair)
    kernels[key] = node
    return try node.run(shape).elements()
  }
}

/// What TensorFlow's Python functions do with the raw numbers, in float32 and in its order.
enum RandomArithmetic {
  /// `tf.random.normal` and `tf.random.truncated_normal`.
  static func scaled(_ raw: [Float], stddev: Float, mean: Float = 0) -> [Float] {
    raw.map { $0 * stddev + mean }
  }

  /// `tf.nn.dropout(tf.ones(…), rate)`.
  static func dropoutOfOnes(_ raw: [Float], rate: Double) -> [Float] {
    let scale = Float(1 / (1 - rate))
    return raw.map { $0 >= Float(rate) ? scale : 0 }
  }

  /// `glorot_uniform_initializer` on a matrix.
  static func glorotUniform(_ raw: [Float], fanIn: Int, fanOut: Int) -> [Float] {
    let limit = (3 / (Double(fanIn + fanOut) / 2)).squareRoot()
    let low = Float(-limit)
    return raw.map { $0 * (Float(limit) - low) + low }
  }
}
