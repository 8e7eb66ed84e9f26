import TFDiffTensor

/// Which operations of the two sides belong together in loops, iteration by iteration.
///
/// One side at least has a loop of a graph, whose operations its source tells with their iterations; the other has one too,
/// or runs the same work step by step, coming to the same places of its program again and again. The places are aligned once,
/// in the order in which each side comes to them, and the first execution of a place belongs to the first of its partner's.
struct LoopAlignment {
  private let events: SidePair<[OperationEvent]>
  private let sites: SidePair<[Site]>
  /// Pairs of indices into the two sides' places.
  private let partners: [(reference: Int, candidate: Int)]

  /// One place of a program and its executions.
  private struct Site {
    var loop: String?
    /// By iteration, the indices of the operations.
    var executions: [Int: Int] = [:]
    var first: Int
    var count: Int
  }

  /// Nil where neither side has a loop of a graph among what has no partner yet.
  ///
  /// - Parameter isComplete: whether all is told, so that what was executed once is in no loop.
  init?(_ events: SidePair<[OperationEvent]>, open: SidePair<(Int) -> Bool>, isComplete: Bool) {
    guard Side.allCases.contains(where: { events[$0].contains { $0.repetition?.loop != nil } }) else { return nil }
    let all = SidePair(
      reference: Self.sites(events.reference, where: open.reference),
      candidate: Self.sites(events.candidate, where: open.candidate))
    let counts = (all.reference + all.candidate).filter { $0.loop != nil }.map(\.count)
    guard let fewest = counts.min() else { return nil }
    // A loop may end after its first iteration.
    let takesOnce = fewest == 1 || !isComplete
    func repeated(_ side: Side) -> [Site] { all[side].filter { $0.loop != nil || $0.count > 1 || takesOnce } }
    let sites = SidePair(reference: repeated(.reference), candidate: repeated(.candidate))
    self.events = events
    self.sites = sites
    let shared = Self.variables(events.reference).intersection(Self.variables(events.candidate))
    func outlines(_ side: Side) -> [OperationOutline] {
      sites[side].map { Self.outline(events[side][$0.first], isRepeated: $0.count > 1 || !isComplete, shared) }
    }
    partners = OperationAlignment.pairs(
      of: SidePair(reference: outlines(.reference), candidate: outlines(.candidate))
    ).compactMap { pair in
      guard let reference = pair.reference, let candidate = pair.candidate else { return nil }
      return (reference, candidate)
    }
  }

  /// The operations that belong together, as indices into the two sides'.
  var pairs: [(reference: Int, candidate: Int)] {
    partners.flatMap { partner in
      let (left, right) = (sites.reference[partner.reference], sites.candidate[partner.candidate])
      return left.executions.compactMap { iteration, reference in
        right.executions[iteration].map { (reference, $0) }
      }
    }
  }

  /// The iterations of the operations that are executed repeatedly, by their indices.
  func iterations(of side: Side) -> [Int: LoopIteration] {
    var found: [Int: LoopIteration] = [:]
    for site in sites[side] where site.count > 1 || site.loop != nil {
      for (iteration, index) in site.executions { found[index] = LoopIteration(number: iteration, count: site.count) }
    }
    return found
  }

  /// The operations of a side that say nothing where they have no partner: of a loop that the other side runs as a whole, or
  /// the whole that is told by its iterations; and of iterations that the other side's source has left out.
  func idle(_ side: Side) -> Set<Int> {
    let own = Set(partners.map { side == .reference ? $0.reference : $0.candidate })
    let busy = Set(own.compactMap { sites[side][$0].loop })
    let whole = sites[side].filter { site in site.loop.map { !busy.contains($0) } ?? false }.flatMap(
      \.executions.values)
    let cut = Set(sites[side].filter { $0.executions.count < $0.count }.compactMap(\.loop))
    let told = events[side].indices.filter { index in
      events[side][index].id.map { busy.contains($0) && !cut.contains($0) } ?? false
    }
    return Set(whole).union(told).union(leftOut(side))
  }

  private func leftOut(_ side: Side) -> Set<Int> {
    let other: Side = side == .reference ? .candidate : .reference
    let starts = partners.map { sites[side][side == .reference ? $0.reference : $0.candidate].first }
    guard let start = starts.min(),
      let told = partners.map({ sites[other][other == .reference ? $0.reference : $0.candidate] }).filter({
        $0.loop != nil && $0.executions.count < $0.count
      }).map(\.executions.count).min()
    else { return [] }
    let late = sites[side].filter { $0.first >= start }.flatMap(\.executions).filter { $0.key > told }
    return Set(late.map(\.value))
  }

  private static func sites(_ events: [OperationEvent], where isOpen: (Int) -> Bool) -> [Site] {
    var found: [Site] = []
    var places: [[String?]: Int] = [:]
    for (index, event) in events.enumerated() where isOpen(index) {
      guard let repetition = event.repetition else { continue }
      let key = [repetition.loop, repetition.site, event.type]
      let place = places[key] ?? found.count
      if place == found.count {
        places[key] = place
        found.append(Site(loop: repetition.loop, first: index, count: 0))
      }
      found[place].executions[repetition.iteration] = index
      found[place].count = repetition.count ?? max(found[place].count, repetition.iteration)
    }
    return found
  }

  private static func variables(_ events: [OperationEvent]) -> Set<String> {
    Set(events.flatMap(\.variables))
  }

  /// What is executed once is no partner of what is repeated, and what reads a variable that both sides read none of what reads
  /// another.
  private static func outline(_ event: OperationEvent, isRepeated: Bool, _ shared: Set<String>) -> OperationOutline {
    let variables = event.variables.filter { shared.contains($0) }
    var outline = OperationOutline(event)
    outline.detail = ([isRepeated ? "repeated" : "once"] + variables).joined(separator: " ")
    return outline
  }
}

extension OperationEvent {
  /// The variables that it takes, in order.
  fileprivate var variables: [String] {
    inputs.compactMap { input in
      if case .variable(let name) = input { name } else { nil }
    }
  }
}
