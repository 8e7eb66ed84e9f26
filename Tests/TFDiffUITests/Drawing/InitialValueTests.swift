import TFDiffDebugger
import TFDiffTensor
import Testing

@testable import TFDiffUI

/// Protects: variables that begin differently are on screen as the problem they are, and as none where nothing differs.
@Suite struct InitialValueTests {
  private func screen(_ state: DebuggerState, columns: Int = 120) -> String {
    var state = state
    let values = SidePair(reference: Tensor([1, 2] as [Float]), candidate: Tensor([1, 3] as [Float]))
    var row = InitialValueRow(InitialValueEvent(variable: "net/table", candidate: "port/table", values: values))
    row.judge(under: state.tolerance)
    state.initialValues = [row]
    return Driver(state, columns: columns).screen().lines.joined(separator: "\n")
  }

  @Test func whereTheRunsPartItIsAProblem() {
    let line = screen(Fixture.diverged).split(separator: "\n").first { $0.contains("begins differently") }
    #expect(line?.contains("net/table begins differently") == true)
    #expect(line?.contains("✗") == true, "\(line ?? "")")
    #expect(screen(Fixture.diverged, columns: 80).contains("net/table begins differently"))
  }

  @Test func whereNothingDiffersItIsNone() throws {
    let lines = screen(Fixture.finishedEqual).split(separator: "\n")
    let line = try #require(lines.first { $0.contains("net/table begins differently") })
    #expect(line.contains("✓") && line.contains("all paired") && !line.contains("✗"), "\(line)")
  }
}
