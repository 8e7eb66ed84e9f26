import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: how a variable's first value follows from the reference's is found, and drawn numbers are told apart by what they look
/// like.
@Suite struct VariableExplainerTests {
  private let kernel: Tensor

  init() {
    var numbers = MadeUpNumbers(seed: 3)
    // Skewed, so that it looks like nothing that an initializer draws.
    kernel = numbers.tensor([24, 32]).mapped { value, _ in value * value + 0.3 * value }
  }

  private func relation(_ reference: Tensor, _ candidate: Tensor, isCopied: Bool = false) -> ValueRelation {
    ValueRelation(SidePair(reference: reference, candidate: candidate), tolerance: .standard, isCopied: isCopied)
  }

  private func expect(
    _ candidate: Tensor, _ cause: Cause, _ kind: ErrorKind, says words: String, of reference: Tensor? = nil
  ) {
    let found = relation(reference ?? kernel, candidate)
    #expect(found.cause == cause && found.kind == kind, "\(found)")
    #expect(found.words.contains(words), "\(found.words)")
    #expect(found.experiment?.closesTheGap == true)
    #expect(found.remedy(for: "w").contains("w"))
  }

  @Test func relationsAreFound() {
    expect(kernel.mapped { value, _ in value * 1.5 }, .scaledVariable, .constantFactor, says: "1.5 times")
    expect(kernel.mapped { _, _ in 1 }, .unrestoredVariable, .unknown, says: "all 768 elements are 1")
    expect(
      kernel.taken([32, 24]) { [$0[1], $0[0]] }.reshaped(to: [24, 32]), .transposedVariable, .transposition,
      says: "axes in the order (1, 0)")
    expect(kernel.taken { [23 - $0[0], $0[1]] }, .permutedVariable, .permutation, says: "axis 0 reversed")
    let gates = [0, 2, 1, 3]
    expect(
      kernel.taken { [$0[0], gates[$0[1] / 8] * 8 + $0[1] % 8] }, .gateOrder, .permutation,
      says: "in the order (0, 2, 1, 3)")
    let others = [3, 0, 1, 2]
    expect(
      kernel.taken { [$0[0], others[$0[1] / 8] * 8 + $0[1] % 8] }, .permutedVariable, .permutation,
      says: "in the order (3, 0, 1, 2)")
  }

  private func drawn(_ seed: UInt64, _ draw: (inout MadeUpNumbers) -> Double) -> Tensor {
    var numbers = MadeUpNumbers(seed: seed)
    return Tensor((0..<4000).map { _ in Float(draw(&numbers)) }, shape: [40, 100])
  }

  @Test(arguments: 1..<9 as Range<UInt64>)
  func distributionsAreTold(seed: UInt64) throws {
    let uniform = drawn(seed) { $0.uniform() - 0.5 }
    let cut = drawn(seed + 50) { 0.1 * $0.truncatedNormal() }
    let normal = drawn(seed + 90) { 0.1 * $0.normal() }
    #expect(DrawnDistribution(uniform.doubles)?.form == .uniform)
    #expect(DrawnDistribution(cut.doubles)?.form == .truncatedNormal)
    #expect(try abs(#require(DrawnDistribution(cut.doubles)).scale - 0.1) < 0.005)
    #expect(DrawnDistribution(normal.doubles)?.form == .normal)
    #expect(DrawnDistribution(kernel.doubles) == nil)
    #expect(relation(cut, uniform).words.contains("truncated normal against uniform"))
    #expect(relation(cut, uniform).cause == .initialValue)
    let other = drawn(seed + 70) { 0.1 * $0.truncatedNormal() }
    #expect(relation(cut, other).kind == .randomNumbers)
    let wide = drawn(seed + 70) { 0.2 * $0.truncatedNormal() }
    #expect(relation(cut, wide).words.contains("spreads"))
    #expect(
      relation(kernel.reshaped(to: [24, 32]), drawn(5) { $0.uniform() }.taken([24, 32]) { $0 }).cause != .gateOrder)
  }

  @Test func whatWasNotRestoredIsTold() {
    let fresh = drawn(4) { 0.1 * $0.truncatedNormal() }
    var numbers = MadeUpNumbers(seed: 8)
    let trained = numbers.tensor([40, 100]).mapped { value, _ in value * value * value }
    #expect(relation(trained, fresh).cause == .unrestoredVariable)
    #expect(relation(drawn(9) { 0.1 * $0.truncatedNormal() }, fresh, isCopied: true).cause == .unrestoredVariable)
    #expect(relation(drawn(9) { 0.1 * $0.truncatedNormal() }, fresh.mapped { _, _ in 0 }).cause == .initialValue)
  }

  /// Through the debugger: the sentence, the stacks and the origin.
  @Test func anExplanationNamesWhoMadeIt() throws {
    let target = ScriptedTarget.equal()
    var state = DebuggerState(target: target.target.description)
    let candidate = kernel.taken { [23 - $0[0], $0[1]] }
    var row = InitialValueRow(
      InitialValueEvent(
        variable: "fc/weights", candidate: "dense/kernel", values: SidePair(reference: kernel, candidate: candidate)))
    row.judge(under: state.tolerance)
    state.initialValues = [row]
    state.variables = SidePair(
      reference: [variable("fc/weights", [24, 32], stack: stack("old.py", 3))],
      candidate: [variable("dense/kernel", [24, 32], stack: stack("new.py", 5))])
    var endpoint = EndpointRow(name: "fc")
    endpoint.status = .mismatch
    state.endpoints = [endpoint]
    let explanation = try #require(Explainer(state, laboratory: Laboratory()).explanations().first)
    #expect(explanation.cause == .permutedVariable)
    #expect(explanation.origin.variable == "fc/weights" && explanation.origin.endpoint == "fc")
    #expect(explanation.stacks.candidate.culprit?.file == "new.py" && explanation.stacks.reference.culprit?.line == 3)
    #expect(explanation.evidence.contains { $0.contains("dense/kernel") })
    state.initialValues[0].isInput = true
    #expect(Explainer(state, laboratory: Laboratory()).explanations().first?.cause == .input)
  }
}
