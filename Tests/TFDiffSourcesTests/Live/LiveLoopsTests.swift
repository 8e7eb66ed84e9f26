import Foundation
import TFDiffDebugger
import TFDiffLive
import TFDiffTargets
import Testing

/// Protects: on real TensorFlow, loops are compared iteration by iteration, in each way in which a graph and a port run them;
/// the first iteration that differs is named, and equal loops are equal.
@Suite(.enabled(if: Python.tensorFlow != nil, Python.tensorFlowIsMissing)) struct LiveLoopsTests {
  private static let folder = "\(LiveTensorFlow.models)/kinds"

  private func settings(
    _ file: String, function: String = "tf2_model", candidate: CandidateKind = .eager, reference: String? = nil
  ) throws -> LiveSettings {
    var settings = try LiveTensorFlow.settings("\(Self.folder)/\(file).py")
    settings.program = try LiveProgram(
      file: "\(Self.folder)/\(file).py", tf2: "\(file):\(function)", folder: Self.folder)
    settings.copiesWeights = true
    settings.candidate = candidate
    if let reference { settings.interpreters.reference.python = reference }
    return settings
  }

  struct Loop: Sendable, CustomTestStringConvertible {
    var file: String
    /// The first iteration that differs.
    var iteration: LoopIteration
    /// What the verdict says besides.
    var says: String
    var candidate = CandidateKind.eager
    var testDescription: String { "\(file), \(candidate)" }
  }

  private func expectBlamed(_ loop: Loop, _ settings: LiveSettings) throws {
    let state = LiveTensorFlow.check(settings).state
    #expect(state.conclusion.verdict == .diverged, LiveTensorFlow.log(state))
    let text = CheckSummary().closing(state).joined(separator: "\n")
    let operation = try #require(state.divergence?.operation, LiveTensorFlow.log(state))
    #expect(operation.iteration == loop.iteration, "\(text)")
    #expect(text.contains("\(loop.iteration)") && text.contains(loop.says), "\(text)")
    let frame = try #require(state.divergence?.places.reference?.stack.culprit)
    let lines = try String(contentsOfFile: frame.file, encoding: .utf8)
      .split(separator: "\n", omittingEmptySubsequences: false)
    #expect(try #require(lines.dropFirst(frame.line - 1).first).hasSuffix("# the reference's line"), "\(text)")
  }

  @Test(arguments: [
    // One sequence is over after its second step.
    Loop(file: "masked_cell", iteration: .init(number: 3, count: 6), says: "missing in the candidate"),
    Loop(
      file: "masked_cell", iteration: .init(number: 3, count: 6), says: "missing in the candidate", candidate: .function
    ),
    Loop(file: "power_iteration", iteration: .init(number: 1, count: 8), says: "input 1 is 1e-12 in the reference"),
    Loop(
      file: "power_iteration", iteration: .init(number: 1, count: 8), says: "input 1 is 1e-12 in the reference",
      candidate: .function),
    Loop(
      file: "bounded_state", iteration: .init(number: 4, count: 7),
      says: "input 1 is 3.5 in the reference and 4.5 in the candidate"),
    Loop(
      file: "scheduled_rate", iteration: .init(number: 4, count: 6), says: "input 1 is 3 in the reference and 4 in"),
    Loop(
      file: "stepped_gates", iteration: .init(number: 1, count: 9), says: "input 1 is 1 in the reference and 0 in"),
    Loop(
      file: "stepped_gates", iteration: .init(number: 1, count: 9), says: "input 1 is 1 in the reference and 0 in",
      candidate: .function),
  ])
  func theFirstIterationThatDiffersIsNamed(loop: Loop) throws {
    try expectBlamed(loop, try settings(loop.file, candidate: loop.candidate))
  }

  /// In TensorFlow 1.15 loops are frames of the graph.
  @Test(
    .enabled(if: Python.tensorFlow1 != nil, Python.tensorFlowIsMissing),
    arguments: [
      Loop(file: "masked_cell", iteration: .init(number: 3, count: 6), says: "missing in the candidate"),
      Loop(
        file: "bounded_state", iteration: .init(number: 4, count: 7),
        says: "input 1 is 3.5 in the reference and 4.5 in the candidate"),
    ])
  func soItIsInAGraphOfTensorFlow1(loop: Loop) throws {
    try expectBlamed(loop, try settings(loop.file, reference: Python.tensorFlow1))
  }

  /// Every iteration of an equal pair has its partner.
  @Test(arguments: ["masked_cell", "power_iteration", "bounded_state", "scheduled_rate", "stepped_gates"])
  func equalLoopsAreEqual(file: String) throws {
    let debugger = Debugger(target: .live(try settings(file, function: "right_model")))
    var state = debugger.perform(.continue)
    #expect(state.conclusion.verdict == .equal, LiveTensorFlow.log(state))
    let before = state.conclusion
    state = debugger.perform(.into(endpoint: 0))
    #expect(state.conclusion.verdict == before.verdict, "looking changes nothing")
    let rows = state.endpoints[0].operations.filter { $0.iteration != nil }
    let pairs = rows.filter { $0.reference != nil && $0.candidate != nil }
    #expect(pairs.allSatisfy { $0.status == .match }, "\(pairs.filter { $0.status != .match }.map(\.name))")
    for row in pairs {
      #expect(row.reference?.repetition?.iteration == row.candidate?.repetition?.iteration, "\(row.name)")
    }
    let count = try #require(rows.first?.iteration?.count)
    #expect(Set(pairs.compactMap(\.iteration?.number)) == Set(1...count))
  }

  /// A loop may run longer than there is memory for: the first iterations are compared, and that is said.
  @Test func asManyIterationsAreComparedAsFit() throws {
    var settings = try settings("scheduled_rate")
    settings.tensorLimit = 500
    let state = LiveTensorFlow.check(settings).state
    #expect(state.conclusion.verdict == .diverged)
    #expect(state.log.contains { $0.text.contains("of the 6 iterations of while the first 2 are told") })
    let told = try #require(state.divergence?.endpoint.operations.compactMap(\.iteration?.number).max())
    #expect(told == 2)
  }
}
