/// The pane that keys go to.
package enum Focus: Sendable, Hashable, CaseIterable {
  case endpoints, reference, candidate, difference, bottom

  package func moved(by steps: Int) -> Focus {
    let all = Self.allCases
    let here = all.firstIndex(of: self) ?? 0
    return all[((here + steps) % all.count + all.count) % all.count]
  }

  package var isTensor: Bool { self == .reference || self == .candidate }
}

/// The tabs of the pane at the bottom; the raw value is the key that shows it.
package enum BottomTab: Int, Sendable, Hashable, Codable, CaseIterable {
  case variables = 1
  case stack, random, ops, report, log, why, attributes, watch

  package var title: String {
    switch self {
    case .variables: "Variables"
    case .stack: "Stack"
    case .random: "Random"
    case .ops: "Ops"
    case .report: "Report"
    case .log: "Log"
    case .why: "Why"
    case .attributes: "Attributes"
    case .watch: "Watch"
    }
  }
}
