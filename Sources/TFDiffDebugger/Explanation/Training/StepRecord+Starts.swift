import TFDiffTensor

extension StepRecord {
  /// How it is known what variables were before the step.
  enum Start: Sendable, Hashable {
    case recorded
    /// What the reference's rule must have started from; whether it is the right one shows in what is made of it.
    case inferred(UpdateRule)
  }

  /// The recorded one alone where there is any.
  func starts(of variable: String) -> [Start] {
    if variableBefore(variable) != nil { return [.recorded] }
    guard let side = updateSide(variable, .reference) else { return [] }
    return UpdateForm.allCases.flatMap { form -> [Start] in
      guard form != .unchanged, let prepared = form.prepared(side), prepared.ahead == nil || prepared.momentum != nil
      else { return [] }
      let epsilons = form.hasEpsilon ? UpdateFit.epsilons : [0]
      return epsilons.map {
        .inferred(UpdateRule(form: form, numbers: UpdateNumbers(epsilon: $0, momentum: prepared.momentum ?? 0)))
      }
    }
  }

  /// A variable before the step.
  func variable(_ name: String, at start: Start) -> [Double]? {
    guard case .inferred(let rule) = start else { return variableBefore(name) }
    guard let side = updateSide(name, .reference), let prepared = rule.form.prepared(side) else { return nil }
    return side.after.indices.map { side.after[$0] + prepared.value(at: $0, rule.numbers) }
  }

  /// What a side's optimizer had when it changed a variable.
  func updateSide(_ variable: String, _ side: Side) -> UpdateSide? {
    guard let after = row(.variable, of: variable)?[side]?.tensor?.doubles,
      let gradient = appliedGradient(variable, side), gradient.count == after.count, let rate = learningRate(side)
    else { return nil }
    let slots = slots(of: variable, side).filter { $0.value.after.count == after.count }
    return UpdateSide(gradient: gradient, rate: rate, slots: slots, after: after, step: number)
  }
}
