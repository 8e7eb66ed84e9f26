import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: what an operation takes from one that is not listed is known all the same, where its value was told; and nothing else is
/// made up.
@Suite struct UnlistedOperandsTests {
  private let matrix = Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3])

  private func event(
    _ id: String, _ type: String, _ output: Tensor, from source: OperationInput, _ operand: OperandValue?
  ) -> OperationEvent {
    OperationEvent(
      name: "net/\(id)", type: type, output: output, id: id, inputs: [source], operands: operand.map { [$0] } ?? [])
  }

  private func reshape() -> OperationEvent {
    event("view", "Reshape", matrix, from: .modelInput, OperandValue(matrix))
  }

  /// A ReLU of what the reshape gives, in a shape in which it takes it.
  private func relu(_ operand: OperandValue?, output: Int = 0) -> OperationEvent {
    event("relu", "Relu", matrix, from: .operation(id: "view", output: output), operand)
  }

  @Test func bookkeepingIsNotListedAndItsValueIs() {
    let found = [reshape(), relu(OperandValue(shape: [2, 3]))].computing()
    #expect(found.map(\.name) == ["net/relu"])
    #expect(found.first?.operands.first??.tensor?.isIdentical(to: matrix) == true)
  }

  /// Views hand a value on in another shape.
  @Test func itIsTakenInTheShapeOfTheOperand() {
    let found = [reshape(), relu(OperandValue(shape: [3, 2]))].computing()
    let value = found.first?.operands.first??.tensor
    #expect(value?.shape == [3, 2] && value?.doubles == matrix.doubles)
  }

  /// The second output of an operation is not told, a value of another size is none of its, and what was told stays.
  @Test func whatDoesNotFitIsNotTaken() {
    let second = [reshape(), relu(OperandValue(shape: [2, 3]), output: 1)].computing()
    #expect(second.first?.operands.first??.tensor == nil)
    let larger = [reshape(), relu(OperandValue(shape: [7]))].computing()
    #expect(larger.first?.operands.first??.tensor == nil)
    let told = Tensor(repeating: Float(9), shape: [2, 3])
    let known = [reshape(), relu(OperandValue(told))].computing()
    #expect(known.first?.operands.first??.tensor?.isIdentical(to: told) == true)
  }

  /// Where no values are told, as while layers are only compared, none is added.
  @Test func withoutValuesNoneIsAdded() {
    let found = [reshape(), relu(nil)].computing()
    #expect(found.map(\.name) == ["net/relu"] && found[0].operands.isEmpty)
  }

  /// What is listed is compared itself, and known by its row.
  @Test func theValueOfAListedOperationIsNotRepeated() {
    let first = event("view", "Tanh", matrix, from: .modelInput, OperandValue(matrix))
    let found = [first, relu(OperandValue(shape: [2, 3]))].computing()
    #expect(found.map(\.name) == ["net/view", "net/relu"])
    #expect(found.last?.operands.first??.tensor == nil)
  }
}
