import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: exactly those elements are left out of an update whose gradients differ by more than half of what gradients may, wherever
/// they lie, and no update of another shape is judged by them.
@Suite struct UndeterminedElementsTests {
  /// Lengths about those of a word of bits.
  @Test(arguments: [0, 1, 63, 64, 65, 200]) func eachElementIsLookedAt(count: Int) throws {
    var generator = SeededGenerator(seed: UInt64(count))
    let left = (0..<count).map { _ in Float.random(in: -1...1, using: &generator) }
    let parted = (0..<count).filter { _ in Bool.random(using: &generator) }
    var right = left
    for place in parted { right[place] *= 1 + 1e-3 }
    let elements = try #require(UndeterminedElements(tensor(left), tensor(right)))
    #expect(elements.count == parted.count)
    let zeros = Tensor(zerosOf: .float32, shape: [count])
    let replaced = elements.replaced(in: zeros, by: tensor(left)).elements(of: Float.self)
    #expect(replaced == (0..<count).map { parted.contains($0) ? left[$0] : 0 })
  }

  @Test func valuesOfOtherKindsDetermineWhatTheyCan() {
    #expect(UndeterminedElements(tensor([1, 2]), tensor([1, 2], [2, 1])) == nil)
    #expect(UndeterminedElements(Tensor([1, 2] as [Double]), Tensor([1, 2] as [Double])) == nil)
  }
}
