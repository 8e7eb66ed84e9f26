import TFDiffTensor
import Testing

/// Protects: what is found out of two tensors with the same bits without arithmetic is what the arithmetic finds; one bit anywhere
/// makes two tensors different; the greatest magnitude and difference leave out what is no number, wherever it lies.
@Suite struct SameElementsTests {
  private static let sizes = [0, 1, 15, 16, 17, 1000, (1 << 16) + 5, 3 << 16]

  private func floats(_ count: Int, seed: UInt64, zeros: Bool = false) -> [Float] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in zeros ? 0 : Float.random(in: -2...1, using: &generator) }
  }

  @Test(arguments: sizes, [false, true]) func identicalIsWhatComparingFinds(count: Int, zeros: Bool) throws {
    let elements = floats(count, seed: 3, zeros: zeros)
    for tensor in [Tensor(elements), Tensor(elements.map(Double.init)), Tensor(elements.map { Int32($0 * 1000) })] {
      let pair = try TensorPair(reference: tensor, candidate: tensor)
      #expect(Comparison(ofIdentical: count) == Comparison(of: pair, tolerance: .standard))
      let (known, measured) = (
        ErrorMeasures(ofIdentical: Statistics(of: tensor), dtype: tensor.dtype), ErrorMeasures(of: pair)
      )
      #expect(known.relativeL2 == measured.relativeL2 && known.greatestULP == measured.greatestULP)
      #expect(known.cosine.isNaN == measured.cosine.isNaN)
      #expect(known.cosine.isNaN || abs(known.cosine - measured.cosine) < 1e-14)
    }
  }

  @Test(arguments: sizes) func oneBitMakesADifference(count: Int) {
    let elements = floats(count, seed: 5)
    for threads in [1, 2, 5] {
      #expect(Tensor(elements).hasSameElements(as: Tensor(elements), threads: threads))
      for place in Set([0, count / 2, count - 1]) where elements.indices.contains(place) {
        var other = elements
        other[place] = other[place].nextUp
        #expect(!Tensor(elements).hasSameElements(as: Tensor(other), threads: threads), "at \(place)")
      }
    }
    #expect(!Tensor(elements).hasSameElements(as: Tensor(elements + [1])))
  }

  /// A NaN equals one of the same bits, and zeros of the two signs are two.
  @Test func bitsDecide() {
    #expect(Tensor([Float.nan]).isIdentical(to: Tensor([Float.nan])))
    #expect(!Tensor([Float(0)]).isIdentical(to: Tensor([-Float(0)])))
    #expect(!Tensor([Float(1), 2]).isIdentical(to: Tensor([Float(1), 2], shape: [1, 2])))
  }

  @Test(arguments: sizes) func theGreatestIsFound(count: Int) {
    var (left, right) = (floats(count, seed: 7), floats(count, seed: 8))
    let odd: [Float] = [.nan, .infinity, -.infinity, 3.5, -4]
    for (offset, value) in odd.enumerated() where count > offset * 3 + 2 {
      left[offset * 3 + 2] = value
      right[count - 1 - offset] = -value
    }
    let greatest = left.map(\.magnitude).filter(\.isFinite).max() ?? 0
    #expect(Tensor(left).greatestMagnitude == Double(greatest))
    let apart = zip(left, right).map { ($0 - $1).magnitude }.filter(\.isFinite).max() ?? 0
    #expect(Tensor(left).greatestDifference(from: Tensor(right)) == Double(apart))
    #expect(Tensor(left).greatestDifference(from: Tensor(left.map(Double.init))) == nil)
  }
}
