import TFDiffTensor
import Testing

/// Protects: relative L2, cosine and ULP of a row are what their words say, for all element types and on any number of threads.
@Suite struct ErrorMeasuresTests {
  @Test func areWhatTheirWordsSay() throws {
    let measures = try #require(ErrorMeasures(Tensor([3, 4] as [Float]), Tensor([3, 4.5] as [Float])))
    #expect(abs(measures.relativeL2 - 0.1) < 1e-15)
    #expect(abs(measures.cosine - 27 / (5 * 29.25.squareRoot())) < 1e-15)
    #expect(measures.greatestULP == 1 << 20, "from 4 to 4.5 by steps of 2⁻²¹")
    #expect(ErrorMeasures(Tensor([1] as [Float]), Tensor([1] as [Double])) == nil)
    #expect(ErrorMeasures(Tensor([1, 2] as [Float]), Tensor([1] as [Float])) == nil)
  }

  @Test func stepsAreThoseOfTheElementType() {
    func float32(_ left: Float, _ right: Float) -> UInt64? {
      ErrorMeasures(Tensor([left]), Tensor([right]))?.greatestULP
    }
    func float64(_ left: Double, _ right: Double) -> UInt64? {
      ErrorMeasures(Tensor([left]), Tensor([right]))?.greatestULP
    }
    #expect(float32(1, Float(1).nextUp.nextUp.nextUp) == 3)
    #expect(float32(-Float.leastNonzeroMagnitude, .leastNonzeroMagnitude) == 2)
    #expect(float32(0, -0.0) == 0)
    #expect(float32(1, 2) == 1 << 23)
    #expect(float32(.greatestFiniteMagnitude, .infinity) == 1)
    #expect(float32(-.infinity, .infinity) == 0x7f80_0000 * 2)
    #expect(float64(1, 1.nextDown) == 1)
    #expect(float64(1, 2) == 1 << 52)
    #expect(float64(-.infinity, .infinity) == UInt64(0x7ff0_0000_0000_0000) * 2)
    #expect(ErrorMeasures(Tensor([1] as [Int32]), Tensor([2] as [Int32]))?.greatestULP == nil)
  }

  /// The same NaN or infinity on both sides is no difference, as for a comparison; one that stands alone has no measure.
  @Test func whatIsNotFinite() throws {
    let plain = try #require(ErrorMeasures(Tensor([1, 2, 3] as [Float]), Tensor([1, 2, 3.5] as [Float])))
    let shared = try #require(
      ErrorMeasures(
        Tensor([1, .nan, 2, .infinity, 3] as [Float]), Tensor([1, .nan, 2, .infinity, 3.5] as [Float])))
    #expect(shared == plain)
    let lone = try #require(ErrorMeasures(Tensor([1, .nan] as [Float]), Tensor([1, 2] as [Float])))
    #expect(lone.relativeL2 == .infinity && lone.cosine.isNaN && lone.greatestULP == nil)
    let infinite = try #require(ErrorMeasures(Tensor([1, .infinity] as [Float]), Tensor([1, 2] as [Float])))
    #expect(infinite.relativeL2 == .infinity && infinite.cosine.isNaN && infinite.greatestULP == 0x3f80_0000)
    let zero = try #require(ErrorMeasures(Tensor([0, 0] as [Float]), Tensor([0, 1] as [Float])))
    #expect(zero.relativeL2 == .infinity && zero.cosine.isNaN)
    let empty = try #require(ErrorMeasures(Tensor([] as [Float]), Tensor([] as [Float])))
    #expect(empty.relativeL2 == 0 && empty.cosine.isNaN && empty.greatestULP == 0)
  }

  @Test(arguments: [1, 7, 1023, 1025, 200_003]) func agreeWithAPlainLoop(count: Int) throws {
    var random = SplitMix64(seed: UInt64(count))
    let wide = (0..<count).map { _ in Double.random(in: -2...1, using: &random) }
    let near = wide.map { $0 * (1 + Double.random(in: -2e-6...2e-6, using: &random)) }
    try check(wide, near) { left, right in steps(left, right) }
    try check(wide.map { Float($0) }, near.map { Float($0) }) { left, right in steps(left, right) }
    let whole = wide.map { Int64($0 * 0x1p40) }
    try check(whole, near.map { Int64($0 * 0x1p40) }) { _, _ in nil }
    try check(wide.map { $0 > 0 }, near.map { $0 > 1e-3 }) { _, _ in nil }
  }

  /// Adds up the steps from one power of two to the next, between which they are of one length; the two have one sign.
  private func steps<Element: BinaryFloatingPoint>(_ left: Element, _ right: Element) -> UInt64? {
    var low = min(left.magnitude, right.magnitude)
    let high = max(left.magnitude, right.magnitude)
    var count = UInt64(0)
    while low.exponent < high.exponent {
      let next = low.binade * 2
      count += UInt64((next - low) / low.ulp)
      low = next
    }
    return count + UInt64((high - low) / low.ulp)
  }

  private func check<Element: TensorElement>(
    _ left: [Element], _ right: [Element], steps: (Element, Element) -> UInt64?
  ) throws {
    let tensors = try pair(left, right)
    let alone = ErrorMeasures(of: tensors, threads: 1)
    for threads in [2, 5] {
      let shared = ErrorMeasures(of: tensors, threads: threads)
      #expect(same(shared.relativeL2, alone.relativeL2) && same(shared.cosine, alone.cosine))
      #expect(shared.greatestULP == alone.greatestULP)
    }
    var (reference, candidate, product, difference) = (0.0, 0.0, 0.0, 0.0)
    for place in left.indices {
      let (x, y) = (tensors.reference.value(at: place), tensors.candidate.value(at: place))
      reference += x * x
      candidate += y * y
      product += x * y
      difference += (y - x) * (y - x)
    }
    let expected = (difference / reference).squareRoot()
    #expect(difference == 0 || abs(alone.relativeL2 / expected - 1) < 1e-10)
    let norms = (reference * candidate).squareRoot()
    #expect(norms > 0 ? abs(alone.cosine - product / norms) < 1e-12 : alone.cosine.isNaN)
    let counts = zip(left, right).map(steps)
    #expect(alone.greatestULP == (counts.contains(nil) ? nil : counts.compactMap { $0 }.max()))
  }
}
