import TFDiffDebugger

/// Which operations of two forward passes do the same work, as far as it has been found out.
struct OperationPartners {
  let structures: SidePair<LiveStructure>
  /// For each operation the paired variables it reads, by the reference's names.
  private let paired: SidePair<[[String]]>
  /// For each operation what it reads that the other side lays out otherwise, by one name for all that belongs together.
  private let laidOut: SidePair<[Set<String>]>
  /// The place of each operation's partner.
  private(set) var found = SidePair<[Int: Int]>(reference: [:], candidate: [:])
  /// Of the reference's, those whose partner only looks alike, or follows from such a pair.
  private(set) var guessed: Set<Int> = []

  init(_ structures: SidePair<LiveStructure>, variables: VariablePairing) {
    self.structures = structures
    func reads(_ names: SidePair<[String: String]>) -> SidePair<[[String]]> {
      SidePair(
        reference: structures.reference.operations.map { $0.tellingVariables.compactMap { names.reference[$0] } },
        candidate: structures.candidate.operations.map { $0.tellingVariables.compactMap { names.candidate[$0] } })
    }
    paired = reads(variables.pairNames)
    let others = reads(variables.laidOutNames)
    laidOut = SidePair(reference: others.reference.map { Set($0) }, candidate: others.candidate.map { Set($0) })
  }

  /// The variables that partners read, in the order in which they take them.
  var reads: [(reference: [String], candidate: [String])] {
    found.reference.sorted { $0.key < $1.key }.map {
      (structures.reference.operations[$0.key].variables, structures.candidate.operations[$0.value].variables)
    }
  }

  /// The same of those whose partner is no guess.
  var certainReads: [(reference: [String], candidate: [String])] {
    found.reference.filter { !guessed.contains($0.key) }.sorted { $0.key < $1.key }.map {
      (structures.reference.operations[$0.key].variables, structures.candidate.operations[$0.value].variables)
    }
  }

  /// What is certain comes first: what reads the same variables, and what has the same before or behind it in the data
  /// flow; then what follows from that, and last what looks alike in order.
  mutating func findAll() {
    findCertain()
    align(isDetailed: true)
    followValues()
    align(isDetailed: false)
    followValues()
    // A variable without a partner may be a copy of one that the reference shares: what reads it does the same work.
    followValues(asksVariables: false)
  }

  /// What order has no say in.
  mutating func findCertain() {
    joinReaders()
    joinByFlow()
    followValues()
    followSources()
    followValues()
  }

  /// Pairs what has the same operations before and behind it, or at least before it, or behind it, where there is only one
  /// such operation on either side.
  private mutating func joinByFlow() {
    let labels = SidePair(
      reference: FlowLabels(of: structures.reference, own: ownLabels(.reference)),
      candidate: FlowLabels(of: structures.candidate, own: ownLabels(.candidate)))
    func both(_ side: Side) -> [Int] {
      zip(labels[side].before, labels[side].behind).map { FlowLabels.label($0, [$1]) }
    }
    joinUnique(SidePair(reference: both(.reference), candidate: both(.candidate)))
    joinInOrder(SidePair(reference: both(.reference), candidate: both(.candidate)))
    joinUnique(SidePair(reference: labels.reference.before, candidate: labels.candidate.before))
    joinUnique(SidePair(reference: labels.reference.behind, candidate: labels.candidate.behind), isGuess: true)
  }

  private func ownLabels(_ side: Side) -> [Int] {
    structures[side].operations.indices.map { place in
      let operation = structures[side].operations[place]
      var hasher = Hasher()
      hasher.combine(operation.work)
      hasher.combine(operation.shape)
      hasher.combine(operation.tellingShapes)
      hasher.combine(paired[side][place])
      return hasher.finalize()
    }
  }

  private mutating func joinUnique(_ labels: SidePair<[Int]>, isGuess: Bool = false) {
    let candidates = FlowLabels.unique(labels.candidate, among: openPlaces(.candidate))
    let references = FlowLabels.unique(labels.reference, among: openPlaces(.reference))
    for (label, reference) in references.sorted(by: { $0.value < $1.value }) {
      if let candidate = candidates[label] { join(reference, candidate, isGuess: isGuess) }
    }
  }

  /// Branches that are the same in everything are interchangeable: the first is taken for the first.
  private mutating func joinInOrder(_ labels: SidePair<[Int]>) {
    let candidates = Dictionary(grouping: openPlaces(.candidate)) { labels.candidate[$0] }
    let references = Dictionary(grouping: openPlaces(.reference)) { labels.reference[$0] }
    for (label, places) in references {
      guard let others = candidates[label], others.count == places.count else { continue }
      for (reference, candidate) in zip(places, others) { join(reference, candidate, isGuess: true) }
    }
  }

  /// Pairs what reads the same variables, where there is only one such operation of its type on either side.
  private mutating func joinReaders() {
    func readers(_ side: Side) -> [Reading: [Int]] {
      Dictionary(grouping: openPlaces(side).filter { !paired[side][$0].isEmpty }) { place in
        Reading(type: structures[side].operations[place].work, variables: paired[side][place])
      }
    }
    let candidates = readers(.candidate)
    for (reading, places) in readers(.reference) where places.count == 1 {
      guard let others = candidates[reading], others.count == 1 else { continue }
      join(places[0], others[0])
    }
  }

  private struct Reading: Hashable {
    var type: String
    var variables: [String]
  }

  /// Aligns what has no partner yet, by type, shape, scope and order.
  ///
  /// - Parameter isDetailed: whether partners must take values of the same shapes. Where that is not asked, they must at
  ///   least take the value of one pair of partners, or both of none.
  mutating func align(isDetailed: Bool) {
    let open = SidePair(reference: openPlaces(.reference), candidate: openPlaces(.candidate))
    let pairs = OperationAlignment.pairs(
      of: SidePair(
        reference: open.reference.map { outline(.reference, $0, isDetailed: isDetailed) },
        candidate: open.candidate.map { outline(.candidate, $0, isDetailed: isDetailed) }))
    for pair in pairs {
      guard let left = pair.reference, let right = pair.candidate else { continue }
      let (reference, candidate) = (open.reference[left], open.candidate[right])
      // What reads other variables, or takes others' values, does other work, however alike it looks.
      guard paired.reference[reference] == paired.candidate[candidate],
        laidOut.reference[reference] == laidOut.candidate[candidate], !contradicts(reference, candidate)
      else { continue }
      if isDetailed || shareValue(reference, candidate) { join(reference, candidate, isGuess: true) }
    }
  }

  /// Pairs what takes the same partners' values and yields a value of the same type and shape, where there is only one
  /// such operation on either side: branches that the sides run in another order, under other names.
  ///
  /// - Parameter asksVariables: whether they must read the same variables. Where that is not asked, none of those that the
  ///   candidate's reads may have a partner.
  mutating func followValues(asksVariables: Bool = true) {
    var hasFound = true
    while hasFound {
      hasFound = false
      let open = Dictionary(
        grouping: openPlaces(.candidate).filter { asksVariables || paired.candidate[$0].isEmpty }
      ) { work(.candidate, $0, structures.candidate.operations[$0].sources, asksVariables) }
      let left = Dictionary(grouping: openPlaces(.reference)) { place -> Work? in
        let sources = structures.reference.operations[place].sources.map { found.reference[$0] }
        let known = sources.compactMap { $0 }
        return known.isEmpty || known.count < sources.count ? nil : work(.reference, place, known, asksVariables)
      }
      for (work, places) in left where places.count == 1 {
        guard let work, let others = open[work], others.count == 1 else { continue }
        let isGuess = structures.reference.operations[places[0]].sources.contains { guessed.contains($0) }
        join(places[0], others[0], isGuess: isGuess)
        hasFound = true
      }
    }
  }

  private struct Work: Hashable {
    var type: String
    var shape: [Int]?
    /// As places of the candidate's.
    var sources: [Int]
    var variables: [String]
  }

  private func work(_ side: Side, _ place: Int, _ sources: [Int], _ asksVariables: Bool) -> Work {
    let operation = structures[side].operations[place]
    return Work(
      type: operation.work, shape: operation.shape, sources: sources,
      variables: asksVariables ? paired[side][place] : [])
  }

  private func outline(_ side: Side, _ place: Int, isDetailed: Bool) -> OperationOutline {
    var outline = structures[side].operations[place].outline(isDetailed: isDetailed)
    outline.detail += paired[side][place].map { " " + $0 }.joined()
    return outline
  }

  private func openPlaces(_ side: Side) -> [Int] {
    structures[side].operations.indices.filter {
      found[side][$0] == nil && structures[side].operations[$0].isCompute
    }
  }

  /// Whether all that two operations take is known to come from elsewhere.
  private func contradicts(_ reference: Int, _ candidate: Int) -> Bool {
    let partners = structures.reference.operations[reference].sources.compactMap { found.reference[$0] }
    let sources = structures.candidate.operations[candidate].sources
    let known = sources.filter { found.candidate[$0] != nil }
    guard !partners.isEmpty, !known.isEmpty else { return false }
    return Set(partners).isDisjoint(with: sources)
  }

  private func shareValue(_ reference: Int, _ candidate: Int) -> Bool {
    let left = structures.reference.operations[reference].sources
    let right = structures.candidate.operations[candidate].sources
    if left.isEmpty && right.isEmpty { return true }
    return left.contains { source in found.reference[source].map { right.contains($0) } ?? false }
  }

  /// Whether neither of two operations has a partner.
  func isOpen(_ reference: Int, _ candidate: Int) -> Bool {
    found.reference[reference] == nil && found.candidate[candidate] == nil
  }

  /// Whether two operations read the same variables, as far as these are paired.
  func readsAlike(_ reference: Int, _ candidate: Int) -> Bool {
    paired.reference[reference] == paired.candidate[candidate]
      && laidOut.reference[reference] == laidOut.candidate[candidate]
  }

  /// What reads the same paired variables does the same work, however it was found.
  mutating func join(_ reference: Int, _ candidate: Int, isGuess: Bool = false) {
    found.reference[reference] = candidate
    found.candidate[candidate] = reference
    let isSure = !paired.reference[reference].isEmpty && paired.reference[reference] == paired.candidate[candidate]
    if isGuess && !isSure { guessed.insert(reference) }
  }
}

extension VariablePairing {
  /// By each side's own names, those of the reference's.
  fileprivate var pairNames: SidePair<[String: String]> {
    SidePair(
      reference: Dictionary(pairs.map { ($0.reference, $0.reference) }, uniquingKeysWith: { first, _ in first }),
      candidate: Dictionary(pairs.map { ($0.candidate, $0.reference) }, uniquingKeysWith: { first, _ in first }))
  }

  /// The same of what is laid out otherwise: of several that one holds together, the first's.
  fileprivate var laidOutNames: SidePair<[String: String]> {
    var names = SidePair<[String: String]>(reference: [:], candidate: [:])
    for each in laidOut {
      guard let first = each.references.first else { continue }
      let name = names.reference[first.name] ?? first.name
      for reference in each.references where names.reference[reference.name] == nil {
        names.reference[reference.name] = name
      }
      names.candidate[each.candidate.name] = name
    }
    return names
  }
}
