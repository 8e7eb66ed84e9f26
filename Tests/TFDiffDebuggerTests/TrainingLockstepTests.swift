import TFDiffTensor
import Testing

@testable import TFDiffDebugger

/// Protects: the candidate begins each training step with what the reference has told of the step before, whichever rungs either side
/// lacks and in whatever order it tells those of a kind.
@Suite struct TrainingLockstepTests {
  private static let kinds: [Rung.Kind] = [
    .batch, .endpoint, .loss, .gradient, .appliedGradient, .learningRate, .slot, .variable,
  ]

  /// A side's rungs in the order in which it tells them: some of those there are, those of a kind in any order.
  private func rungs(steps: Int, using generator: inout SeededGenerator) -> [Rung] {
    (1...steps).flatMap { step in
      Self.kinds.flatMap { kind in
        (0..<4).shuffled(using: &generator).filter { _ in Int.random(in: 0..<4, using: &generator) > 0 }
          .map { Rung(step: step, kind: kind, name: "\(kind)/\($0)", isExpected: false) }
      }
    }
  }

  /// Drives both sides as a pair's run does; returns who told which rung, in order.
  private func order(_ told: SidePair<[Rung]>) -> [(side: Side, rung: Rung)] {
    var description = TargetDescription.scripted()
    description.steps = 3
    var recorder = Recorder(state: DebuggerState(target: description), plannedEndpoints: [])
    var next = SidePair(reference: 0, candidate: 0)
    var order: [(Side, Rung)] = []
    while !recorder.isOver {
      let start = recorder.arrivals
      while let side = recorder.laggingSide(since: start) {
        if next[side] == told[side].count {
          recorder.end(side)
        } else {
          let rung = told[side][next[side]]
          next[side] += 1
          order.append((side, rung))
          recorder.record(.endpoint(EndpointEvent(rung, value: tensor([1]))), from: side)
        }
      }
      recorder.settle()
    }
    return order
  }

  @Test(arguments: 0..<200) func aStepBeginsWithWhatTheLastOneLeft(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let told = SidePair(
      reference: rungs(steps: 3, using: &generator), candidate: rungs(steps: 3, using: &generator))
    let order = order(told)
    for step in 2...3 {
      guard let begins = order.firstIndex(where: { $0.side == .candidate && $0.rung.step == step }) else { continue }
      let before = order[..<begins].filter { $0.side == .reference && $0.rung.kind == .variable }.map(\.rung)
      let common = told.reference.filter { $0.kind == .variable && $0.step == step - 1 && told.candidate.contains($0) }
      #expect(common.allSatisfy { before.contains($0) }, "what step \(step) begins with has been told")
      #expect(before.allSatisfy { $0.step < step }, "and nothing of a later one")
    }
    for side in Side.allCases { #expect(order.filter { $0.side == side }.map(\.rung) == told[side]) }
  }
}
