import Synchronization
import TFDiffDebugger
import TFDiffTensor

/// What the reference's run of training steps hands the candidate's: the values from which each of the candidate's own steps
/// begins.
final class TrainingExchange: Sendable {
  fileprivate struct Known {
    /// The reference's values as told last, by `variables/NAME` and `slots/KIND/NAME`.
    var values: [String: Tensor] = [:]
    var candidateHasStepped = false
    /// The reference's variables that it has told a gradient of.
    var trained: Set<String> = []
  }
  private let known = Mutex(Known())

  /// Whether the candidate's next step begins with the reference's state, and not with what its variables were made with.
  var givesState: Bool { known.withLock { $0.candidateHasStepped } }

  /// Takes in what the reference's variables hold before the first step.
  func begin(_ variables: [String: Tensor]) {
    known.withLock { known in
      for (name, value) in variables { known.values["variables/" + name] = value }
    }
  }

  /// Takes in what a side has told of its state after a step.
  ///
  /// - Returns: the same; a variable of the reference with how much the step has changed it.
  func take(_ event: TraceEvent, from side: Side) -> TraceEvent {
    guard case .endpoint(let endpoint) = event, let rung = endpoint.rung else { return event }
    return .endpoint(known.withLock { $0.take(endpoint, rung, from: side) })
  }

  /// What a variable or a slot of the candidate's is to begin with; nil where the reference has no value for it of that shape.
  ///
  /// - Parameter name: a variable's name, or `slots/KIND/NAME`, in the candidate's own words.
  func value(for name: String, shape: Shape, dtype: DType, _ names: VariableNames) -> Tensor? {
    let isSlot = name.hasPrefix("slots/")
    let parted = RungName(isSlot ? name : "variables/" + name, kind: isSlot ? .slot : .variable)
    guard let variable = parted.variable else { return nil }
    let value =
      if let laidOut = names.laidOut[variable] {
        self.value(for: laidOut, parted)
      } else {
        self.value(named: parted.of(names.reference(of: variable)))
      }
    return value?.shape == shape && value?.dtype == dtype ? value : nil
  }

  private func value(named name: String) -> Tensor? { known.withLock { $0.values[name] } }

  private func value(for laidOut: LaidOutVariable, _ name: RungName) -> Tensor? {
    let values = laidOut.references.compactMap { value(named: name.of($0.name)) }
    return values.count == laidOut.references.count ? laidOut.value(of: values) : nil
  }
}

extension TrainingExchange.Known {
  fileprivate mutating func take(_ event: EndpointEvent, _ rung: Rung, from side: Side) -> EndpointEvent {
    let variable = RungName(rung.name, kind: rung.kind).variable
    switch rung.kind {
    case .gradient, .appliedGradient:
      if side == .reference, let variable { trained.insert(variable) }
      return event
    case .variable, .slot: break
    case .batch, .initialSlot, .endpoint, .loss, .endpointGradient, .learningRate: return event
    }
    if side == .candidate { candidateHasStepped = true }
    guard side == .reference else { return event }
    var told = event
    if rung.kind == .variable {
      let before = values[rung.name]
      var rung = rung
      rung.scale = before?.greatestDifference(from: event.value)
      told = event.with(rung)
      let isTrained = variable.map { trained.contains($0) } ?? true
      if rung.step == 1, !isTrained, rung.scale != 0 { told.before = before }
    }
    // Of a tensor that was too large to be moved there is no value to begin with.
    values[rung.name] = event.spacing == 1 ? event.value : nil
    return told
  }
}
