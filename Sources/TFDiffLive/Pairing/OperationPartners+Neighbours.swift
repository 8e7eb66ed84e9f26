import TFDiffDebugger

extension OperationPartners {
  /// For each group of variables, the nearest operations with a partner before and behind what reads them: a number for each,
  /// equal for partners.
  func neighbours(of groups: SidePair<[[String]]>) -> SidePair<[Set<Int>]> {
    SidePair(
      reference: neighbours(.reference, groups.reference), candidate: neighbours(.candidate, groups.candidate))
  }

  private func neighbours(_ side: Side, _ groups: [[String]]) -> [Set<Int>] {
    if groups.isEmpty { return [] }
    let operations = structures[side].operations
    var consumers = [[Int]](repeating: [], count: operations.count)
    for (place, operation) in operations.enumerated() {
      for source in operation.sources { consumers[source].append(place) }
    }
    return groups.map { names in
      let names = Set(names)
      let readers = operations.indices.filter { !names.isDisjoint(with: operations[$0].variables) }
      let before = nearest(side, readers) { operations[$0].sources }
      let behind = nearest(side, readers) { consumers[$0] }
      return Set(before.map { 2 * $0 } + behind.map { 2 * $0 + 1 })
    }
  }

  /// The nearest partners on the way from some operations, by the reference's places.
  private func nearest(_ side: Side, _ readers: [Int], next: (Int) -> [Int]) -> Set<Int> {
    var (seen, found): (Set<Int>, Set<Int>) = (Set(readers), [])
    var waiting = readers
    while let place = waiting.popLast() {
      for each in next(place) where seen.insert(each).inserted {
        if let partner = paired(side, each) { found.insert(partner) } else { waiting.append(each) }
      }
    }
    return found
  }

  /// The reference's place of an operation that has a partner.
  private func paired(_ side: Side, _ place: Int) -> Int? {
    side == .reference ? found.reference[place].map { _ in place } : found.candidate[place]
  }
}
