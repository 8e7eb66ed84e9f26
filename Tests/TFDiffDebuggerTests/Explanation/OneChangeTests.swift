import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: of operations that a side has otherwise, the one change that closes the gap is named, and rounding is given none.
@Suite struct OneChangeTests {
  private let left: Tensor
  private let right: Tensor
  private let other: Tensor

  init() {
    var numbers = MadeUpNumbers(seed: 21)
    (left, right, other) = (numbers.tensor([6, 8]), numbers.tensor([6, 8]), numbers.tensor([6, 8]))
  }

  private func minus(_ first: Tensor, _ second: Tensor) -> Tensor {
    Tensor(zip(first.doubles, second.doubles).map { Float($0 - $1) }, shape: first.shape)
  }

  private func subtraction(_ first: (OperationInput, Tensor), _ second: (OperationInput, Tensor)) -> OperationEvent {
    OperationEvent(
      name: "distance", type: "Sub", output: minus(first.1, second.1), id: "distance",
      inputs: [first.0, second.0], operands: [OperandValue(first.1), OperandValue(second.1)])
  }

  /// What is said of an endpoint with these operations, the last of each side giving its value.
  private func explanation(_ rows: [(OperationEvent?, OperationEvent?)], _ tolerance: Tolerance = .standard)
    -> Explanation?
  {
    Explainer(state(rows, tolerance), laboratory: Laboratory(Arithmetic())).explanations().first
  }

  /// A run that has come to an endpoint with these operations.
  private func state(_ rows: [(OperationEvent?, OperationEvent?)], _ tolerance: Tolerance = .standard) -> DebuggerState
  {
    var state = DebuggerState(
      target: ScriptedTarget.equal().target.description, tolerance: TolerancePolicy(standard: tolerance))
    var endpoint = EndpointRow(name: "head")
    endpoint.status = .mismatch
    endpoint.reference = rows.compactMap(\.0).last?.output.map {
      Activation(shape: $0.shape, dtype: $0.dtype, statistics: Statistics(of: $0), tensor: $0)
    }
    endpoint.candidate = rows.compactMap(\.1).last?.output.map {
      Activation(shape: $0.shape, dtype: $0.dtype, statistics: Statistics(of: $0), tensor: $0)
    }
    endpoint.operations = rows.map { reference, candidate in
      let judgement = Judgement(reference: reference?.output, candidate: candidate?.output, tolerance: tolerance)
      return OperationRow(
        reference: reference, candidate: candidate, status: judgement.status, comparison: judgement.comparison)
    }
    state.endpoints = [endpoint]
    state.settleOrigin(at: 0)
    return state
  }

  @Test func inputsInEachOthersPlace() throws {
    let (one, two) = (OperationInput.variable("left"), OperationInput.variable("right"))
    let found = try #require(
      explanation([(subtraction((one, left), (two, right)), subtraction((two, right), (one, left)))]))
    #expect(found.cause == .crossedInputs, "\(found)")
    #expect(found.kind == .constantFactor && found.origin.operation == "distance")
    #expect(found.experiment?.closesTheGap == true)
  }

  @Test func aVariableThatIsNoPartner() throws {
    let one = OperationInput.variable("left")
    let found = try #require(
      explanation([
        (subtraction((one, left), (.variable("right"), right)), subtraction((one, left), (.variable("right2"), other)))
      ]))
    #expect(found.cause == .initialValue, "\(found)")
    #expect(found.sentence.contains("right2") && found.experiment?.after == 0)
  }

  /// One mistake in several places is one sentence.
  @Test func aNumberThatIsAnotherInTwoOperationsIsToldOnce() throws {
    func side(_ number: Double) throws -> [OperationEvent] {
      var side = MadeUpOperations()
      let first = try side.add("Sub", .input(left), .number(number))
      let second = try side.add("Sub", .input(right), .number(number))
      _ = try side.add("Mul", first, second)
      return side.events
    }
    let state = try state(zip(side(0.25), side(0.5)).map { ($0, $1) })
    let row = state.endpoints[0]
    var finder = RegionFinder(row, tolerance: { _ in .standard })
    let cut = try #require(try finder.regions(from: 2).first)
    let context = ExperimentContext(cut, row.operations, Laboratory(Arithmetic()))
    let hypotheses = DifferenceHypotheses(context: context, copies: VariableCopies(state.variablesComparison)).all()
    let together = try #require(hypotheses.last)
    #expect(
      together.sentence
        == "another number: input 1 is 0.25 in the reference and 0.5 in the candidate, at net/Sub_0 (Sub), "
        + "net/Sub_1 (Sub)")
    #expect(try hypotheses.map { try context.test($0).closesTheGap } == [false, false, true])
  }

  private func product(_ dtype: DType) -> OperationEvent {
    let values = zip(left.doubles, right.doubles).map { $0 * $1 }
    let output =
      dtype == .float64 ? Tensor(values, shape: left.shape) : Tensor(values.map { Float($0) }, shape: left.shape)
    return OperationEvent(
      name: "product", type: "Mul", output: output, id: "product",
      attributes: [OperationAttribute(name: "T", value: dtype.rawValue)],
      inputs: [.variable("left"), .variable("right")], operands: [OperandValue(left), OperandValue(right)])
  }

  /// A product in float64 beside one in float32, held to nothing.
  @Test func roundingIsGivenNoCause() {
    let found = explanation([(product(.float64), product(.float32))], Tolerance(rtol: 0, atol: 0))
    #expect(found?.cause == nil, "\(String(describing: found))")
  }
}
