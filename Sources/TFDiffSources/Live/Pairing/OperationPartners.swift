import TFDiffDebugger

/// Which operations of two forward passes do the same work, as far as it has been found out.
struct OperationPartners {
  private let structures: SidePair<LiveStructure>
  /// The place of each operation's partner.
  private(set) var found = SidePair<[Int: Int]>(reference: [:], candidate: [:])

  init(_ structures: SidePair<LiveStructure>) { self.structures = structures }

  /// Aligns what has no partner yet, by type, shape, scope and order.
  ///
  /// - Parameter isDetailed: whether partners must take values of the same shapes. Where that is not asked, they must at
  ///   least take the value of one pair of partners, or both of none.
  mutating func align(isDetailed: Bool) {
    let open = SidePair(reference: openPlaces(.reference), candidate: openPlaces(.candidate))
    let pairs = OperationAlignment.pairs(
      of: SidePair(
        reference: open.reference.map { structures.reference.operations[$0].outline(isDetailed: isDetailed) },
        candidate: open.candidate.map { structures.candidate.operations[$0].outline(isDetailed: isDetailed) }))
    for pair in pairs {
      guard let left = pair.reference, let right = pair.candidate else { continue }
      let (reference, candidate) = (open.reference[left], open.candidate[right])
      if isDetailed || shareValue(reference, candidate) { join(reference, candidate) }
    }
  }

  /// Pairs what takes the same partners' values and yields a value of the same type and shape, where there is only one
  /// such operation on either side: branches that the sides run in another order, under other names.
  mutating func followValues() {
    var hasFound = true
    while hasFound {
      hasFound = false
      let open = Dictionary(grouping: openPlaces(.candidate)) {
        work(.candidate, $0, structures.candidate.operations[$0].sources)
      }
      let left = Dictionary(grouping: openPlaces(.reference)) { place -> Work? in
        let sources = structures.reference.operations[place].sources.map { found.reference[$0] }
        let known = sources.compactMap { $0 }
        return known.isEmpty || known.count < sources.count ? nil : work(.reference, place, known)
      }
      for (work, places) in left where places.count == 1 {
        guard let work, let others = open[work], others.count == 1 else { continue }
        join(places[0], others[0])
        hasFound = true
      }
    }
  }

  private struct Work: Hashable {
    var type: String
    var shape: [Int]?
    /// As places of the candidate's.
    var sources: [Int]
  }

  private func work(_ side: Side, _ place: Int, _ sources: [Int]) -> Work {
    let operation = structures[side].operations[place]
    return Work(type: operation.type, shape: operation.shape, sources: sources)
  }

  private func openPlaces(_ side: Side) -> [Int] {
    structures[side].operations.indices.filter {
      found[side][$0] == nil && structures[side].operations[$0].isCompute
    }
  }

  private func shareValue(_ reference: Int, _ candidate: Int) -> Bool {
    let left = structures.reference.operations[reference].sources
    let right = structures.candidate.operations[candidate].sources
    if left.isEmpty && right.isEmpty { return true }
    return left.contains { source in found.reference[source].map { right.contains($0) } ?? false }
  }

  private mutating func join(_ reference: Int, _ candidate: Int) {
    found.reference[reference] = candidate
    found.candidate[candidate] = reference
  }
}
