import TFDiffDebugger

/// Which values of the two sides are compared as one layer.
struct LivePairing: Sendable, Hashable {
  struct Pair: Sendable, Hashable {
    /// The one name that both sides tell it by.
    var name: String
    var reference: LivePlace
    var candidate: LivePlace
  }
  /// In the order in which the candidate comes to them.
  var pairs: [Pair]
  /// The layers of either side that have no partner, which are not compared.
  var lonely: SidePair<[String]>
  /// Layers that neither program names, each with those that are computed from it.
  var tentative = TentativePairs()

  /// Layers are paired by what the map pins, by the name that both programs give them, and else by an alignment of the
  /// operations that compute them.
  ///
  /// - Parameter partners: the place of each operation's partner.
  /// - Throws: ``LiveMapFault/unknownLayer(_:_:known:)``.
  init(
    _ structures: SidePair<LiveStructure>, partners: SidePair<[Int: Int]>, map: LiveMap
  ) throws(LiveMapFault) {
    let pinned = try Self.pins(structures, map)
    let found = LayerPartners(structures, partners: partners).pairs()
    let taken = SidePair(
      reference: Set(pinned.map(\.reference)), candidate: Set(pinned.map(\.candidate)))
    let names = Set(pinned.map(\.name))
    let free = found.filter {
      !names.contains($0.name) && !taken.reference.contains($0.reference) && !taken.candidate.contains($0.candidate)
    }
    pairs = (pinned + free).sorted { ($0.candidate.ordinal ?? -1, $0.name) < ($1.candidate.ordinal ?? -1, $1.name) }
    let paired = Set(pairs.map(\.name))
    let pinnedCandidates = Set(map.layers.values)
    lonely = SidePair(
      reference: Self.lonely(structures.reference, among: structures.candidate, paired, pinned: []),
      candidate: Self.lonely(structures.candidate, among: structures.reference, paired, pinned: pinnedCandidates))
  }

  private static func pins(
    _ structures: SidePair<LiveStructure>, _ map: LiveMap
  ) throws(LiveMapFault) -> [Pair] {
    var pairs: [Pair] = []
    for (reference, candidate) in map.layers.sorted(by: { $0.key < $1.key }) {
      guard let left = structures.reference.place(of: reference) else {
        throw .unknownLayer(.reference, reference, known: structures.reference.knownNames)
      }
      guard let right = structures.candidate.place(of: candidate) else {
        throw .unknownLayer(.candidate, candidate, known: structures.candidate.knownNames)
      }
      pairs.append(Pair(name: reference, reference: left, candidate: right))
    }
    return pairs
  }

  /// Scopes are only listed where the names are theirs: a side whose scopes serve as nobody's layers lacks nothing.
  private static func lonely(
    _ structure: LiveStructure, among other: LiveStructure, _ paired: Set<String>, pinned: Set<String>
  ) -> [String] {
    let named = structure.layers.contains(where: \.isNamed)
    guard named || (structure.operations.first?.ordinal == nil && !other.layers.contains(where: \.isNamed)) else {
      return []
    }
    return structure.chosenLayers.map(\.layer).filter { !paired.contains($0) && !pinned.contains($0) }
  }
}

extension LiveStructure {
  /// Where a layer's or an operation's value is made: the program's names before its scopes', and these before
  /// operations'.
  fileprivate func place(of name: String) -> LivePlace? {
    if let layer = layers.first(where: { $0.layer == name }) { return LivePlace(layer) }
    return operations.first { $0.name == name || $0.operation == name }.map { LivePlace($0) }
  }

  fileprivate var knownNames: [String] { layers.map(\.layer) + operations.map(\.name) }
}
