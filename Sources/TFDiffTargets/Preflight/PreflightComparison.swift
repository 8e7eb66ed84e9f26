import TFDiffDebugger

/// Compares two sides topic by topic.
struct PreflightComparison {
  typealias Line = Preflight.Line
  let sides: SidePair<SidePreflight>
  let target: TargetDescription

  /// Versions and switches, by name, in the order in which the sides have them.
  var facts: [Line] {
    pairs(sides.reference.facts, sides.candidate.facts).map { name, reference, candidate in
      guard let reference, let candidate else {
        let (value, lacking) = reference.map { ($0, Side.candidate) } ?? (candidate ?? "", .reference)
        return Line(
          .unknown, name, "\(value) in the \(lacking.other.rawValue); the \(lacking.rawValue) has no such switch")
      }
      return reference == candidate
        ? Line(.same, name, reference)
        : Line(.differs, name, "\(reference) in the reference, \(candidate) in the candidate")
    }
  }

  /// What each side is given.
  var inputs: [Line] {
    let found = pairs(sides.reference.inputs, sides.candidate.inputs)
    if found.isEmpty { return [Line(.unknown, "input", "\(target.input): taken by the program itself when it runs")] }
    return found.map { name, reference, candidate in
      let topic = "input \(name)"
      guard let reference, let candidate else {
        let side: Side = reference == nil ? .candidate : .reference
        return Line(.differs, topic, "the \(side.rawValue) alone has it")
      }
      if reference == candidate { return Line(.same, topic, "sha256 \(reference)") }
      return Line(.differs, topic, "sha256 \(reference) in the reference, \(candidate) in the candidate")
    }
  }

  /// The random operations of both sides, with the seeds that they were given.
  var random: [Line] {
    if let unknown = unbuilt("random operations") { return [unknown] }
    let (reference, candidate) = (sides.reference.random, sides.candidate.random)
    let words = "\(reference.count) in the reference, \(candidate.count) in the candidate"
    if reference.count != candidate.count { return [Line(.differs, "random operations", words)] }
    func seeds(_ event: RandomEvent) -> String { "\(event.type) (\(event.seed), \(event.seed2))" }
    if let place = reference.indices.first(where: { seeds(reference[$0]) != seeds(candidate[$0]) }) {
      return [
        Line(
          .differs, "random operations",
          "random op \(place) is \(seeds(reference[place])) in the reference and \(seeds(candidate[place])) in the candidate"
        )
      ]
    }
    return [Line(.same, "random operations", "\(reference.count), of the same types and seeds")]
  }

  /// What configures each type of layer. Where one side has more of a type than the other, it may do the same by other
  /// operations, and nothing is said of it.
  var layers: [Line] {
    if let unknown = unbuilt("layers") { return [unknown] }
    let operations = SidePair(reference: sides.reference.operations ?? [], candidate: sides.candidate.operations ?? [])
    let types = Set((operations.reference + operations.candidate).map(\.type)).sorted()
    if types.isEmpty { return [Line(.unknown, "layers", "no operation that is configured by attributes")] }
    return types.flatMap { type in lines(of: type, operations) }
  }

  private func lines(of type: String, _ all: SidePair<[SidePreflight.ConfiguredOperation]>) -> [Line] {
    let reference = all.reference.filter { $0.type == type }
    let candidate = all.candidate.filter { $0.type == type }
    let counts = [reference, candidate].map { $0.reduce(0) { $0 + $1.count } }
    guard counts[0] == counts[1] else {
      return [
        Line(
          .unknown, type,
          "\(counts[0]) in the reference, \(counts[1]) in the candidate, which may do the same by other operations")
      ]
    }
    func values(_ found: [SidePreflight.ConfiguredOperation], _ name: String) -> [String: Int]? {
      var values: [String: Int] = [:]
      for each in found {
        guard let value = each.attributes[name] else { return nil }
        values[value, default: 0] += each.count
      }
      return values
    }
    let names = Set((reference + candidate).flatMap(\.attributes.keys)).sorted()
    let differing = names.compactMap { name -> Line? in
      guard let left = values(reference, name), let right = values(candidate, name), left != right else { return nil }
      return Line(.differs, "\(type) \(name)", "\(words(left)) in the reference, \(words(right)) in the candidate")
    }
    let known = names.filter { values(reference, $0) != nil && values(candidate, $0) != nil }
    return differing.isEmpty
      ? [Line(.same, type, "\(counts[0]), alike in \(known.joined(separator: ", "))")] : differing
  }

  /// Values with how often each occurs.
  private func words(_ values: [String: Int]) -> String {
    values.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value))" }.joined(separator: ", ")
  }

  /// What moving averages keep of their old value (the decay, or momentum).
  var averages: [Line] {
    guard let reference = sides.reference.decays, let candidate = sides.candidate.decays else { return [] }
    let topic = "moving averages"
    if reference.isEmpty && candidate.isEmpty {
      return [Line(.unknown, topic, "none is assigned in \(target.pass), so that their decay is not known")]
    }
    func counted(_ decays: [Double]) -> [String: Int] {
      Dictionary(grouping: decays) { NumberText.rounded($0) }.mapValues(\.count)
    }
    let (left, right) = (counted(reference), counted(candidate))
    if left == right { return [Line(.same, topic, "keep \(words(left))")] }
    if reference.count != candidate.count {
      return [
        Line(.unknown, topic, "\(reference.count) in the reference, \(candidate.count) in the candidate: not compared")
      ]
    }
    return [Line(.differs, topic, "keep \(words(left)) in the reference, \(words(right)) in the candidate")]
  }

  /// Patterns that leave nothing out of weight decay.
  var exclusions: [Line] {
    Side.allCases.flatMap { side in
      sides[side].exclusions.map { exclusion in
        let words = "\(exclusion.optimizer) of the \(side.rawValue) leaves ‘\(exclusion.pattern)’ out of weight decay"
        guard let matches = exclusion.matches else {
          return Line(.unknown, "weight decay", "\(words); its variables are not known yet")
        }
        return matches == 0
          ? Line(.differs, "weight decay", "\(words), and no variable matches")
          : Line(.same, "weight decay", "\(words): \(matches) variables")
      }
    }
  }

  /// That a side's model could not be built, where that is so.
  private func unbuilt(_ topic: String) -> Line? {
    for side in Side.allCases {
      if let obstacle = sides[side].obstacle {
        return Line(
          .unknown, topic,
          "the \(side.rawValue)'s model cannot be built without running it: \(obstacle.split(separator: "\n").joined(separator: " "))"
        )
      }
    }
    return nil
  }

  private func pairs(
    _ reference: [SidePreflight.Fact], _ candidate: [SidePreflight.Fact]
  ) -> [(name: String, reference: String?, candidate: String?)] {
    let others = Dictionary(candidate.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    let known = Set(reference.map(\.name))
    return reference.map { ($0.name, $0.value, others[$0.name]) }
      + candidate.filter { !known.contains($0.name) }.map { ($0.name, nil, $0.value) }
  }
}

extension Side {
  fileprivate var other: Side { self == .reference ? .candidate : .reference }
}
