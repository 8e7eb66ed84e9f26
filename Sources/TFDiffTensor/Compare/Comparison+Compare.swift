extension Comparison {
  /// Compares as `np.testing.assert_allclose(reference, candidate, rtol, atol)` does in float64.
  ///
  /// All elements are converted to float64 first, float32 too, so the verdict on an element does not hang on
  /// the rounding of its own difference. (NumPy keeps float32 arrays in float32: an element whose difference is within
  /// one float32 rounding of what is allowed may be judged otherwise there.) Verdict and numbers are exact
  /// and do not depend on `threads`. Positions are nil where nothing differs or nothing is out of tolerance.
  ///
  /// - Throws: ``TensorError`` where shapes or element types differ.
  /// - Complexity: one reading of both tensors, at the speed of memory for float32 tensors that are nearly equal.
  public init(
    reference: Tensor, candidate: Tensor, tolerance: Tolerance, threads: Int = Parallel.processorCount
  ) throws(TensorError) {
    self.init(
      of: try TensorPair(reference: reference, candidate: candidate), tolerance: tolerance, threads: threads)
  }

  /// Compares a pair; see ``init(reference:candidate:tolerance:threads:)``.
  public init(of pair: TensorPair, tolerance: Tolerance, threads: Int = Parallel.processorCount) {
    let start = ComparisonAccumulator(tolerance: tolerance)
    let parts = Parallel.fold(count: pair.elementCount, threads: threads, from: start) { state, range in
      state.add(pair, in: range)
      pair.letGo(after: range)
    }
    pair.letGo()
    self = parts.reduce(into: start) { $0.merge($1) }.comparison(elements: pair.elementCount)
  }
}

extension ComparisonAccumulator {
  /// Takes in the elements of a range of positions.
  fileprivate mutating func add(_ pair: TensorPair, in range: Range<Int>) {
    guard pair.dtype == .float32 else { return settle(pair, in: range) }
    withExtendedLifetime((pair.reference.storage, pair.candidate.storage)) {
      var screen = Float32Screen(self)
      var start = range.lowerBound
      while start < range.upperBound {
        let block = start..<min(range.upperBound, start + Float32Screen.block)
        if !isQuiet(pair, in: block, screen) {
          settle(pair, in: block)
          screen = Float32Screen(self)
        }
        start = block.upperBound
      }
    }
  }

  private func isQuiet(_ pair: TensorPair, in block: Range<Int>, _ screen: Float32Screen?) -> Bool {
    guard let screen, block.count.isMultiple(of: Float32Screen.step) else { return false }
    let offset = block.lowerBound * DType.float32.byteCount
    return screen.isQuiet(
      reference: pair.reference.storage.base + offset, candidate: pair.candidate.storage.base + offset,
      count: block.count)
  }

  /// Takes in a range in float64 arithmetic.
  private mutating func settle(_ pair: TensorPair, in range: Range<Int>) {
    pair.forEachBlock(in: range) { reference, candidate, block in
      scan(reference: reference, candidate: candidate, count: block.count, at: block.lowerBound)
      return true
    }
  }
}
