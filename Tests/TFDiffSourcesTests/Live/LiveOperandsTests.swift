import Foundation
import TFDiffDebugger
import TFDiffTensor
import Testing

@testable import TFDiffLive
@testable import TFDiffTargets

/// Protects: on real TensorFlow, in every way in which a side is run, each operation's recorded values, executed again by
/// themselves, give what was recorded of it; and recording them changes nothing else.
@Suite(.serialized, .enabled(if: Python.tensorFlow != nil, Python.tensorFlowIsMissing)) struct LiveOperandsTests {
  struct Run: Sendable, CustomTestStringConvertible {
    var side: Side
    var candidate = CandidateKind.eager
    /// The variable of the environment that names the interpreter.
    var python = "TFDIFF_TEST_PYTHON"
    var testDescription: String { "\(side) \(candidate) \(python)" }
  }

  static let runs = [
    Run(side: .reference), Run(side: .candidate), Run(side: .candidate, candidate: .function),
    Run(side: .candidate, candidate: .functionalModel), Run(side: .reference, python: "TFDIFF_TEST_PYTHON_TF1"),
    Run(side: .reference, python: "TFDIFF_TEST_PYTHON_LATEST"),
    Run(side: .candidate, python: "TFDIFF_TEST_PYTHON_LATEST"),
    Run(side: .candidate, candidate: .function, python: "TFDIFF_TEST_PYTHON_LATEST"),
  ].filter { Python.named($0.python) != nil }

  private func settings(_ run: Run) throws -> LiveSettings {
    var settings = try LiveTensorFlow.settings("single_operations.py")
    settings.interpreters[run.side].python = try #require(Python.named(run.python))
    // TensorFlow 1 has no eager execution as experiments need it, and is the reference's alone.
    if run.python != "TFDIFF_TEST_PYTHON_TF1" {
      settings.interpreters.candidate = settings.interpreters[run.side]
    }
    settings.candidate = run.candidate
    return settings
  }

  @Test(arguments: runs) func eachOperationIsMadeAgainFromItsValues(run: Run) throws {
    let settings = try settings(run)
    let recorded = try RecordedOperands(try settings.side(run.side).open())
    #expect(recorded.spans.map(\.endpoint) == ["norm", "resized", "out", "outputs"])
    let ready = try #require(settings.calculator)
    let calculator = try ready()
    var made: [String] = []
    var left: [String] = []
    for span in recorded.spans {
      for operation in span.operations {
        #expect(operation.operands.count == operation.inputs.count, "\(operation.name)")
        if let units = try units(operation, span.operations, calculator) {
          #expect(units <= 4, "\(operation.name) (\(operation.type)): \(units) units")
          made.append(operation.type)
        } else {
          left.append(operation.type)
        }
      }
    }
    // A comparison of strings, which have no tensors here.
    #expect(left == ["Equal"])
    for type in ["Conv2D", "MaxPool", "ResizeBilinear", "Split", "MatMul", "ArgMax", "Log", "IsNan", "ConcatV2"] {
      #expect(made.contains(type), "\(type) of \(made)")
    }
    #expect(made.contains { $0.hasPrefix("FusedBatchNorm") } && made.contains { $0.contains("Gather") })
    #expect(made.count > 20, "\(made)")
    let logarithm = try #require(recorded.operations.first { $0.type == "Log" }?.output)
    #expect(logarithm.elements(of: Float.self).contains { $0.isNaN })
  }

  /// By how many units what is made of an operation's values differs from what was recorded; nil where they are not known.
  private func units(_ operation: OperationEvent, _ span: [OperationEvent], _ calculator: any OperationCalculator)
    throws
    -> Double?
  {
    guard let inputs = RecordedOperands.inputs(of: operation, in: span) else { return nil }
    let outputs = try calculator.execute(operation.calculation(inputs))
    guard let recorded = operation.output, let made = outputs.first else { return .infinity }
    return recorded.greatestUnits(from: made)
  }

  /// Also where the way to the end points before it is not told.
  @Test(arguments: runs) func recordingValuesChangesNothingElse(run: Run) throws {
    let settings = try settings(run)
    let with = try RecordedOperands(try settings.side(run.side).open())
    let without = try RecordedOperands(
      try settings.side(run.side).open(), .endpoint(deliveringOperations: true))
    #expect(with.spans.map(\.endpoint) == without.spans.map(\.endpoint))
    #expect(with.operations.map(\.name) == without.operations.map(\.name))
    for (first, second) in zip(with.operations, without.operations) {
      #expect(first.attributes == second.attributes && first.inputs == second.inputs && first.id == second.id)
      #expect(second.operands.isEmpty)
      let isSame = first.output.map { ours in second.output.map { ours.isIdentical(to: $0) } ?? false }
      #expect(isSame ?? (second.output == nil), "\(first.name)")
    }
    let source = try settings.side(run.side).open()
    _ = try source.advance(.endpoint(deliveringOperations: false)) { _ in }
    let later = try RecordedOperands(source)
    #expect(later.operations.map(\.name) == with.spans.dropFirst().flatMap(\.operations).map(\.name))
    #expect(later.operations.allSatisfy { $0.operands.count == $0.inputs.count })
  }

  @Test(arguments: runs.filter { $0.python == "TFDIFF_TEST_PYTHON" }) func whatIsTooLargeDoesNotTravel(run: Run) throws
  {
    var settings = try settings(run)
    settings.tensorLimit = 1000
    let recorded = try RecordedOperands(try settings.side(run.side).open())
    let product = try #require(recorded.operations.first { $0.type == "MatMul" })
    #expect(product.operands.map { $0?.shape } == [[2, 252], [252, 5]])
    #expect(product.operands.allSatisfy { $0?.tensor == nil })
    let values = recorded.operations.flatMap(\.operands).compactMap { $0?.tensor }
    #expect(!values.isEmpty && values.allSatisfy { $0.byteCount <= 1000 })
  }

  /// What has kernels of that precision gives what was recorded, to float32's precision, and what has none is refused.
  @Test func inDoubleItIsTheSameToTheRecordedPrecision() throws {
    let settings = try settings(Run(side: .candidate))
    let recorded = try RecordedOperands(try settings.side(.candidate).open())
    let calculator = LiveCalculator(settings)
    var refused: [String] = []
    var made = 0
    for span in recorded.spans {
      for operation in span.operations where operation.output?.dtype == .float32 {
        guard let inputs = RecordedOperands.inputs(of: operation, in: span.operations) else { continue }
        do {
          let outputs = try calculator.execute(operation.calculation(inputs, isInDouble: true))
          let output = try #require(operation.output)
          #expect(outputs.first?.dtype == .float64, "\(operation.name)")
          let narrowed = try #require(outputs.first).narrowed
          #expect(output.greatestUnits(from: narrowed) <= 64, "\(operation.name)")
          made += 1
        } catch let refusal as OperationRefusal {
          #expect(refusal.description.contains("has no float64 kernel"))
          refused.append(operation.type)
        }
      }
    }
    #expect(refused == ["FusedBatchNormV3", "ResizeBilinear"])
    #expect(made > 15)
  }

  /// The port computes its branches in another order, so that it keeps what it has executed until its layer is told.
  @Test(arguments: [CandidateKind.eager, .function]) func thePairedLayersOperationsHaveTheirValues(
    candidate: CandidateKind
  )
    throws
  {
    var settings = try LiveTensorFlow.settings("keras_port.py", mode: .fixedWeights(0.05))
    settings.candidate = candidate
    let target = DebugTarget.live(settings)
    let state = CheckRunner(target: target).run().state
    let calculator = LiveCalculator(settings)
    for side in Side.allCases {
      let recorded = try RecordedOperands(try target.sides[side].open())
      #expect(recorded.spans.map(\.endpoint) == state.endpoints.map(\.name))
      #expect(!recorded.operations.isEmpty)
      for span in recorded.spans {
        for operation in span.operations {
          let units = try units(operation, span.operations, calculator)
          #expect(try #require(units, "\(operation.name)") <= 4, "\(operation.name)")
        }
      }
    }
  }
}
