/// Float32 numbers in [0, 1): 23 random bits are the mantissa of a number in [1, 2), less one.
///
/// Source: `Uint32ToFloat`, tensorflow/tsl/lib/random/random_distributions_utils.h.
struct UniformFloat: PhiloxDistribution {
  @inline(__always)
  func group(_ sample: PhiloxRandom.Sample) -> SIMD4<Float> {
    unsafeBitCast((sample & 0x7F_FFFF) | 0x3F80_0000, to: SIMD4<Float>.self) - 1
  }
}

/// Float64 numbers in [0, 1): 20 bits of one word and all of the next are the mantissa of a number in [1, 2),
/// less one.
///
/// Source: `Uint64ToDouble`, tensorflow/tsl/lib/random/random_distributions_utils.h.
struct UniformDouble: PhiloxDistribution {
  @inline(__always)
  func group(_ sample: PhiloxRandom.Sample) -> SIMD2<Double> {
    let bits = SIMD2(Self.mantissa(sample[0], sample[1]), Self.mantissa(sample[2], sample[3]))
    return unsafeBitCast(bits | 0x3FF0_0000_0000_0000, to: SIMD2<Double>.self) - 1
  }

  private static func mantissa(_ high: UInt32, _ low: UInt32) -> UInt64 {
    UInt64(high & 0xF_FFFF) << 32 | UInt64(low)
  }
}

/// Int32 numbers in [minimum, maximum), by the remainder of one word; slightly biased where 2³² is no multiple of
/// the range, as TensorFlow's are.
///
/// Source: `UniformDistribution<Generator, int32>`, tensorflow/tsl/lib/random/random_distributions.h.
struct UniformInt32: PhiloxDistribution {
  private let minimum: Int32
  private let range: UInt32

  /// - Precondition: `minimum < maximum`.
  init(minimum: Int32, maximum: Int32) {
    self.minimum = minimum
    range = UInt32(bitPattern: maximum &- minimum)
  }

  @inline(__always)
  func group(_ sample: PhiloxRandom.Sample) -> SIMD4<Int32> {
    SIMD4<Int32>(truncatingIfNeeded: sample % SIMD4(repeating: range)) &+ SIMD4(repeating: minimum)
  }
}

/// Int64 numbers in [minimum, maximum), by the remainder of two words, the lower first.
///
/// Source: `UniformDistribution<Generator, int64_t>`, tensorflow/tsl/lib/random/random_distributions.h.
struct UniformInt64: PhiloxDistribution {
  private let minimum: Int64
  private let range: UInt64

  /// - Precondition: `minimum < maximum`.
  init(minimum: Int64, maximum: Int64) {
    self.minimum = minimum
    range = UInt64(bitPattern: maximum &- minimum)
  }

  @inline(__always)
  func group(_ sample: PhiloxRandom.Sample) -> SIMD2<Int64> {
    SIMD2(element(sample[0], sample[1]), element(sample[2], sample[3]))
  }

  private func element(_ low: UInt32, _ high: UInt32) -> Int64 {
    let bits = UInt64(high) << 32 | UInt64(low)
    return minimum &+ Int64(truncatingIfNeeded: bits % range)
  }
}
