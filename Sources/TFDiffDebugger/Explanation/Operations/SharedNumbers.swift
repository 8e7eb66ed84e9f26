/// A number that the candidate computes with at several places, as it is or as what a program makes of it: the delta of a Huber
/// loss is a threshold, a factor, and half its square. The reference's number is put in the place of all of them at once.
struct SharedNumbers {
  let context: ExperimentContext

  /// How many experiments are made at most.
  private static let limit = 160
  /// How far a use of the number may be from the one that is looked for first, added up over all places.
  private static let greatestCost = 4

  func all() -> [Hypothesis] {
    let slots = context.candidate.parameters
    let numbers = context.regions.reference.parameters
    let exchanges = self.exchanges(slots.map(\.value), numbers.map(\.value))
    var found: [Hypothesis] = []
    for cost in 0...Self.greatestCost {
      for exchange in exchanges {
        for uses in self.uses(of: exchange.own, in: slots, cost: cost) where found.count < Self.limit {
          if let hypothesis = hypothesis(uses, exchange, numbers) { found.append(hypothesis) }
        }
      }
    }
    return found
  }

  // MARK: Which numbers

  /// A number of the candidate's code, and the one of the reference's that would take its place.
  private struct Exchange {
    var own: Double
    var other: Double
  }

  /// Numbers that stand in both programs first, then those that something there may have been made of.
  private func exchanges(_ own: [Double], _ other: [Double]) -> [Exchange] {
    let made = sources(of: own).filter { source in
      let values = own.filter { value in NumberDerivation.allCases.contains { $0.makes(value, of: source) } }
      return distinct(values).count > 1
    }
    let (plain, plainOther) = (distinct(own), distinct(other))
    let madeOther = sources(of: other)
    let pairs = product(plain, plainOther) + product(plain, madeOther) + product(made, plainOther + madeOther)
    return pairs.filter { !isSameNumber($0.own, $0.other) }
  }

  private func product(_ own: [Double], _ other: [Double]) -> [Exchange] {
    own.flatMap { number in other.map { Exchange(own: number, other: $0) } }
  }

  /// What numbers may have been made of, without these themselves.
  private func sources(of values: [Double]) -> [Double] {
    let all = values.flatMap { value in NumberDerivation.allCases.compactMap { $0.source(of: value) } }
    return distinct(values + all).filter { source in !values.contains { isSameNumber($0, source) } }
  }

  private func distinct(_ values: [Double]) -> [Double] {
    values.reduce(into: []) { found, value in
      if !found.contains(where: { isSameNumber($0, value) }) { found.append(value) }
    }
  }

  // MARK: At which places

  /// A place where the candidate computes with the number.
  private struct Use {
    var slot: RegionProgram.Parameter
    var derivation: NumberDerivation
  }

  /// Ways in which places may use a number, as many as have a cost. The number itself is taken for a use of it, and what it
  /// makes, such as the half that is 1/2 of 2, for a number of its own; each other reading costs something.
  private func uses(of number: Double, in slots: [RegionProgram.Parameter], cost: Int) -> [[Use]] {
    let readings = slots.map { self.readings(of: $0.value, as: number) }
    return choices(readings.map(\.count)[...], cost: cost).map { choice in
      slots.indices.compactMap { index in readings[index][choice[index]].map { Use(slot: slots[index], derivation: $0) }
      }
    }.filter { $0.count > 1 }
  }

  /// What a value may be of a number, the likeliest first; nil for nothing.
  private func readings(of value: Double, as number: Double) -> [NumberDerivation?] {
    let made: [NumberDerivation?] = NumberDerivation.allCases.filter { $0.makes(value, of: number) }
    return isSameNumber(value, number) ? [made[0], nil] + made.dropFirst() : [nil] + made
  }

  /// All choices of one of so many things at each place whose indices add up to a cost.
  private func choices(_ counts: ArraySlice<Int>, cost: Int) -> [[Int]] {
    guard let count = counts.first else { return cost == 0 ? [[]] : [] }
    return (0...cost).prefix(count).flatMap { index in
      choices(counts.dropFirst(), cost: cost - index).map { [index] + $0 }
    }
  }

  // MARK: The experiment

  private func hypothesis(_ uses: [Use], _ exchange: Exchange, _ numbers: [RegionProgram.Parameter]) -> Hypothesis? {
    var program = context.candidate
    for use in uses {
      guard let value = use.derivation.value(of: exchange.other) else { return nil }
      program = program.setting(use.slot, to: value)
    }
    let causes = Set(uses.map { $0.slot.cause(in: context.candidate, context.rows) })
    let cause = causes.count == 1 ? causes.first ?? .constant : .constant
    let (own, other) = (word32(exchange.own), word32(exchange.other))
    return Hypothesis(
      cause: cause,
      sentence: "\(cause.opening): \(own) in the candidate (\(words(uses, own))) would be \(other) as in the reference "
        + "(\(words(self.uses(of: exchange.other, by: numbers), other)))",
      experiment: "the candidate's operations with \(other) for \(own) at \(uses.count) places", remedy: cause.remedy,
      program: program, isOneOfMany: true, row: uses[0].slot.row)
  }

  /// Where the reference computes with a number, as it is or, where it nowhere does, as what is made of it.
  private func uses(of number: Double, by numbers: [RegionProgram.Parameter]) -> [Use] {
    for derivations in [[NumberDerivation.same], NumberDerivation.allCases] {
      let found = numbers.compactMap { slot in
        derivations.first { $0.makes(slot.value, of: number) }.map { Use(slot: slot, derivation: $0) }
      }
      if !found.isEmpty { return found }
    }
    return []
  }

  private func words(_ uses: [Use], _ number: String) -> String {
    uses.map { use in
      use.derivation == .same ? use.slot.words : "\(use.derivation.words)\(number) for \(use.slot.words)"
    }.joined(separator: ", ")
  }
}
