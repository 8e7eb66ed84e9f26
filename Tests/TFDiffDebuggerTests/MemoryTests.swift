import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: tensors beyond the budget leave memory and can still be read and judged anew, and the
/// first divergence stays in memory.
@Suite struct MemoryTests {
  /// Ten endpoints of 4 KiB a side that differ from the fifth on.
  private func steps(off: Float) -> [Step] {
    (0..<10).map { layer in
      let values = (0..<1024).map { Float($0 + layer) + (layer >= 5 ? off : 0) }
      return .endpoint("e\(layer)", tensor(values))
    }
  }

  private func storages(_ steps: [Step]) -> Set<ObjectIdentifier> {
    Set(
      steps.compactMap { step in
        if case .endpoint(_, let value) = step { ObjectIdentifier(value.storage) } else { nil }
      })
  }

  private func run(budget: ActivationBudget) -> (debugger: Debugger, resident: (DebuggerState) -> [String]) {
    let (reference, candidate) = (steps(off: 0), steps(off: 0.5))
    let original = storages(reference).union(storages(candidate))
    let debugger = ScriptedTarget(
      reference: Script(steps: reference), candidate: Script(steps: candidate)
    ).debugger(breakpoints: [], memory: budget)
    debugger.perform(.continue)
    // The steps are kept alive, so that no other storage gets one of their identities.
    return (
      debugger,
      { state in
        _ = (reference, candidate)
        return state.endpoints.flatMap { row in
          [row.reference, row.candidate].compactMap { activation in
            activation?.tensor.flatMap { original.contains(ObjectIdentifier($0.storage)) ? row.name : nil }
          }
        }
      }
    )
  }

  @Test func withinTheBudgetEverythingStaysInMemory() {
    let (debugger, resident) = run(budget: ActivationBudget(bytes: 1 << 20))
    #expect(resident(debugger.state).count == 20)
  }

  @Test func beyondTheBudgetTensorsAreMovedAndStayReadable() throws {
    let (debugger, resident) = run(budget: ActivationBudget(bytes: 5 * 8192))
    var state = debugger.state
    #expect(resident(state).count * 4096 <= 5 * 8192)
    for (index, row) in state.endpoints.enumerated() {
      let expected = (0..<1024).map { Float($0 + index) }
      #expect(try #require(row.reference?.tensor).elements(of: Float.self) == expected)
    }
    #expect(resident(state).contains("e5"), "the first divergence is kept in memory")
    #expect(resident(state).contains("e9"), "the most recent endpoint is kept in memory")
    state = debugger.perform(.setTolerance(TolerancePolicy(standard: Tolerance(rtol: 0, atol: 1))))
    #expect(state.firstDivergence == nil)
    state = debugger.perform(.setTolerance(.init()))
    #expect(state.firstDivergence == 5)
  }

  @Test func operationsOfOtherEndpointsGoFirst() {
    let big = [Float](repeating: 1, count: 4096)
    func steps() -> [Step] {
      ["a", "b"].flatMap { name -> [Step] in
        [
          .operation(OperationEvent(name: "\(name)/Tanh", type: "Tanh", output: tensor(big))),
          .endpoint(name, tensor([1])),
        ]
      }
    }
    let (reference, candidate) = (steps(), steps())
    let debugger = ScriptedTarget(
      reference: Script(steps: reference), candidate: Script(steps: candidate), planned: ["a", "b"]
    ).debugger(memory: ActivationBudget(bytes: 48 << 10))
    debugger.perform(.into(endpoint: 0))
    debugger.perform(.out)
    debugger.perform(.into(endpoint: 1))
    let state = debugger.perform(.out)
    func isOriginal(_ name: String) -> Bool {
      let row = state.endpoints.first { $0.name == name }
      return reference.contains { step in
        guard case .operation(let event) = step else { return false }
        return event.output?.storage === row?.operations.first?.reference?.output?.storage
      }
    }
    #expect(!isOriginal("a"))
    #expect(isOriginal("b"))
    #expect(state.endpoints.allSatisfy { $0.operations.first?.status == .match })
  }

  @Test func withoutAFolderToSpillToTensorsStayAndTheLogSaysSoOnce() {
    let (debugger, resident) = run(budget: ActivationBudget(bytes: 8192, spillFolder: "/nonexistent/folder"))
    let state = debugger.state
    #expect(resident(state).count == 20)
    let told = state.log.filter { $0.text.contains("/nonexistent/folder") }
    #expect(told.count == 1)
    #expect(state.firstDivergence == 5)
  }
}
