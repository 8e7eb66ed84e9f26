#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The smallest uniform number the Box–Muller transform takes the logarithm of, so that it stays finite.
/// Source: `BoxMullerFloat` and `BoxMullerDouble`, tensorflow/tsl/lib/random/.
private let smallestUniform = 1.0e-7

/// Float32 numbers of the standard normal distribution, a pair from each two words by the Box–Muller transform.
///
/// To the bit TensorFlow's where the C library's `logf`, `sinf` and `cosf` are those it runs with.
/// Source: `BoxMullerFloat`, tensorflow/tsl/lib/random/random_distributions_utils.h.
struct StandardNormalFloat: PhiloxDistribution {
  @inline(__always)
  func group(_ sample: PhiloxRandom.Sample) -> SIMD4<Float> {
    let uniform = UniformFloat().group(sample)
    let (sine0, cosine0) = Self.boxMuller(uniform[0], uniform[1])
    let (sine1, cosine1) = Self.boxMuller(uniform[2], uniform[3])
    return SIMD4(sine0, cosine0, sine1, cosine1)
  }

  private static func boxMuller(_ first: Float, _ second: Float) -> (Float, Float) {
    let u = max(first, Float(smallestUniform))
    // TensorFlow's constant 2π is a double, so the angle is rounded to float32 only once.
    let angle = Float(2 * Double.pi * Double(second))
    let radius = (-2 * logf(u)).squareRoot()
    return (sinf(angle) * radius, cosf(angle) * radius)
  }
}

/// Float64 numbers of the standard normal distribution, a pair from each sample by the Box–Muller transform.
///
/// Source: `BoxMullerDouble`, tensorflow/tsl/lib/random/random_distributions.h.
struct StandardNormalDouble: PhiloxDistribution {
  @inline(__always)
  func group(_ sample: PhiloxRandom.Sample) -> SIMD2<Double> {
    let uniform = UniformDouble().group(sample)
    let angle = 2 * Double.pi * uniform[1]
    let radius = (-2 * log(max(uniform[0], smallestUniform))).squareRoot()
    return SIMD2(sin(angle) * radius, cos(angle) * radius)
  }
}
