import TFDiffDebugger

/// The names under which the candidate's variables are compared.
struct VariableNames: Sendable, Hashable {
  /// By the candidate's own name, of those that the reference has under another.
  private(set) var partners: [String: VariablePartner] = [:]

  /// By the candidate's own name, the reference's variable that it is a copy of instead of sharing it.
  private var copies: [String: String] = [:]

  /// By the candidate's own name, what holds the reference's elements otherwise.
  private(set) var laidOut: [String: LaidOutVariable] = [:]

  /// The reference's names of those that the candidate has as they are.
  private(set) var paired: Set<String> = []

  init(_ map: LiveMap) {
    for (reference, candidate) in map.variables where !reference.contains("*") {
      partners[candidate] = VariablePartner(name: reference, way: .map)
    }
  }

  init(_ pairing: LiveSidePairing) {
    copies = pairing.copies
    paired = Set(pairing.variables.pairs.map(\.reference))
    for each in pairing.variables.laidOut {
      laidOut[each.candidate.name] = each
      let references = each.references.map(\.name)
      partners[each.candidate.name] = VariablePartner(
        name: references.first ?? each.candidate.name, way: each.way, layout: each.layout, references: references)
    }
    for pair in pairing.variables.pairs where pair.reference != pair.candidate {
      partners[pair.candidate] = VariablePartner(name: pair.reference, way: pair.way)
    }
  }

  /// The reference's name for a variable of the candidate's; its own where it has no other.
  func reference(of candidate: String) -> String {
    guard let partner = partners[candidate], partner.layout == nil else { return candidate }
    return partner.name
  }

  /// What the candidate tells, with its variables under the reference's names.
  func renamed(_ event: TraceEvent) -> TraceEvent {
    switch event {
    case .variable(let variable): .variable(renamed(variable))
    case .update(let update):
      .update(
        UpdateEvent(
          variable: reference(of: update.variable), operation: update.operation, value: update.value,
          stack: update.stack, endpoint: update.endpoint, decay: update.decay))
    case .finished(let summary): .finished(renamed(summary))
    case .operation, .endpoint, .free, .initialValue, .random, .unpaired, .tentative, .log: event
    }
  }

  private func renamed(_ variable: VariableEvent) -> VariableEvent {
    VariableEvent(
      name: variable.name, shape: variable.shape, dtype: variable.dtype, trainable: variable.trainable,
      call: variable.call, origin: variable.origin, stack: variable.stack, role: variable.role,
      initializer: variable.initializer, partner: partners[variable.name],
      unsharedCopyOf: copies[variable.name])
  }

  /// An operation's inputs, with the variables among them under the reference's names.
  func renamed(_ inputs: [OperationInput]) -> [OperationInput] {
    inputs.map { input in
      if case .variable(let name) = input { .variable(partners[name]?.name ?? name) } else { input }
    }
  }

  private func renamed(_ summary: RunSummary) -> RunSummary {
    RunSummary(
      regularizationLoss: summary.regularizationLoss, seconds: summary.seconds,
      losses: summary.losses.map { RegularizationLoss(variable: reference(of: $0.variable), value: $0.value) },
      untracked: summary.untracked, observerEffect: summary.observerEffect)
  }
}
