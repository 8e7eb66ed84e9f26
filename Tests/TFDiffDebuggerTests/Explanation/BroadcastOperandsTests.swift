import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: elements that the candidate broadcasts against each other, where the reference takes the same in one shape, are told with
/// both shapes; and other shapes are not.
@Suite struct BroadcastOperandsTests {
  private let labels: Tensor
  private let outputs: Tensor

  init() {
    var numbers = MadeUpNumbers(seed: 5)
    (labels, outputs) = (numbers.tensor([6]), numbers.tensor([6]))
  }

  /// The mean of the labels' distance from the outputs, whose shape is another on each side.
  private func side(_ shape: Shape) throws -> MadeUpOperations {
    var made = MadeUpOperations()
    let difference = try made.add("Sub", .input(labels), .input(outputs.reshaped(to: shape)))
    _ = try made.add("Mul", difference, .number(0.5))
    return made
  }

  @Test func aColumnAgainstARow() throws {
    let found = try #require(MadeUpOperations.explained(side([6]), side([6, 1])))
    #expect(found.cause == .broadcast, "\(found)")
    #expect(found.kind == .shape)
    #expect(found.sentence.contains("broadcasts [6] and [6, 1] to [6, 6]"), "\(found.sentence)")
    #expect(found.sentence.contains("the reference computes [6] of [6] and [6]"), "\(found.sentence)")
    #expect(found.experiment?.closesTheGap == true)
    #expect(found.remedy?.contains("tf.squeeze") == true)
  }

  /// What is broadcast on both sides, or by the reference alone, is not the candidate's doing.
  @Test(arguments: [([6, 1], [6, 1]), ([6, 1], [6])] as [(Shape, Shape)])
  func otherwiseNothingIsSaidOfIt(reference: Shape, candidate: Shape) throws {
    let found = try MadeUpOperations.explained(side(reference), side(candidate))
    #expect(found?.cause != .broadcast, "\(String(describing: found))")
  }

  /// Other elements of such shapes do not close the gap.
  @Test func otherElements() throws {
    var candidate = MadeUpOperations()
    let other = outputs.mapped { value, _ in value * value + 1 }
    let difference = try candidate.add("Sub", .input(labels), .input(other.reshaped(to: [6, 1])))
    _ = try candidate.add("Mul", difference, .number(0.5))
    let found = try MadeUpOperations.explained(side([6]), candidate)
    #expect(found?.cause != .broadcast, "\(String(describing: found))")
  }
}
