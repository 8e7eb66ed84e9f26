import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: a number that a program computes with at several places, also as its square or what it leaves of one, is named where the
/// two sides have another one in formulas of their own; and other formulas stay such.
@Suite struct SharedNumberTests {
  private let x: Tensor
  private let y: Tensor

  init() {
    var numbers = MadeUpNumbers(seed: 33)
    (x, y) = (numbers.tensor([6, 8], scale: 3), numbers.tensor([6, 8]))
  }

  /// t·x + t².
  private func expanded(_ factor: Double, _ square: Double) throws -> MadeUpOperations {
    var made = MadeUpOperations()
    let product = try made.add("Mul", .input(x), .number(factor))
    _ = try made.add("AddV2", product, .number(square))
    return made
  }

  /// (x + t)·t.
  private func factored(_ number: Double) throws -> MadeUpOperations {
    var made = MadeUpOperations()
    let sum = try made.add("AddV2", .input(x), .number(number))
    _ = try made.add("Mul", sum, .number(number))
    return made
  }

  /// With 1 everything that is made of it is 1 as well, and 2 is half its own square.
  @Test(arguments: [3.0, 1, 2, 0.25], [0.7, 4]) func aNumberAndItsSquare(own: Double, other: Double) throws {
    let found = try #require(MadeUpOperations.explained(factored(other), expanded(own, own * own)))
    #expect(found.cause == .constant, "\(found)")
    #expect(found.sentence.contains("would be \(word32(other)) as in the reference"), "\(found.sentence)")
    #expect(found.experiment?.closesTheGap == true)
  }

  /// The reference has the square beforehand.
  @Test func theReferencesIsMadeOfItsNumber() throws {
    let found = try #require(MadeUpOperations.explained(expanded(0.5, 0.25), factored(1.75)))
    #expect(found.cause == .constant, "\(found)")
    #expect(found.sentence.contains("1.75 in the candidate") && found.sentence.contains("would be 0.5"), "\(found)")
  }

  /// A mixture of two, a·x + (1 − a)·y, and y + b·(x − y).
  @Test func aShareAndWhatItLeaves() throws {
    var (reference, candidate) = (MadeUpOperations(), MadeUpOperations())
    let difference = try reference.add("Sub", .input(x), .input(y))
    let share = try reference.add("Mul", difference, .number(0.1))
    _ = try reference.add("AddV2", share, .input(y))
    let left = try candidate.add("Mul", .input(x), .number(0.3))
    let right = try candidate.add("Mul", .input(y), .number(0.7))
    _ = try candidate.add("AddV2", left, right)
    let found = try #require(MadeUpOperations.explained(reference, candidate))
    #expect(found.cause == .constant, "\(found)")
    #expect(found.sentence.contains("0.3 in the candidate"), "\(found.sentence)")
    #expect(found.experiment?.closesTheGap == true)
  }

  /// t·x + 7 is no formula of one number.
  @Test func numbersOfTheirOwn() throws {
    let found = try #require(MadeUpOperations.explained(factored(2), expanded(3, 7)))
    #expect(found.cause == .otherFormula, "\(found)")
  }

  @Test func whatIsMadeOfANumberLeadsBackToIt() {
    for derivation in NumberDerivation.allCases {
      for number in [0.3, 1, 1.7, 2] where derivation.value(of: number) != nil {
        let value = derivation.value(of: number) ?? .nan
        #expect(derivation.makes(value, of: number) && !derivation.makes(value + 0.01, of: number))
        #expect(derivation.source(of: value).map { isSameNumber($0, number) } == true, "\(derivation) of \(number)")
      }
    }
  }
}
