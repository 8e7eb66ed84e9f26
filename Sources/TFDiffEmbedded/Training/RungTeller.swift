import TFDiffDebugger
import TFDiffEngine
import TFDiffTensor

/// Tells the rungs of one step of an embedded side in the debugger's terms.
///
/// Gradients wait until all of them are known, since what rounding may make of each is measured by the greatest.
struct RungTeller {
  let step: Int
  /// What the step began with.
  let before: TrainingState
  let slots: SlotTerms
  let tell: (TraceEvent) throws -> Void
  private var waiting: [(rung: Rung, value: Tensor)] = []
  /// The variables that it has told a gradient of.
  private var trained: Set<String> = []

  init(step: Int, before: TrainingState, slots: SlotTerms, tell: @escaping (TraceEvent) throws -> Void) {
    self.step = step
    self.before = before
    self.slots = slots
    self.tell = tell
  }

  /// What the step is given.
  func begin(_ batch: TrainingBatch) throws {
    try send(Rung(step: step, kind: .batch, name: "batch/inputs"), batch.inputs)
    try send(Rung(step: step, kind: .batch, name: "batch/labels"), batch.labels)
  }

  /// The slots before the first step.
  func beginSlots(_ all: [Slot]) throws {
    for slot in all {
      if let value = before.slots[slot.name] { try send(slot, value, .initialSlot, "initial_slots") }
    }
  }

  mutating func take(_ rung: TrainingRung) throws {
    // Where no gradient flows there is nothing to compare.
    guard let value = rung.value else { return }
    switch rung.kind {
    case .endpoint: try send(Rung(step: step, kind: .endpoint, name: rung.name), value)
    case .lossTerm: try send(Rung(step: step, kind: .loss, name: "losses/\(rung.name)"), value)
    case .loss: try send(Rung(step: step, kind: .loss, name: Rung.loss), value)
    case .endpointGradient: wait(.endpointGradient, "gradients/endpoints/\(rung.name)", value, of: nil)
    case .gradient: wait(.gradient, "gradients/\(rung.name)", value, of: rung.name)
    case .appliedGradient: wait(.appliedGradient, "applied/\(rung.name)", value, of: rung.name)
    case .learningRate:
      try sendWaiting()
      try send(Rung(step: step, kind: .learningRate, name: Rung.learningRate), value)
    case .slot(let slot): try send(slot, value, .slot, "slots")
    case .variable: try sendVariable(rung.name, value)
    }
  }

  private mutating func wait(_ kind: Rung.Kind, _ name: String, _ value: Tensor, of variable: String?) {
    waiting.append((Rung(step: step, kind: kind, name: name, variable: variable), value))
    if let variable { trained.insert(variable) }
  }

  private mutating func sendWaiting() throws {
    for isApplied in [false, true] {
      let stretch = waiting.filter { ($0.rung.kind == .appliedGradient) == isApplied }
      let greatest = stretch.map(\.value.greatestMagnitude).max() ?? 0
      for (rung, value) in stretch {
        var rung = rung
        rung.scale = greatest
        try send(rung, value)
      }
    }
    waiting = []
  }

  private func sendVariable(_ name: String, _ value: Tensor) throws {
    let start = before.variables[name]
    let scale = start.flatMap { value.greatestDifference(from: $0) }
    let rung = Rung(step: step, kind: .variable, name: "variables/\(name)", variable: name, scale: scale)
    var event = EndpointEvent(rung, value: value)
    if step == 1, !trained.contains(name), scale != 0 { event.before = start }
    try tell(.endpoint(event))
  }

  /// What belongs to all variables is no slot of any, and follows from the number of steps. An optimizer of one side may keep
  /// what the other's has no need of.
  private func send(_ slot: Slot, _ value: Tensor, _ kind: Rung.Kind, _ prefix: String) throws {
    guard let variable = slot.variable else { return }
    let name = "\(prefix)/\(slot.meaning.comparedName)/\(variable)"
    try send(
      Rung(step: step, kind: kind, name: name, variable: variable, isExpected: false), slots.compared(value, of: slot))
  }

  private func send(_ rung: Rung, _ value: Tensor) throws { try tell(.endpoint(EndpointEvent(rung, value: value))) }
}
