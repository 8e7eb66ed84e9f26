import Foundation
import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: two formulas are named where each side's values are those of one, and none where values fit several, or none.
@Suite struct NamedFormulaTests {
  private static let input = Tensor((0..<64).map { Float($0 - 32) / 4 }, shape: [8, 8])

  private static func applied(_ function: (Double) -> Double) -> Tensor {
    Tensor(input.doubles.map { Float(function($0)) }, shape: input.shape)
  }

  private static func match(_ reference: Tensor, _ candidate: Tensor, of input: Tensor = Self.input) -> (
    String, String
  )? {
    func program(_ side: Side) -> RegionProgram {
      RegionProgram(side: side, values: [.init(tensor: input, origin: .shared(row: nil))])
    }
    let regions = Regions(
      reference: program(.reference), candidate: program(.candidate),
      values: SidePair(reference: reference, candidate: candidate), row: nil)
    return NamedFormulas(regions: regions).match().map { ($0.reference.name, $0.candidate.name) }
  }

  @Test func twoGelusAreToldApart() throws {
    let exact = Self.applied { 0.5 * $0 * erfc(-$0 / 2.0.squareRoot()) }
    let approximate = Self.applied { x in x / (1 + exp(-2 * (2 / Double.pi).squareRoot() * (x + 0.044715 * pow(x, 3))))
    }
    let found = try #require(Self.match(exact, approximate))
    #expect(found == ("GELU with erf", "GELU with tanh"))
  }

  @Test func activationsAreNamed() throws {
    let found = try #require(Self.match(Self.applied { max($0, 0) }, Self.applied { $0 / (1 + exp(-$0)) }))
    #expect(found == ("ReLU", "swish (SiLU), x·sigmoid(x)"))
  }

  @Test func whatFitsNoFormulaHasNoName() {
    #expect(Self.match(Self.applied { max($0, 0) }, Self.applied { 0.3 * $0 * $0 }) == nil)
  }

  @Test func valuesThatFitSeveralFormulasTellNothing() {
    // Between 0 and 6 ReLU, ReLU6 and x itself are one.
    let input = Tensor((0..<20).map { Float($0) / 4 }, shape: [20])
    let doubled = Tensor((0..<20).map { Float($0) / 2 }, shape: [20])
    #expect(Self.match(input, doubled, of: input) == nil)
  }
}
