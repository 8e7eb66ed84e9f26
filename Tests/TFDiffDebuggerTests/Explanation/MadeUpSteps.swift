import TFDiffDebugger
import TFDiffTensor

/// Training steps of two sides whose numbers are made up, computed in float32 by the formulas of optimizers; what a test changes in
/// one side is what is wrong with it.
struct MadeUpSteps {
  /// How a side updates a variable: from the gradient, the learning rate, the number of the step and the slots, which it changes.
  typealias Update = @Sendable (_ gradient: Float, _ rate: Float, _ step: Int, _ slots: inout [String: Float]) -> Float

  /// What becomes of a variable's gradient: from its name, the gradient and the variable.
  typealias Change = (_ name: String, _ gradient: [Float], _ weights: [Float]) -> [Float]

  /// One side of one step, before it is told.
  struct Told {
    var rungs: [(rung: Rung, value: Tensor)] = []

    mutating func add(
      _ step: Int, _ kind: Rung.Kind, _ name: String, _ values: [Float], _ shape: Shape? = nil, variable: String? = nil,
      scale: Double? = nil
    ) {
      let rung = Rung(
        step: step, kind: kind, name: name, variable: variable, scale: scale,
        isExpected: kind != .slot && kind != .initialSlot)
      rungs.append((rung, Tensor(values, shape: shape)))
    }
  }

  private static func unchanged(_ name: String, _ gradient: [Float], _ weights: [Float]) -> [Float] { gradient }

  static let variables = ["fc1/weights": 60, "fc1/biases": 9, "fc2/weights": 45]
  var steps = 2
  var slots: [String: Float] = [:]
  /// Whether the candidate's optimizer keeps them too.
  var hasCandidateSlots = true
  /// What each side does with what it has taken, by variable.
  var treatment = SidePair<Change>(reference: unchanged, candidate: unchanged)
  var taken = SidePair<Change>(reference: unchanged, candidate: unchanged)
  var update: SidePair<Update>

  init(_ reference: @escaping Update, _ candidate: Update? = nil, slots: [String: Float] = [:]) {
    update = SidePair(reference: reference, candidate: candidate ?? reference)
    self.slots = slots
  }

  /// Both sides, the candidate taking each step from the reference's state.
  func scripts() -> SidePair<[Step]> {
    var numbers = MadeUpNumbers(seed: 21)
    var told = SidePair(reference: Told(), candidate: Told())
    var weights = Self.variables.mapValues { count in (0..<count).map { _ in Float(numbers.normal()) } }
    var kept = Self.variables.mapValues { count in [[String: Float]](repeating: slots, count: count) }
    for step in 1...steps {
      let gradients = Self.variables.mapValues { count in
        // Over orders of magnitude, as gradients are.
        (0..<count).map { _ in Float(numbers.normal() * (numbers.uniform() < 0.3 ? 1e-4 : 0.1)) }
      }
      var next = (weights, kept)
      for side in Side.allCases {
        let state = take(step, side, weights, kept, gradients, &told[side])
        if side == .reference { next = state }
      }
      (weights, kept) = next
    }
    return SidePair(reference: told.reference.steps, candidate: told.candidate.steps)
  }

  private func take(
    _ step: Int, _ side: Side, _ weights: [String: [Float]], _ kept: [String: [[String: Float]]],
    _ gradients: [String: [Float]], _ told: inout Told
  ) -> ([String: [Float]], [String: [[String: Float]]]) {
    let names = Self.variables.keys.sorted()
    let rate: Float = 0.01
    var (weights, kept) = (weights, kept)
    let slots = side == .reference || hasCandidateSlots ? slots : [:]
    for (name, start) in slots where step == 1 {
      for variable in names {
        let values = [Float](repeating: start, count: weights[variable]?.count ?? 0)
        told.add(step, .initialSlot, "initial_slots/\(name)/\(variable)", values, variable: variable)
      }
    }
    var applied: [String: [Float]] = [:]
    for name in names {
      let own = taken[side](name, gradients[name] ?? [], weights[name] ?? [])
      told.add(step, .gradient, "gradients/\(name)", own, variable: name, scale: 0.3)
      applied[name] = treatment[side](name, own, weights[name] ?? [])
    }
    for name in names {
      told.add(step, .appliedGradient, "applied/\(name)", applied[name] ?? [], variable: name, scale: 0.3)
    }
    told.add(step, .learningRate, Rung.learningRate, [rate], .scalar)
    var changed: [String: Float] = [:]
    for name in names {
      var (values, own) = (weights[name] ?? [], kept[name] ?? [])
      for place in values.indices {
        let change = update[side]((applied[name] ?? [])[place], rate, step, &own[place])
        values[place] -= change + (own[place]["decay"] ?? 0) * values[place]
        own[place]["decay"] = nil
        changed[name] = max(changed[name] ?? 0, abs(change))
      }
      (weights[name], kept[name]) = (values, own)
    }
    for slot in slots.keys.sorted() {
      for name in names {
        told.add(step, .slot, "slots/\(slot)/\(name)", (kept[name] ?? []).map { $0[slot] ?? 0 }, variable: name)
      }
    }
    for name in names {
      told.add(
        step, .variable, "variables/\(name)", weights[name] ?? [], variable: name, scale: Double(changed[name] ?? 0))
    }
    return (weights, kept)
  }

  /// The explanation of what parts first, and its state.
  func explained() -> (explanation: Explanation?, state: DebuggerState) { Self.explained(scripts(), steps: steps) }

  static func explained(_ scripts: SidePair<[Step]>, steps: Int) -> (explanation: Explanation?, state: DebuggerState) {
    var description = TargetDescription.scripted()
    description.steps = steps
    let target = ScriptedTarget(
      reference: Script(steps: scripts.reference, loss: nil), candidate: Script(steps: scripts.candidate, loss: nil),
      description: description)
    let state = CheckRunner(target: target.target, locatesDivergence: false, explains: true).run().state
    return (state.explanations.first, state)
  }
}

extension MadeUpSteps.Told {
  var steps: [Step] { rungs.map { .rung($0.rung, $0.value) } }
}
