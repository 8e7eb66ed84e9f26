import TFDiffTensor
import Testing

/// Protects: `]` and `[` visit every mismatch once, in order, and come round.
@Suite struct MismatchSearchTests {
  static let planted = [0, 5, 1023, 1024, 70_000, 131_071, 199_999]

  static func tensors() throws -> TensorPair {
    let reference = [Float](repeating: 1, count: 200_000)
    var candidate = reference
    for (number, position) in planted.enumerated() { candidate[position] = [2, .nan, .infinity][number % 3] }
    return try pair(reference, candidate)
  }

  @Test func visitsAllForwardsAndBackwards() throws {
    let tensors = try Self.tensors()
    var position: Int?
    for expected in Self.planted + Self.planted {
      position = tensors.nextMismatch(after: position, tolerance: .standard)
      #expect(position == expected)
    }
    position = nil
    for expected in Array(Self.planted.reversed()) + Self.planted.reversed() {
      position = tensors.nextMismatch(after: position, forward: false, tolerance: .standard)
      #expect(position == expected)
    }
  }

  @Test func stopsAtTheEndsUnlessItWraps() throws {
    let tensors = try Self.tensors()
    #expect(tensors.nextMismatch(after: 199_999, wraps: false, tolerance: .standard) == nil)
    #expect(tensors.nextMismatch(after: 0, forward: false, wraps: false, tolerance: .standard) == nil)
    #expect(tensors.nextMismatch(after: 6, forward: false, wraps: false, tolerance: .standard) == 5)
  }

  @Test func aloneItFindsItselfAgain() throws {
    let tensors = try pair([1, 2, 3] as [Int32], [1, 9, 3])
    #expect(tensors.nextMismatch(after: 1, tolerance: .standard) == 1)
    #expect(tensors.nextMismatch(after: 1, forward: false, tolerance: .standard) == 1)
  }

  @Test func findsNothingWhereNothingDiffers() throws {
    let nothing = try pair([Float](), [])
    let alike = try pair([.nan, .infinity, 0] as [Float], [.nan, .infinity, -0.0])
    for tensors in [nothing, alike] {
      for position in [nil, -5, 0, 1, 99] {
        #expect(tensors.nextMismatch(after: position, tolerance: .standard) == nil)
        #expect(tensors.nextMismatch(after: position, forward: false, tolerance: .standard) == nil)
      }
    }
  }

  /// Stopping early must not change the word: what is kept in vectors and what is not, both ways.
  @Test func allMatchesWhereTheComparisonSaysSo() throws {
    var generator = SystemRandomNumberGenerator()
    for count in [0, 1, 15, 16, 1000, 70_001] {
      let reference = (0..<count).map { _ in Float.random(in: -2...2, using: &generator) }
      var candidate = reference
      for special in [Float.nan, .infinity, -0.0, 1.9] where count > 0 {
        candidate[Int.random(in: 0..<count, using: &generator)] = special
        for one in [reference, candidate] {
          let tensors = try pair(one, candidate)
          #expect(tensors.isMatch(under: .standard) == Comparison(of: tensors, tolerance: .standard).isMatch)
        }
      }
    }
  }
}
