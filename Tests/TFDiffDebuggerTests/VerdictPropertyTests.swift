import TFDiffDebugger
import TFDiffTensor
import Testing

/// Protects: rows, verdict, findings, printed lines, report and exit status tell one story, whatever the two runs did.
@Suite struct VerdictPropertyTests {
  @Test func allDoorsTellOneStory() {
    var generator = SeededGenerator(seed: 20)
    var verdicts: [Verdict: Int] = [:]
    for number in 0..<600 {
      let result = CheckRunner(target: RandomRuns(&generator).target).run()
      expectOneStory(result, "run \(number)")
      verdicts[result.conclusion.verdict, default: 0] += 1
    }
    // Else nothing would have been tried.
    let rarest = verdicts.values.min() ?? 0
    #expect(rarest > 30 && verdicts.count == 3, "\(verdicts)")
  }

  private func expectOneStory(_ result: CheckRunner.Result, _ run: Comment) {
    let (state, conclusion) = (result.state, result.conclusion)
    let crossed = state.endpoints.filter(\.status.isDivergence)
    switch conclusion.verdict {
    case .equal:
      #expect(crossed.isEmpty && state.divergence == nil && conclusion.findings.isEmpty, run)
      #expect(state.failure == nil && state.coverage.comparesOutputs, run)
      #expect(state.coverage.compared > 0, run)
      let differing = state.lossComparisons.filter { !$0.isMatch }
      #expect(state.variablesComparison.unshared.isEmpty && differing.isEmpty, run)
    case .diverged:
      #expect(!conclusion.findings.isEmpty && state.failure == nil, run)
      if crossed.isEmpty { #expect(state.divergence == nil, run) }
    case .incomparable:
      #expect(!conclusion.findings.isEmpty, run)
    }
    if !crossed.isEmpty, state.failure == nil { #expect(conclusion.verdict == .diverged, run) }
    if let divergence = state.divergence { #expect(divergence.endpoint.status.isDivergence, run) }
    for case .endpoint(let name, let status) in conclusion.findings {
      #expect(state.endpoints.contains { $0.name == name && $0.status == status && status.isDivergence }, run)
    }
    expectWords(state, conclusion, run)
    expectReport(state, conclusion, run)
  }

  private func expectWords(_ state: DebuggerState, _ conclusion: Conclusion, _ run: Comment) {
    let lines = CheckSummary().closing(state)
    let sign = [Verdict.equal: "✓", .diverged: "✗", .incomparable: "?"][conclusion.verdict] ?? ""
    #expect(lines.contains { $0.hasPrefix("\(sign) \(conclusion.verdict.rawValue)") }, run)
    for other in Verdict.allCases where other != conclusion.verdict {
      #expect(!lines.contains { $0.contains(" \(other.rawValue): ") }, run)
    }
    let first = lines.first { $0.hasPrefix("First divergence: ") }
    if conclusion.verdict == .equal { #expect(first == nil, run) }
    if let first {
      let row = state.endpoints.first { first == "First divergence: \($0.name)" }
      // What was not compared is not called a divergence.
      #expect(row?.isComplete == true && row?.status.isDivergence == true, run)
    }
    for row in state.endpoints where row.status == .unpaired {
      #expect(row.isComplete && !(CheckSummary().line(row).hasPrefix("✗")), run)
      #expect(
        state.coverage.alone.reference.contains(row.name) && state.coverage.alone.candidate.contains(row.name), run)
    }
    for row in state.endpoints {
      let isTicked = CheckSummary().line(row).hasPrefix("✓")
      #expect(isTicked == (row.status == .match), run)
    }
  }

  private func expectReport(_ state: DebuggerState, _ conclusion: Conclusion, _ run: Comment) {
    let report = JSONReport.document(state, context: ReportContext(command: ""))
    #expect(report.field("verdict") == .string(conclusion.verdict.rawValue), run)
    #expect((report.field("first_divergence") == .null) == (state.divergence == nil), run)
    guard case .array(let rows)? = report.field("endpoints") else {
      Issue.record("no end points in the report")
      return
    }
    let statuses = state.endpoints.map { JSONValue.string($0.status.rawValue) }
    #expect(rows.compactMap { $0.field("status") } == statuses, run)
  }
}

extension JSONValue {
  fileprivate func field(_ name: String) -> JSONValue? {
    guard case .object(let fields) = self else { return nil }
    return fields.first { $0.name == name }?.value
  }
}

/// Two runs of a few layers, each with a chance to differ in every way that a run can.
private struct RandomRuns {
  private var reference = Script()
  private var candidate = Script()
  private var planned: [String] = []
  /// Layers whose pair is a guess, with what is computed from each.
  private var guesses: [String: [String]] = [:]

  init(_ generator: inout SeededGenerator) {
    func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }
    // Half of the pairs have one fault or none, so that each kind also decides alone.
    let faults = chance(50) ? 3 : 18
    for layer in 0..<Int.random(in: 0...4, using: &generator) {
      let name = layer == 3 ? "outputs" : "layer\(layer)"
      if chance(30) { planned.append(name) }
      if layer < 3, chance(25) { guesses[name] = ["layer\(layer + 1)", "outputs"] }
      if chance(30) { addVariable("w\(layer)", isCopied: chance(faults), isAgain: chance(faults)) }
      if chance(20) { addUpdate("w\(layer)", differs: chance(faults)) }
      let values: [Float] = [Float(layer), 1]
      if !chance(faults) { reference.steps.append(.endpoint(name, tensor(values))) }
      if chance(faults / 3) { reference.steps.append(.fail(ScriptError("reference"))) }
      if chance(faults / 3) { candidate.steps.append(.fail(chance(30) ? WorkerDied() : ScriptError("candidate"))) }
      if chance(faults) { continue }
      let own: [Float] = chance(faults) ? [9, 1] : values
      candidate.steps.append(.endpoint(name, chance(faults) ? tensor([1, 2, 3]) : tensor(own)))
    }
    reference.steps.insert(.tentative(guesses), at: 0)
    if chance(faults) { candidate.loss = chance(50) ? nil : 0.75 }
    if chance(20) {
      reference.losses = [RegularizationLoss(variable: "w0", value: 1e-7)]
      candidate.losses = [RegularizationLoss(variable: "w0", value: chance(faults) ? 2e-7 : 1e-7)]
    }
  }

  private mutating func addVariable(_ name: String, isCopied: Bool, isAgain: Bool) {
    reference.steps.append(.variable(variable(name)))
    candidate.steps.append(.variable(variable(name)))
    if isAgain { candidate.steps.append(.variable(variable(name, call: 2))) }
    if isCopied {
      let copy = VariableEvent(
        name: name + "_1", shape: [2], dtype: .float32, trainable: true, call: 1, unsharedCopyOf: name)
      candidate.steps.append(.variable(copy))
    }
  }

  private mutating func addUpdate(_ name: String, differs: Bool) {
    reference.steps.append(.update(name, tensor([1, 2])))
    candidate.steps.append(.update(name, tensor([1, differs ? 3 : 2])))
  }

  var target: DebugTarget {
    ScriptedTarget(reference: reference, candidate: candidate, planned: planned).target
  }
}
