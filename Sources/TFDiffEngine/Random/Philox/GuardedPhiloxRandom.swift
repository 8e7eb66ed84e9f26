import Synchronization

/// The generator one kernel owns: each execution reserves its part of the stream, and the next goes on behind it.
///
/// Source: tensorflow/core/util/guarded_philox_random.h.
public struct GuardedPhiloxRandom: ~Copyable, Sendable {
  /// TensorFlow reserves so many samples for each element of a tensor, whatever the distribution uses.
  /// Source: `PhiloxRandomOp::Compute`, tensorflow/core/kernels/random_op.cc.
  package static let reservedSamplesPerElement = 256

  private let generator: Mutex<PhiloxRandom>

  /// A generator for the attributes `seed` and `seed2`; the pair (0, 0) asks for seeds nobody can foresee.
  public init(_ seeds: SeedPair) {
    let pair = seeds == .nondeterministic ? .unforeseeable() : seeds
    generator = Mutex(PhiloxRandom(seed: pair.seed, seed2: pair.seed2))
  }

  /// A generator at the start of the part of the stream that belongs to the next `elementCount` elements.
  public func reserve(elementCount: Int) -> PhiloxRandom {
    generator.withLock { generator in
      let reserved = generator
      generator.skip(UInt64(elementCount) &* UInt64(Self.reservedSamplesPerElement))
      return reserved
    }
  }
}
