import TFDiffDebugger
import TFDiffTensor

/// A variable as both runs made it.
package struct VariableRow: Sendable, Hashable {
  package var name: String
  package var reference: VariableEvent?
  package var candidate: VariableEvent?
  /// Whether the side that lacks it is still running, and so may yet create it.
  package var isPending = false

  /// Whether one side lacks it, both differ, or it was made again on a later call.
  package var isWrong: Bool { problem != nil }

  /// What is wrong with it, in words.
  package var problem: String? {
    if isPending { return candidate.map { $0.call > 1 ? "created on call \($0.call)" : nil } ?? nil }
    guard let reference else { return "only in the candidate" + later(candidate) }
    guard let candidate else { return "only in the reference" }
    if reference.shape != candidate.shape { return "shape \(reference.shape) and \(candidate.shape)" }
    if reference.dtype != candidate.dtype {
      return "\(reference.dtype.rawValue) and \(candidate.dtype.rawValue)"
    }
    if reference.trainable != candidate.trainable {
      return reference.trainable ? "trainable in the reference only" : "trainable in the candidate only"
    }
    return candidate.call > 1 ? "created on call \(candidate.call)" : nil
  }

  private func later(_ event: VariableEvent?) -> String {
    guard let event, event.call > 1 else { return "" }
    return ", created on call \(event.call)"
  }

  /// Pairs by name, in the order of the reference, the candidate's own after them; what is wrong comes first.
  ///
  /// - Parameter isOver: whether each side has created all that it will.
  package static func pair(
    _ sides: SidePair<[VariableEvent]>, isOver: SidePair<Bool>
  ) -> [VariableRow] {
    var rows: [VariableRow] = []
    var places: [String: [Int]] = [:]
    for event in sides.reference {
      places[event.name, default: []].append(rows.count)
      rows.append(VariableRow(name: event.name, reference: event))
    }
    for event in sides.candidate {
      let free = places[event.name]?.first { rows[$0].candidate == nil }
      if let free {
        rows[free].candidate = event
      } else {
        rows.append(VariableRow(name: event.name, candidate: event))
      }
    }
    for index in rows.indices {
      rows[index].isPending =
        rows[index].reference == nil && !isOver.reference || rows[index].candidate == nil && !isOver.candidate
    }
    return rows.filter(\.isWrong) + rows.filter { !$0.isWrong }
  }
}

extension DebuggerState {
  /// Whether each side has run to its end.
  package var isOver: SidePair<Bool> {
    SidePair(
      reference: referenceSummary != nil || phase.isOver, candidate: candidateSummary != nil || phase.isOver)
  }
}

/// A random operation as both runs seeded it, paired by its place in the order of making.
package struct RandomRow: Sendable, Hashable {
  package var reference: RandomEvent?
  package var candidate: RandomEvent?
  /// Whether the side that lacks it is still running.
  package var isPending = false

  package var isWrong: Bool {
    guard let reference, let candidate else { return !isPending }
    return (reference.type, reference.shape, reference.seed, reference.seed2)
      != (candidate.type, candidate.shape, candidate.seed, candidate.seed2)
  }

  package static func pair(_ sides: SidePair<[RandomEvent]>, isOver: SidePair<Bool>) -> [RandomRow] {
    (0..<max(sides.reference.count, sides.candidate.count)).map { index in
      let reference = index < sides.reference.count ? sides.reference[index] : nil
      let candidate = index < sides.candidate.count ? sides.candidate[index] : nil
      let isPending = reference == nil && !isOver.reference || candidate == nil && !isOver.candidate
      return RandomRow(reference: reference, candidate: candidate, isPending: isPending)
    }
  }
}
