import TFDiffTensor
import Testing

/// Protects: the histogram counts every element once, in the decade a plain comparison puts it in, on any number of threads.
@Suite struct ErrorHistogramTests {
  @Test func edgesBelongToTheDecadeAbove() throws {
    for (number, edge) in ErrorHistogram.edges.enumerated() {
      for (difference, bucket) in [(edge.nextDown, number), (edge, number + 1), (edge.nextUp, number + 1)] {
        let histogram = ErrorHistogram(of: try pair([difference], [0]))
        #expect(histogram.counts[bucket] == 1, "\(difference)")
      }
    }
    let extremes = ErrorHistogram(of: try pair([.leastNonzeroMagnitude, 1e308, 1.7e308], [0, -1, -1.7e308]))
    #expect(extremes.counts.first == 1 && extremes.counts.last == 2 && extremes.nonFinite == 0)
  }

  @Test func equalAndNonFiniteElementsHaveTheirOwnBuckets() throws {
    let histogram = ErrorHistogram(
      of: try pair(
        [1, .nan, .infinity, .nan, .infinity, 2] as [Float], [1, .nan, .infinity, 1, -.infinity, 1]))
    #expect(histogram.equal == 3 && histogram.nonFinite == 2)
    #expect(histogram.counts[10] == 1, "2 − 1 is in the decade from 1")
    #expect(histogram.elements == 6)
  }

  /// Of one decade some elements are out of tolerance and others are not, as they are large or small themselves.
  @Test func mismatchesAreCountedInTheirDecade() throws {
    let tolerance = Tolerance(rtol: 1e-3, atol: 1e-5)
    var random = SplitMix64(seed: 2)
    let reference = (0..<10_000).map { _ in Float.random(in: -10...10, using: &random) }
    var candidate = reference.map { $0 + Float.random(in: -1...1, using: &random) * 5e-3 }
    candidate[7] = .nan
    let tensors = try pair(reference, candidate)
    var expected = [Int](repeating: 0, count: ErrorHistogram.edges.count + 1)
    for position in 0..<tensors.elementCount
    where position != 7 && tensors.isMismatch(at: position, tolerance: tolerance) {
      expected[ErrorHistogram.edges.count { $0 <= tensors.difference(at: position) }] += 1
    }
    for threads in [1, 3] {
      let histogram = ErrorHistogram(of: tensors, tolerance: tolerance, threads: threads)
      #expect(histogram.mismatched == expected && histogram.nonFinite == 1)
      #expect(zip(expected, histogram.counts).contains { $0 > 0 && $0 < $1 })
    }
    #expect(ErrorHistogram(of: tensors).mismatched == nil)
  }

  @Test func agreesWithAPlainCountForAnyNumberOfThreads() throws {
    var random = SplitMix64(seed: 1)
    let reference = (0..<200_003).map { _ in Float.random(in: -1...1, using: &random) }
    let candidate = reference.map { $0 * (1 + Float.random(in: -1...1, using: &random) * 1e-4) }
    let tensors = try pair(reference, candidate)
    var counts = [Int](repeating: 0, count: ErrorHistogram.edges.count + 1)
    var equal = 0
    for (a, b) in zip(reference, candidate) {
      let difference = abs(Double(a) - Double(b))
      if difference == 0 { equal += 1 } else { counts[ErrorHistogram.edges.count { $0 <= difference }] += 1 }
    }
    for threads in [1, 2, 5] {
      let histogram = ErrorHistogram(of: tensors, threads: threads)
      #expect(histogram.counts == counts && histogram.equal == equal && histogram.nonFinite == 0)
    }
  }

  @Test func labelsNameTheEdges() {
    let labels = (0...ErrorHistogram.edges.count).map(ErrorHistogram.label)
    #expect(labels.prefix(3) == ["<1e-09", "1e-09", "1e-08"])
    #expect(labels.suffix(2) == ["1e+02", "≥1e+03"])
  }
}
