import TFDiffTensor
import Testing

/// Protects: an input that is moved differs from itself by one unit in the last place everywhere, in the pattern that the probe
/// has too.
@Suite struct MovedInTheLastPlaceTests {
  @Test func eachElementGoesToItsNeighbour() throws {
    let tensor = Tensor([1, 1, 1, 1, -2, -2, -2, -2] as [Float], shape: [2, 4])
    let moved = try #require(tensor.movedInTheLastPlace)
    #expect(moved.shape == [2, 4])
    // Thue and Morse's sequence: up, down, down, up, down, up, up, down.
    let up = Float(1).nextUp
    let down = Float(1).nextDown
    let expected: [Float] = [
      up, down, down, up, Float(-2).nextDown, Float(-2).nextUp, Float(-2).nextUp, Float(-2).nextDown,
    ]
    #expect(moved.elements(of: Float.self) == expected)
    #expect(ErrorMeasures(tensor, moved)?.greatestULP == 1)
  }

  @Test func whatHasNoNeighbourOfItsSizeStays() throws {
    let moved = try #require(Tensor([0, .infinity, .nan, 1] as [Double]).movedInTheLastPlace).elements(of: Double.self)
    #expect(moved[0] == 0 && moved[1] == .infinity && moved[2].isNaN && moved[3] == 1.0.nextUp)
    #expect(Tensor([1, 2] as [Int32]).movedInTheLastPlace == nil)
  }
}
