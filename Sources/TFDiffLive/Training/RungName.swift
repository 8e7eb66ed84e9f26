import TFDiffDebugger

/// A rung's name taken apart: what comes before the variable that it is of.
struct RungName: Sendable, Hashable {
  /// `gradients/`, `slots/m/`; all of it where it is of no variable.
  var prefix: String
  var variable: String?

  init(_ name: String, kind: Rung.Kind) {
    guard let parts = Self.places(of: kind) else { (prefix, variable) = (name, nil); return }
    let words = name.split(separator: "/", maxSplits: parts, omittingEmptySubsequences: false)
    guard words.count == parts + 1 else { (prefix, variable) = (name, nil); return }
    prefix = words.dropLast().joined(separator: "/") + "/"
    variable = String(words[parts])
  }

  /// The same of another variable.
  func of(_ variable: String) -> String { prefix + variable }

  var text: String { prefix + (variable ?? "") }

  /// How many words come before a variable's name.
  private static func places(of kind: Rung.Kind) -> Int? {
    switch kind {
    case .gradient, .appliedGradient, .variable: 1
    case .slot, .initialSlot: 2
    case .batch, .endpoint, .loss, .endpointGradient, .learningRate: nil
    }
  }
}

extension VariableNames {
  /// What a side tells of a training step, under the reference's names of variables.
  func named(_ event: TraceEvent, of side: Side) -> TraceEvent {
    switch event {
    case .endpoint(let endpoint):
      guard let rung = endpoint.rung else { return event }
      return .endpoint(endpoint.with(named(rung, of: side)))
    case .free(let free): return .free(FreeRung(named(free.rung, of: side), value: free.value))
    default: return event
    }
  }

  private func named(_ rung: Rung, of side: Side) -> Rung {
    var rung = rung
    let name = RungName(rung.name, kind: rung.kind)
    guard let variable = name.variable else {
      // The terms of a loss, and the layers, are those that a side's program lets be seen.
      rung.isExpected = rung.kind == .loss && rung.name == Rung.loss
      return rung
    }
    let reference = side == .candidate ? self.reference(of: variable) : variable
    rung.name = name.of(reference)
    rung.variable = reference
    // An optimizer of one side may keep what the other's has no need of, and apply what cannot be seen.
    rung.isExpected = (rung.kind == .gradient || rung.kind == .variable) && paired.contains(reference)
    return rung
  }
}
