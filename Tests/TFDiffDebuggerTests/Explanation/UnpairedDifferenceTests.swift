import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: an operation whose output has another shape on the two sides, and is not paired for that, is held against the only one of
/// its type on the other side, so that what it is given otherwise is the cause.
@Suite struct UnpairedDifferenceTests {
  private let vectors: Tensor

  init() {
    var numbers = MadeUpNumbers(seed: 14)
    vectors = numbers.tensor([3, 5, 4])
  }

  /// The sum over an axis, taken from each element.
  private func side(_ axis: Int) throws -> MadeUpOperations {
    var made = MadeUpOperations()
    let sum = try made.add("Sum", .input(vectors), .index(axis))
    _ = try made.add("Sub", .input(vectors), sum)
    return made
  }

  @Test func anotherAxis() throws {
    let found = try #require(MadeUpOperations.explained(side(2), side(1)))
    #expect(found.cause == .axis, "\(found)")
    #expect(found.experiment?.closesTheGap == true)
  }

  /// Whose alpha it is says what it is.
  @Test func anAttributeIsCalledWhatItIsOfItsOperation() {
    func cause(_ type: String) -> Cause {
      .of(attribute: "alpha", at: OperationEvent(name: "op", type: type, output: vectors))
    }
    #expect(cause("LeakyRelu") == .slope && cause("LRN") == .attribute)
  }
}
