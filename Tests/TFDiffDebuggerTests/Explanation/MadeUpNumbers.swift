import TFDiffTensor

/// Numbers that are drawn anew from a seed, the same on every machine.
struct MadeUpNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

  /// Between 0 and 1. Source: Marsaglia, "Xorshift RNGs".
  mutating func uniform() -> Double {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Double(state >> 11) / Double(1 << 53)
  }

  /// About normal: the sum of twelve uniform numbers.
  mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + uniform() } }

  /// Of a normal distribution, none beyond two standard deviations.
  mutating func truncatedNormal() -> Double {
    while true {
      let value = normal()
      if value.magnitude < 2 { return value }
    }
  }

  mutating func tensor(_ shape: Shape, scale: Double = 1, mean: Double = 0) -> Tensor {
    Tensor((0..<shape.elementCount).map { _ in Float(mean + scale * normal()) }, shape: shape)
  }
}

extension Tensor {
  /// Float32 elements, each made of its value and its index.
  func mapped(_ change: (Double, [Int]) -> Double) -> Tensor {
    Tensor((0..<elementCount).map { Float(change(value(at: $0), shape.index(at: $0))) }, shape: shape)
  }

  /// The element at another index for each.
  func taken(_ shape: Shape? = nil, _ source: ([Int]) -> [Int]) -> Tensor {
    let result = shape ?? self.shape
    return Tensor(
      (0..<result.elementCount).map { Float(value(at: self.shape.position(of: source(result.index(at: $0))))) },
      shape: result)
  }
}
