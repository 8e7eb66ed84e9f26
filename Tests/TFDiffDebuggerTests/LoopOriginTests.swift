import Foundation
import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: a difference that arises in a loop is followed through the iterations to the first that makes it, and is told with
/// that iteration in every report.
@Suite struct LoopOriginTests {
  /// state = tanh(state + x): each iteration takes an element of `x`, which the candidate has from one operation.
  private struct Walk {
    var count = 5
    /// From this iteration on the candidate's own addition yields something else.
    var wrong: Int?
    /// From this iteration on the reference holds the state it has.
    var held: Int?

    func events(_ side: Side) -> [OperationEvent] {
      let isReference = side == .reference
      var found: [OperationEvent] = []
      if !isReference {
        found.append(event("unpack", "Unpack", nil, 1, [.modelInput]))
      }
      var state = "start"
      for iteration in 1...count {
        if isReference { found.append(event("get", "TensorListGetItem", iteration, 1, [.unknown])) }
        let isWrong = !isReference && wrong.map { iteration >= $0 } ?? false
        let wasHeld = !isReference && held.map { iteration > $0 } ?? false
        let value = Float(iteration) + (isWrong || wasHeld ? 0.5 : 0)
        let input: OperationInput =
          isReference ? .operation(id: "get#\(iteration)", output: 0) : .operation(id: "unpack", output: iteration)
        found.append(event("add", "AddV2", iteration, value, [.operation(id: state, output: 0), input]))
        found.append(event("tanh", "Tanh", iteration, value + 10, [.operation(id: "add#\(iteration)", output: 0)]))
        state = "tanh#\(iteration)"
        if isReference, let held {
          let kept = iteration >= held ? Float(-1) : value + 10
          let condition = OperationInput.constant(OperationConstant(shape: [], dtype: "bool"))
          found.append(
            event("select", "Select", iteration, kept, [condition, .operation(id: state, output: 0)]))
          state = "select#\(iteration)"
        }
      }
      return found

      func event(_ site: String, _ type: String, _ iteration: Int?, _ value: Float, _ inputs: [OperationInput])
        -> OperationEvent
      {
        let repetition = OperationRepetition(
          site: site, iteration: iteration ?? 1, count: isReference ? count : nil, loop: isReference ? "walk" : nil)
        return OperationEvent(
          name: "walk/\(site)", type: type, output: Tensor([value]),
          stack: CallStack([StackFrame(function: "step", file: "model.py", line: iteration ?? 1)]),
          id: iteration.map { "\(site)#\($0)" } ?? site, inputs: inputs, partner: .none, repetition: repetition)
      }
    }

    var state: DebuggerState {
      func script(_ side: Side, _ value: Float) -> Script {
        Script(steps: events(side).map { Step.operation($0) } + [endpoint("state", value)])
      }
      let target = ScriptedTarget(
        reference: script(.reference, 1), candidate: script(.candidate, 2), planned: ["state"])
      return CheckRunner(target: target.target).run().state
    }
  }

  private func blamed(_ state: DebuggerState) throws -> OperationRow { try #require(state.divergence?.operation) }

  @Test(arguments: 1...5)
  func theFirstIterationThatDiffersIsBlamed(iteration: Int) throws {
    let row = try blamed(Walk(wrong: iteration).state)
    #expect(row.reference?.id == "add#\(iteration)" && row.candidate?.id == "add#\(iteration)")
    #expect(row.iteration == LoopIteration(number: iteration, count: 5))
  }

  /// What one side alone does in every iteration is blamed in the first in which that matters.
  @Test(arguments: 1...4)
  func whatHoldsTheStateIsBlamedWhereItBeginsTo(iteration: Int) throws {
    let row = try blamed(Walk(held: iteration).state)
    #expect(row.reference?.id == "select#\(iteration)")
    #expect(row.status == .missingCandidate)
    #expect(row.iteration?.number == iteration)
  }

  @Test func everyReportTellsTheIteration() throws {
    let state = Walk(wrong: 3).state
    #expect(CheckSummary().closing(state).joined(separator: "\n").contains("walk/add (AddV2), iteration 3 of 5"))
    #expect(ReportWriter.text(state, kind: .markdown).contains("iteration 3 of 5"))
    let data = Data(ReportWriter.text(state, kind: .json).utf8)
    let report = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let first = try #require(report["first_divergence"] as? [String: Any])
    let detail = try #require(first["op_detail"] as? [String: Any])
    #expect(detail["iteration"] as? Int == 3 && detail["iterations"] as? Int == 5)
  }
}
