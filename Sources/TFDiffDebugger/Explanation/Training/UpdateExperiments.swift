import TFDiffTensor

/// Experiments on the formulas by which the two sides' optimizers change variables.
struct UpdateExperiments {
  typealias Finding = TrainingExplainer.Finding
  private let record: StepRecord

  init(_ record: StepRecord) { self.record = record }

  /// How many elements of a variable rules are looked for with; what is found is held against all of them.
  private static let sample = 256

  func finding(for row: EndpointRow, _ variable: String) -> Finding? {
    guard let own = VariableUpdate(variable, record), let rules = rules(of: own) else { return nil }
    // One at a time, as a large model's are large.
    let others = record.rows(.variable).filter(\.status.isDivergence).compactMap(\.rung?.variable)
    guard let outcome = own.outcome(rules),
      others.allSatisfy({ $0 == variable || VariableUpdate($0, record)?.outcome(rules) != nil })
    else { return nil }
    let rate = own.sides.candidate.rate
    return Finding(
      kind: .otherFormula, cause: cause(rules), sentence: sentence(rules, rate: rate),
      evidence: [
        "this reproduces \(own.isKnownBefore ? "each side's update" : "the difference between the sides' updates") of all "
          + "\(others.count) variables that differ in step \(record.number)"
      ],
      experiment: Experiment(
        "\(variable) updated by \(rules.candidate.words(rate: rate)), against the candidate's", before: outcome.before,
        after: outcome.after, noise: outcome.noise),
      remedy: remedy(rules))
  }

  // MARK: Which rules

  /// The simplest rules that reproduce what each side did, and are not the same.
  private func rules(of update: VariableUpdate) -> SidePair<UpdateRule>? {
    let places = update.places(Self.sample)
    let pairs: [SidePair<UpdateRule>]
    if let before = update.before {
      func rules(_ side: Side) -> [UpdateRule] {
        UpdateFit(side: update.sides[side], before: before, places: places).rules()
      }
      let (reference, candidate) = (rules(.reference), rules(.candidate))
      pairs = reference.flatMap { left in candidate.map { SidePair(reference: left, candidate: $0) } }
      // Where one rule will do for both, it does not show in what they differ.
      if pairs.contains(where: { $0.reference == $0.candidate }) { return nil }
    } else {
      pairs = Side.allCases.flatMap { pairsWithoutBefore(update, places, known: $0) }
    }
    return pairs.min { complexity($0) < complexity($1) }
  }

  /// Pairs of rules where only the difference between the updates is known: one side's rule says what the variable was before,
  /// and the other's is to fit that.
  private func pairsWithoutBefore(_ update: VariableUpdate, _ places: [Int], known: Side) -> [SidePair<UpdateRule>] {
    let side = update.sides[known]
    var result: [SidePair<UpdateRule>] = []
    for form in UpdateForm.allCases where form != .unchanged {
      guard let prepared = form.prepared(side), prepared.ahead == nil || prepared.momentum != nil else { continue }
      for epsilon in form.hasEpsilon ? UpdateFit.epsilons : [0] {
        let rule = UpdateRule(form: form, numbers: UpdateNumbers(epsilon: epsilon, momentum: prepared.momentum ?? 0))
        let before = side.after.indices.map { side.after[$0] + prepared.value(at: $0, rule.numbers) }
        let fit = UpdateFit(side: update.sides[known.other], before: before, places: places, roundings: 2)
        for other in fit.rules() {
          result.append(
            known == .reference
              ? SidePair(reference: rule, candidate: other) : SidePair(reference: other, candidate: rule))
        }
      }
    }
    return result
  }

  /// The least is believed: the same formula with another number, plain numbers, and no decay.
  private func complexity(_ rules: SidePair<UpdateRule>) -> Int {
    func order(_ rule: UpdateRule) -> Int {
      let form = UpdateForm.allCases.firstIndex(of: rule.form) ?? 0
      // Of a number that nobody writes it is likelier that the formula is another.
      let isWritten = rule.numbers.epsilon == rule.numbers.epsilon.rounded(toDigits: 2)
      let epsilon = rule.form.hasEpsilon ? UpdateFit.epsilons.firstIndex(of: rule.numbers.epsilon) ?? 50 : 0
      return form + epsilon + (rule.numbers.decay == 0 ? 0 : 100) + (isWritten ? 0 : 2000)
    }
    // Where both keep a sum of gradients, which begins as the gradient itself, both have a momentum.
    let forms = [rules.reference.form, rules.candidate.form]
    let isMixed = forms.contains(.descent) && forms.contains(.nesterov)
    return order(rules.reference) + order(rules.candidate) + (isMixed ? 10 : 0)
      + (rules.reference.form == rules.candidate.form ? 0 : 1000)
  }

  // MARK: Words

  private func cause(_ rules: SidePair<UpdateRule>) -> Cause {
    if rules.reference.numbers.decay != rules.candidate.numbers.decay { return .weightDecay }
    if rules.candidate.form == .unchanged || rules.reference.form == .unchanged { return .missingUpdate }
    return rules.reference.form == rules.candidate.form && rules.reference.form.hasEpsilon
      ? .optimizerEpsilon : .optimizerFormula
  }

  private func sentence(_ rules: SidePair<UpdateRule>, rate: Double) -> String {
    if cause(rules) == .optimizerEpsilon {
      return "the optimizer's epsilon is \(NumberText.exact(rules.reference.numbers.epsilon)) in the reference and "
        + "\(NumberText.exact(rules.candidate.numbers.epsilon)) in the candidate (\(rules.reference.form.rawValue))"
    }
    return
      "the reference updates by \(rules.reference.words(rate: rate)), the candidate by \(rules.candidate.words(rate: rate))"
  }

  private func remedy(_ rules: SidePair<UpdateRule>) -> String {
    switch cause(rules) {
    case .optimizerEpsilon:
      "Give the candidate's optimizer epsilon=\(NumberText.exact(rules.reference.numbers.epsilon)); TensorFlow 1's Adam has 1e-8 and its "
        + "RMSProp 1e-10 where nothing is said, Keras' optimizers 1e-7."
    case .weightDecay:
      "Let the weights decay in the same way on both sides: within the gradient (an L2 loss), or beside it (AdamW, Keras' weight_decay)."
    case .missingUpdate: "Give the optimizer the gradients of all variables that the other side trains."
    default:
      "Give the candidate the reference's optimizer, in the form that computes the same (nesterov, momentum, where epsilon stands)."
    }
  }
}

/// What became of one variable on both sides, and what it was made of.
private struct VariableUpdate {
  let variable: String
  let sides: SidePair<UpdateSide>
  /// Nil where it is not recorded.
  let before: [Double]?

  var isKnownBefore: Bool { before != nil }

  init?(_ variable: String, _ record: StepRecord) {
    guard let reference = record.updateSide(variable, .reference),
      let candidate = record.updateSide(variable, .candidate),
      reference.after.count == candidate.after.count
    else { return nil }
    let before = record.variableBefore(variable)
    guard before.map({ $0.count == reference.after.count }) ?? true else { return nil }
    (self.variable, self.before) = (variable, before)
    sides = SidePair(reference: reference, candidate: candidate)
  }

  /// The places that differ most, and as many evenly spaced.
  func places(_ count: Int) -> [Int] {
    let (left, right) = (sides.reference.after, sides.candidate.after)
    let spaced = stride(from: 0, to: left.count, by: max(left.count / count, 1))
    let most = left.indices.sorted { (left[$0] - right[$0]).magnitude > (left[$1] - right[$1]).magnitude }.prefix(count)
    return Array(Set(spaced).union(most)).sorted()
  }

  /// How far the sides are apart, where they are by more than rounding, and how far the candidate is then from what its rule
  /// makes of the variable.
  struct Outcome {
    var before = 0.0
    var after = 0.0
    var noise = 0.0
  }

  /// Nil where the rules do not reproduce every element to rounding.
  func outcome(_ rules: SidePair<UpdateRule>) -> Outcome? {
    let (reference, candidate) = (sides.reference.after, sides.candidate.after)
    let places = Array(reference.indices)
    guard
      let left = UpdateFit(side: sides.reference, before: before ?? reference, places: places).prediction(
        rules.reference)
    else { return nil }
    // Where it is not known, the variable was what the reference's rule has made the reference's value of.
    let start = before ?? places.map { reference[$0] + (reference[$0] - left[$0].value) }
    let fit = UpdateFit(side: sides.candidate, before: start, places: places, roundings: before == nil ? 2 : 1)
    guard let right = fit.prediction(rules.candidate) else { return nil }
    var outcome = Outcome()
    for place in places {
      if before != nil, (left[place].value - reference[place]).magnitude > left[place].allowed { return nil }
      let after = (right[place].value - candidate[place]).magnitude
      let allowed = right[place].allowed + (before == nil ? left[place].allowed : 0)
      guard after <= allowed else { return nil }
      let gap = (reference[place] - candidate[place]).magnitude
      guard gap > allowed else { continue }
      outcome.before = max(outcome.before, gap)
      outcome.after = max(outcome.after, after)
      outcome.noise = max(outcome.noise, allowed)
    }
    return outcome.before > outcome.noise ? outcome : nil
  }
}
