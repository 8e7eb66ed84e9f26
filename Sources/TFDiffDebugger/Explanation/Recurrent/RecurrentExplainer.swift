import TFDiffTensor

/// Explains a recurrent layer: the same weights under another convention.
///
/// The candidate's weights are run in float64 under each convention: the one that gives the candidate's own output is what it does,
/// and the one that gives the reference's is what the reference does.
struct RecurrentExplainer {
  private let state: DebuggerState

  init(_ state: DebuggerState) { self.state = state }

  /// Nil where the endpoint is no recurrent layer, or no two conventions give the two sides' outputs.
  func explanation(of divergence: Divergence) -> Explanation? {
    let row = divergence.endpoint
    guard let reference = row.reference?.tensor, let candidate = row.candidate?.tensor,
      reference.shape == candidate.shape
    else {
      return nil
    }
    let events = row.operations.compactMap(\.candidate)
    let variables = values(of: events) { if case .variable = $0 { true } else { false } }
    let inputs = values(of: events) { if case .variable = $0 { false } else { true } }
    for input in inputs where input.shape.rank == 3 && input.dtype.isFloatingPoint {
      for isTimeMajor in [false, true] {
        let sequence = RecurrentSequence(input: input, output: reference.shape, isTimeMajor: isTimeMajor)
        guard let sequence,
          let weights = RecurrentWeights(among: variables, features: sequence.features, units: sequence.units),
          let found = search(weights, sequence, SidePair(reference: reference, candidate: candidate))
        else { continue }
        return explanation(found, divergence)
      }
    }
    return nil
  }

  /// Each value once that the operations take, as far as it was told.
  private func values(of events: [OperationEvent], _ isWanted: (OperationInput) -> Bool) -> [Tensor] {
    var seen: Set<ObjectIdentifier> = []
    return events.flatMap { event in
      zip(event.inputs, event.operands).compactMap { input, operand -> Tensor? in
        guard isWanted(input), let tensor = operand?.tensor, seen.insert(ObjectIdentifier(tensor.storage)).inserted
        else {
          return nil
        }
        return tensor
      }
    }
  }

  private struct Found {
    var changes: [RecurrentConvention.Change]
    var experiment: Experiment
  }

  private func search(
    _ weights: RecurrentWeights, _ sequence: RecurrentSequence, _ outputs: SidePair<Tensor>
  ) -> Found? {
    let base = RecurrentConvention.keras(weights.kind)
    func fits(_ convention: RecurrentConvention, _ output: Tensor) -> Bool {
      sequence.distance(of: output, under: convention, weights, examples: 1) <= Self.rounding(of: output)
    }
    guard let own = RecurrentConvention.all(weights.kind, from: base).first(where: { fits($0, outputs.candidate) }),
      let other = RecurrentConvention.all(weights.kind, from: own).first(where: { fits($0, outputs.reference) }),
      other != own
    else { return nil }
    let changes = other.changes(from: own)
    let experiment = Experiment(
      "the candidate's weights in float64, the reference's way",
      before: outputs.reference.distance(to: outputs.candidate),
      after: sequence.distance(of: outputs.reference, under: other, weights, examples: sequence.affordable),
      noise: Self.rounding(of: outputs.reference))
    return experiment.closesTheGap ? Found(changes: changes, experiment: experiment) : nil
  }

  /// What float32 may make of a cell that is run over some time steps.
  private static func rounding(of output: Tensor) -> Double { 1e-5 * max(output.greatestMagnitude, 0.1) }

  private func explanation(_ found: Found, _ divergence: Divergence) -> Explanation? {
    guard let first = found.changes.first else { return nil }
    return Explanation(
      origin: .init(endpoint: divergence.endpoint.name, operation: divergence.operation?.name), kind: .otherFormula,
      cause: first.cause, sentence: found.changes.map(\.words).joined(separator: "; "), experiment: found.experiment,
      remedy: found.changes.map(\.remedy).joined(separator: " "),
      stacks: SidePair(
        reference: divergence.places.reference?.stack ?? .none, candidate: divergence.places.candidate?.stack ?? .none))
  }
}

/// What a recurrent layer is given and gives: sequences of a batch.
struct RecurrentSequence {
  let input: Tensor
  let examples: Int
  let steps: Int
  let features: Int
  let units: Int
  private let isTimeMajor: Bool
  private let returnsSequence: Bool

  /// Nil where an output of that shape does not belong to the input: [examples, steps, units] (the first two the other way round
  /// where time is major) or [examples, units].
  init?(input: Tensor, output: Shape, isTimeMajor: Bool) {
    let (first, second) = (input.shape[0], input.shape[1])
    let (examples, steps) = isTimeMajor ? (second, first) : (first, second)
    returnsSequence = output.rank == 3
    let leading = returnsSequence ? [first, second] : [examples]
    guard output.rank == 2 || output.rank == 3, Array(output.dimensions.dropLast()) == leading else { return nil }
    guard examples > 0, steps > 0, input.shape[2] > 0, output[-1] > 0 else { return nil }
    (self.input, self.examples, self.steps, self.isTimeMajor) = (input, examples, steps, isTimeMajor)
    (features, units) = (input.shape[2], output[-1])
  }

  /// How many examples are computed in about a second.
  var affordable: Int {
    let cost = steps * units * (features + units) * 4
    return min(examples, max(1, 400_000_000 / max(cost, 1)))
  }

  /// How far an output is from that of the first examples under a convention.
  func distance(
    of output: Tensor, under convention: RecurrentConvention, _ weights: RecurrentWeights, examples count: Int
  ) -> Double {
    let simulation = RecurrentSimulation(weights: weights, convention: convention)
    var greatest = 0.0
    for example in 0..<min(count, examples) {
      let states = simulation.states(of: inputs(of: example))
      for step in returnsSequence ? 0..<steps : steps - 1..<steps {
        for unit in 0..<units {
          let value = output.value(at: position(example, step, unit))
          let difference = abs(states[step * units + unit] - value)
          if !difference.isFinite { return .infinity }
          greatest = max(greatest, difference)
        }
      }
    }
    return greatest
  }

  private func inputs(of example: Int) -> [Double] {
    (0..<steps).flatMap { step in
      let row = isTimeMajor ? step * examples + example : example * steps + step
      return (0..<features).map { input.value(at: row * features + $0) }
    }
  }

  private func position(_ example: Int, _ step: Int, _ unit: Int) -> Int {
    guard returnsSequence else { return example * units + unit }
    return (isTimeMajor ? step * examples + example : example * steps + step) * units + unit
  }
}
