import TFDiffTensor

/// How one Philox sample becomes a group of elements: four of 32 bits, or two of 64.
///
/// Source: the classes with a fixed number of samples per output in tensorflow/tsl/lib/random/random_distributions.h.
protocol PhiloxDistribution: Sendable {
  associatedtype Element: TensorElement
  associatedtype Group: SIMD & SendableMetatype where Group.Scalar == Element

  func group(_ sample: PhiloxRandom.Sample) -> Group
}
